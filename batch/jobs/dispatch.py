"""Lays posted answers down in the outbox: the folder is a projection of the table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from batch.errors import SettingsWrong
from batch.jobs.desk import Desk, Outcome
from batch.jobs.packing import shipment_of
from batch.model.calendar import brussels_day
from batch.model.receipt import Answer
from batch.ports import Shipment


def dispatch_answers(desk: Desk, outcome: Outcome) -> None:
    """One pass over all answers that may leave; one that cannot never stops its neighbours."""
    now = desk.clock()
    packed: dict[str, Answer] = {}
    for shipment, error in desk.outbox.deliver_all(_packed(desk, outcome, packed, now)):
        answer = packed.pop(shipment.go_name)
        with outcome.guard(answer.name):
            if error is not None:
                raise error
            desk.register.mark_sent(answer.id, now)
            outcome.count("answers sent")
            desk.logger.info("sent", answer=answer.name, to=answer.addressee)


def _packed(desk: Desk, outcome: Outcome, packed: dict[str, Answer], now: datetime) -> Iterator[Shipment]:
    for answer in desk.register.answers_to_send(brussels_day(now)):
        shipment: Shipment | None = None
        with outcome.guard(answer.name):
            try:
                shipment = shipment_of(desk, answer, now)
            except SettingsWrong as error:
                # Without a key no later answer can leave either: one problem, not one for each of them.
                outcome.problem(error)
                return
        if shipment is not None:
            packed[answer.go_name] = answer
            yield shipment
