"""Career-break requests as their copies tell them: the employer's part, read again out of the archive."""

from __future__ import annotations

from batch.jobs.desk import Desk
from batch.jobs.handover import Files
from batch.model.c61 import RequestCopy
from batch.model.calendar import brussels_day
from batch.model.law import Language
from batch.model.loic import Request
from batch.model.printout import PDF_LANGUAGES
from batch.pipeline.reread import request_of
from batch.ports import StoredForm
from batch.switchboard import LOIC, target_ticket
from batch.writers.c61 import c61_pdf


def said_in(desk: Desk, form: StoredForm) -> Request:
    """What an accepted form says."""
    with Files(desk, desk.register.receipt(form.receipt)) as files:
        return request_of(files.bytes_of(form), files.frame_of(form), desk.open_law())


def whole_request(desk: Desk, form: StoredForm) -> tuple[StoredForm, Request]:
    """The request that a form is or acts on: a new end date or a cancellation names nothing but its ticket."""
    first = desk.register.form(form.dossier) or form
    return first, said_in(desk, first)


def language_of(request: Request) -> Language:
    """The language of its copies (zone 00156)."""
    wanted = request.declaration.number("LanguageCodePdf") if request.declaration else None
    return PDF_LANGUAGES.get(wanted, "fr")


def c61_of(desk: Desk, form: StoredForm) -> tuple[bytes, Language]:
    """The C61 of an accepted form, and the language it is in."""
    law = desk.open_law()
    first, request = whole_request(desk, form)
    said = request if first.ticket == form.ticket else said_in(desk, form)
    comment = said.content.first("CommentDeclaration")
    releases = [release for release in law.releases.values() if release.message == LOIC.identification]
    copy = RequestCopy(
        request=request,
        status=form.status,
        ticket=form.ticket,
        target=target_ticket(LOIC, said) if form.ticket != first.ticket else "",
        own_reference=form.own_reference,
        received_on=brussels_day(desk.register.receipt(form.receipt).received_at),
        end=form.essence.end,
        comment=(comment.text("CommentOfDeclaration") or "") if comment else "",
        labels={zone.tag: law.zone_titles[number] for one in releases for number, zone in one.zones.items()},
        lists=law.list_titles,
    )
    language = language_of(request)
    return c61_pdf(copy, law.words, language, desk.law_room / "templates" / "c61.typ"), language
