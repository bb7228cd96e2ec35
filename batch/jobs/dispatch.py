"""Lays posted answers down in the outbox: the folder is a projection of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from batch.errors import SettingsWrong
from batch.jobs.desk import Desk, Outcome
from batch.jobs.packing import shipment_of
from batch.jobs.sharing import returned
from batch.model.calendar import brussels_day
from batch.model.receipt import Answer
from batch.model.slices import slices
from batch.ports import Shipment

_TOGETHER, _HEAVY = 200, 16 << 20
"""Answers that are marked as sent in one commit, and bytes after which no more are."""


def dispatch_answers(desk: Desk, outcome: Outcome) -> None:
    """One pass over all answers that may leave; one that cannot never stops its neighbours."""
    now = desk.clock()
    waiting = desk.register.answers_to_send(brussels_day(now))
    for packed in _packed(desk, outcome, waiting, now):
        _send(desk, outcome, packed, now)


def _send(desk: Desk, outcome: Outcome, packed: Sequence[tuple[Answer, Shipment]], now: datetime) -> None:
    """Lay answers down, then mark those that lie there."""
    answers = {shipment.go_name: answer for answer, shipment in packed}
    laid: list[Answer] = []
    for shipment, error in desk.outbox.deliver_all(shipment for _, shipment in packed):
        answer = answers[shipment.go_name]
        with outcome.guard(answer.name):
            if error is not None:
                raise error
            laid.append(answer)
    marked = desk.register.together([partial(desk.register.mark_sent, answer.id, now) for answer in laid])
    for answer, result in zip(laid, marked, strict=True):
        with outcome.guard(answer.name):
            returned(result)
            outcome.count("answers sent")
            desk.logger.info("sent", answer=answer.name, to=answer.addressee)


def _packed(
    desk: Desk, outcome: Outcome, waiting: Sequence[Answer], now: datetime
) -> Iterator[list[tuple[Answer, Shipment]]]:
    """Answers with what leaves of them, a batch at a time; what was made for them is kept before they leave."""
    for batch in slices(waiting, _TOGETHER, lambda answer: answer.size, _HEAVY):
        packed, is_over = [], False
        with desk.archive.shelf() as shelf:
            beside = replace(desk, archive=shelf)
            for answer in batch:
                with outcome.guard(answer.name):
                    try:
                        packed.append((answer, shipment_of(beside, answer, now)))
                    except SettingsWrong as error:
                        # Without a key no later answer can leave either: one problem, not one for each of them.
                        outcome.problem(error)
                        is_over = True
                        break
            shelf.sync()
        yield packed
        if is_over:
            return
