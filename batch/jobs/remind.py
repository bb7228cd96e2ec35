"""Reminds senders of requests that wait for the worker and are near their last day (LONO002), each once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from batch.jobs.desk import Desk, Outcome
from batch.model import places
from batch.model.calendar import brussels_day
from batch.model.dossier import FIRST, deadline
from batch.model.law import Law
from batch.ports import Posting, StoredForm
from batch.ports.owed import Waiting
from batch.writers import messages


def remind_senders(desk: Desk, outcome: Outcome) -> None:
    """One pass over all requests that began and wait; nobody is reminded of what is too late already."""
    now = desk.clock()
    ahead = timedelta(desk.settings.reminder_days)
    today = brussels_day(now)
    for one in desk.register.waiting_requests(today + ahead):
        with outcome.guard(f"reminder {one.dossier}"):
            last = last_day_of(one, desk.open_law(), today)
            if last is not None and today <= last <= today + ahead and _remind(desk, one, now):
                outcome.count("reminders")


def last_day_of(one: Waiting, law: Law, today: date) -> date | None:
    """The last day on which the whole request is in time; None when its start is not known."""
    start = one.form.essence.start
    return deadline(start, law.parameters["request_deadline_months"].on(today)) if start else None


def _remind(desk: Desk, one: Waiting, now: datetime) -> bool:
    form = one.form
    sender = desk.register.sender(form.sender)
    posting: Posting | None = None
    if sender is not None and sender.wants_status:
        artifact = desk.archive.write(places.of_reminder(one.dossier), [reminder_bytes(form, one.since, now)])
        posting = Posting("LONO", form.environment, form.sender, artifact, brussels_day(now))
    done = desk.register.remind(one.dossier, posting, now)
    if done:
        desk.logger.info("reminded", ticket=form.ticket, answer=posting.code if posting else "none")
    return done


def reminder_bytes(form: StoredForm, since: date, now: datetime) -> bytes:
    """The reminder of a request (LONO002), by the latest form of the employer's part."""
    return messages.lono002(form.ticket, form.own_reference, form.essence, FIRST, since, now, reminder=True)
