"""Sends the confirmation mails that are owed to contact persons.

A mail is written into the archive, handed over, then marked. A crash between the last two sends it again with the
same bytes and the same Message-ID: at least once, never none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from batch.jobs.desk import Desk, Outcome
from batch.jobs.requests import language_of, whole_request
from batch.model import tickets
from batch.model.law import Language
from batch.model.loic import Request
from batch.model.mail import Confirmation, is_mail_address
from batch.ports import StoredForm
from batch.ports.owed import Letter, OwedCopy
from batch.writers.mail import confirmation_mail


def send_confirmations(desk: Desk, outcome: Outcome) -> None:
    """One pass over all mails that are owed; a server that cannot be reached ends it, and nothing is lost."""
    with outcome.guard("confirmation mails"):
        for posted in desk.post.deliver_all(_letters(desk, outcome)):
            with outcome.guard(f"mail {posted.letter.name}"):
                if posted.error is not None:
                    raise posted.error
                state: Literal["sent", "refused"] = "refused" if posted.refused else "sent"
                desk.register.close_copy(posted.letter.id, state, posted.refused, desk.clock())
                outcome.count(f"mails {state}")
                desk.logger.info("mail", ticket=posted.letter.name, outcome=state, why=posted.refused)


def _letters(desk: Desk, outcome: Outcome) -> Iterator[Letter]:
    for one in desk.register.owed_copies("mail"):
        letter: Letter | None = None
        with outcome.guard(f"mail {one.form.ticket}"):
            letter = _letter(desk, one)
        if letter is not None:
            yield letter


def _letter(desk: Desk, one: OwedCopy) -> Letter | None:
    """The mail; None when the request names no address that we write to."""
    first, request = whole_request(desk, one.form)
    reached = request.contact.first("Communication") if request.contact else None
    address = (reached.text("EmailAddress") or "") if reached else ""
    if not is_mail_address(address):
        desk.register.close_copy(one.id, "dropped", "no usable address", desk.clock())
        return None
    place = f"out/{one.form.receipt}/mail/{one.form.ticket}.eml"
    if desk.archive.find(place) is None:
        target = first.ticket if one.form.ticket != first.ticket else ""
        desk.archive.write(place, [_content(desk, one.form, request, address, target)])
    with desk.archive.open(place) as file:
        return Letter(one.id, tickets.printed(one.form.ticket), address, file.read())


def _content(desk: Desk, form: StoredForm, request: Request, address: str, target: str) -> bytes:
    received_at = desk.register.receipt(form.receipt).received_at
    start, end = form.essence.start, form.essence.end
    said = Confirmation(address, form.status, form.ticket, target, start, end, received_at)
    page = (desk.law_room / "templates" / "confirmation.html").read_text(encoding="utf-8")
    language: Language = language_of(request)
    return confirmation_mail(said, desk.open_law().words, language, desk.settings.mail.sender, page)
