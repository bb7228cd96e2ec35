"""Lays posted answers down in the outbox: the folder is a projection of the table."""

from __future__ import annotations

from batch.jobs.desk import Desk, Outcome
from batch.model.calendar import brussels_day


def dispatch_answers(desk: Desk, outcome: Outcome) -> None:
    """One pass over all answers that may leave; one that cannot never stops its neighbours."""
    now = desk.clock()
    for answer in desk.register.answers_to_send(brussels_day(now)):
        with outcome.guard(answer.name):
            with desk.archive.open(answer.place) as content:
                desk.outbox.deliver(answer, content)
            desk.register.mark_sent(answer.id, now)
            outcome.count("answers sent")
            desk.logger.info("sent", answer=answer.name, to=answer.addressee)
