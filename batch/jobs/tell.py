"""Tells the senders of career-break requests of changes of status (LONO002), if they want to hear of them."""

from __future__ import annotations

from datetime import datetime

from batch.jobs.desk import Desk, Outcome
from batch.model import places
from batch.model.calendar import brussels_day
from batch.ports import Posting, Untold
from batch.writers import messages


def tell_changes(desk: Desk, outcome: Outcome) -> None:
    """One pass over all changes that have not been told."""
    for one in desk.register.untold_changes():
        with outcome.guard(f"change of {one.form.ticket}"):
            _tell(desk, one, desk.clock())
            outcome.count("changes of status")


def _tell(desk: Desk, one: Untold, now: datetime) -> None:
    form = one.form
    sender = desk.register.sender(form.sender)
    wanted = form.environment == "R" and sender is not None and sender.wants_status
    posting = _posting(desk, one, now) if wanted else None
    desk.register.tell_change(one.id, posting, now)
    desk.logger.info("status told", ticket=form.ticket, status=one.status, answer=posting.code if posting else "none")


def _posting(desk: Desk, one: Untold, now: datetime) -> Posting:
    artifact = desk.archive.write(places.of_change(one.id), [change_bytes(one, now)])
    return Posting("LONO", one.form.environment, one.form.sender, artifact, brussels_day(now))


def change_bytes(one: Untold, now: datetime) -> bytes:
    """What tells a change of status (LONO002)."""
    form = one.form
    return messages.lono002(form.ticket, form.own_reference, form.essence, one.status, one.day, now)
