"""Passes workers' notifications to the senders of their employers (LONO001); production only.

Each is made outside any transaction, as of the moment at which it was received: a crash makes the same bytes again.
"""

from __future__ import annotations

from batch.jobs.desk import Desk, Outcome
from batch.model import places
from batch.model.calendar import brussels_day
from batch.ports import Posting
from batch.ports.correspondence import Unpassed
from batch.writers import messages


def pass_notifications(desk: Desk, outcome: Outcome) -> None:
    """One pass over all accepted notifications that their addressees have not got."""
    for one in desk.register.unpassed_notifications():
        with outcome.guard(f"notification {one.form.ticket}"):
            _pass(desk, one)
            outcome.count("notifications passed on")


def _pass(desk: Desk, one: Unpassed) -> None:
    form = one.form
    artifact = desk.archive.write(places.of_notification(form.ticket), [notification_bytes(one)])
    posting = Posting("LONO", form.environment, one.sent.addressee, artifact, brussels_day(one.at))
    desk.register.pass_notification(form.ticket, posting, one.at)
    desk.logger.info("notification passed on", ticket=form.ticket, addressee=one.sent.addressee)


def notification_bytes(one: Unpassed) -> bytes:
    """What passes a worker's notification on (LONO001)."""
    return messages.lono001(one.form.ticket, one.form.essence, one.sent, one.at)
