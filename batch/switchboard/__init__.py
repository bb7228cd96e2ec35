"""Every message, release and rulebook on one page: a table, not a discovery.

To add a message: a folder in schemas/, a parser, its rules, and one entry here; when it passes between
worker and employer before a request, in ``correspondence``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from batch.model.attachment import Origin
from batch.model.deci import DecisionForm
from batch.model.dossier import Step
from batch.model.dossier_form import DossierForm
from batch.model.forms import Header, Reference
from batch.model.loic import Request
from batch.model.overview import OverviewRequest
from batch.model.sender import PERMISSIONS
from batch.model.twct import Communication
from batch.model.vblv import BookEntry
from batch.parsers import deci as deci_parser
from batch.parsers import dossier as dossier_parser
from batch.parsers import loic as loic_parser
from batch.parsers import overview as overview_parser
from batch.parsers import twct as twct_parser
from batch.parsers import vblv as vblv_parser
from batch.switchboard.correspondence import NOTIFICATION, PARAMETERS, answer_with
from batch.switchboard.message import BACK_OFFICE, ENVELOPE, FRONT_OFFICE, Message
from batch.validators.rulebook import Rule
from batch.validators.rules import attachments, decision, employer_named, header, overview, own_frame, references
from batch.validators.rules.dossier import acting, contact_data, progress, worker_part
from batch.validators.rules.loic import balance as loic_balance
from batch.validators.rules.loic import book as loic_book
from batch.validators.rules.twct import (
    accident,
    committee,
    economic,
    employer,
    first_day,
    major_force,
    maxima,
    office,
    period,
    social_action,
    told,
    weather,
    workers,
)
from batch.validators.rules.twct import directory as twct_directory
from batch.validators.rules.twct import personnel as twct_personnel
from batch.validators.rules.twct import situation as twct_situation
from batch.validators.rules.vblv import card as vblv_card
from batch.validators.rules.vblv import directory as vblv_directory
from batch.validators.rules.vblv import employer as vblv_employer
from batch.validators.rules.vblv import office as vblv_office
from batch.validators.rules.vblv import period as vblv_period
from batch.validators.rules.vblv import personnel as vblv_personnel
from batch.validators.rules.vblv import reference as vblv_reference
from batch.validators.rules.vblv import worker as vblv_worker


def _created(declaration: Communication | BookEntry, day: date) -> date:
    return declaration.created or day


def _notice(request: Request, day: date) -> date:
    return request.notice or request.created or day


def _reception(_form: DecisionForm | DossierForm | OverviewRequest, day: date) -> date:
    return day


TWCT = Message(
    code="TWCT",
    identification="TWCT001",
    frame="",
    series="twct",
    quality="",
    read=twct_parser.read,
    rules=(
        *header.RULES,
        *references.RULES,
        *employer.RULES,
        *twct_directory.RULES,
        *office.RULES,
        *workers.RULES,
        *committee.RULES,
        *period.RULES,
        *economic.RULES,
        *weather.RULES,
        *accident.RULES,
        *major_force.RULES,
        *first_day.RULES,
        *social_action.RULES,
        *maxima.RULES,
        *told.RULES,
        *twct_personnel.RULES,
        *twct_situation.RULES,
    ),
    law_day=_created,
    essence=Communication.essence,
    employers=Communication.asked_employers,
    workers=Communication.asked_workers,
    acts_on=references.TO_CHANGE,
    told=Communication.told,
)

VBLV = Message(
    code="VBLV",
    identification="VBLV001",
    frame="",
    series="twct",
    quality="",
    read=vblv_parser.read,
    rules=(
        *header.RULES,
        *vblv_reference.RULES,
        *vblv_employer.RULES,
        *vblv_directory.RULES,
        *vblv_office.RULES,
        *vblv_worker.RULES,
        *vblv_personnel.RULES,
        *vblv_period.RULES,
        *vblv_card.RULES,
    ),
    law_day=_created,
    essence=BookEntry.essence,
    employers=lambda entry: entry.employer.keys(),
    workers=BookEntry.asked_workers,
    bookings=BookEntry.bookings,
    acts_on=references.TO_CHANGE,
)

LOIC = Message(
    code="LOIC",
    identification="LOIC001",
    frame=ENVELOPE,
    series="loic",
    quality="",
    read=loic_parser.read,
    rules=(
        *header.RULES,
        *references.RULES,
        *loic_book.RULES,
        *attachments.rules_of("99204"),
    ),
    law_day=_notice,
    essence=Request.essence,
    move=lambda request, case: request.move(case.day),
    employers=lambda request: request.employer.keys(),
    counting=loic_balance.COUNTING,
    acts_on=references.TO_CHANGE,
    permissions=PERMISSIONS,
    permission=Request.permission,
    beside="LOIC004",
    attachments=lambda request: request.attachments.brought("employer"),
)

ANSWER = answer_with(loic_book.CONTENT, loic_balance.COUNTING)

DECI = Message(
    code="DECI",
    identification="DECI001",
    frame=ENVELOPE,
    series="deci",
    quality=BACK_OFFICE,
    read=deci_parser.read,
    rules=(*header.RULES, *own_frame.rules_of("DECI001", "99101"), *decision.RULES),
    law_day=_reception,
    essence=DecisionForm.essence,
    decision=DecisionForm.decision,
    acts_on=0,
    is_handed_over=False,
)

OVERVIEW = Message(
    code="LORQ",
    identification="LORQ001",
    frame=ENVELOPE,
    series="lorq",
    quality="",
    read=overview_parser.read,
    rules=(*header.RULES, *own_frame.rules_of("LORQ001", "99201", kind="RE"), *employer_named.RULES, *overview.RULES),
    law_day=_reception,
    essence=OverviewRequest.essence,
    acts_on=0,
    is_handed_over=False,
    permissions=PERMISSIONS,
)


_ANNOUNCING = {"LOIC004": "99204", "LOWK004": "99134"}
"""The payload elements that announce files, by message."""


def _moving(
    identification: str,
    payload: str,
    step: Step,
    *rules: Iterable[Rule[Any]],
    status: int = 0,
    code: str,
    quality: str = "",
    files: str = "",
) -> Message:
    """A message of ours that moves the dossier of a request; ``files``: the payload that announces files with it."""
    origin: Origin = "worker" if quality else "employer"
    return Message(
        code=code,
        identification=identification,
        frame=ENVELOPE,
        series=code.lower(),
        quality=quality,
        read=lambda form: dossier_parser.read(form, identification, step, files),
        rules=(
            *header.RULES,
            *own_frame.rules_of(identification, payload, status=status),
            *acting.RULES,
            *(rule for book in rules for rule in book),
            *(attachments.rules_of(_ANNOUNCING[files]) if files else ()),
        ),
        law_day=_reception,
        essence=DossierForm.essence,
        move=lambda form, case: form.move(case.day, complete=acting.is_complete(form, case)),
        acts_on=0,
        is_handed_over=quality != BACK_OFFICE,
        permissions=() if quality else PERMISSIONS,
        beside=files,
        attachments=lambda form: form.attachments.brought(origin),
    )


PROGRESS = _moving("DECI002", "99102", "progress", progress.RULES, code="DECI", quality=BACK_OFFICE)
WORKER_PART = _moving(
    "LOWK002", "99132", "worker-part", worker_part.RULES, code="LOWK", quality=FRONT_OFFICE, files="LOWK004"
)
WORKER_CANCELLATION = _moving("LOWK003", "99133", "worker-cancellation", status=3, code="LOWK", quality=FRONT_OFFICE)
CONTACT_DATA = _moving("LOWK005", "99135", "contact-data", contact_data.RULES, code="LOWK", quality=FRONT_OFFICE)
EMPLOYER_FILES = _moving("LOIC004", "99204", "attachment", code="LOIC", files="LOIC004")
WORKER_FILES = _moving("LOWK004", "99134", "attachment", code="LOWK", quality=FRONT_OFFICE, files="LOWK004")

_OF_THE_WORKER = (NOTIFICATION, WORKER_PART, WORKER_CANCELLATION, WORKER_FILES, CONTACT_DATA)
_OF_THE_EMPLOYER = (LOIC, ANSWER, PARAMETERS, EMPLOYER_FILES)
INBOUND: tuple[Message, ...] = (TWCT, VBLV, *_OF_THE_EMPLOYER, OVERVIEW, DECI, PROGRESS, *_OF_THE_WORKER)
OF_CODE = {
    code: tuple(message for message in INBOUND if message.code == code)
    for code in dict.fromkeys(one.code for one in INBOUND)
}
"""The messages that may travel under an application code, one of them in a file; all for one quality, in one frame."""
BY_IDENTIFICATION = {message.identification: message for message in INBOUND}


def target_ticket(message: Message, declaration: Any) -> str:
    """The ticket a form acts on, as sent; empty when it acts on none."""
    return _number(declaration, message.acts_on, references.TICKET)


def own_reference(declaration: Any) -> str:
    """The sender's own reference (type 1, origin 1), as sent; empty when there is none."""
    return _number(declaration, references.OWN, references.DECLARANT)


def _number(declaration: Any, kind: int, origin: int) -> str:
    form_references: list[Reference] = declaration.references
    for one in form_references:
        if one.kind == kind and one.origin == origin:
            return one.number or ""
    return ""


def referred_tickets(declaration: Any) -> list[str]:
    """Every ticket a form points at, as sent."""
    form_references: list[Reference] = declaration.references
    return [one.number for one in form_references if one.origin == references.TICKET and one.number]


def header_of(declaration: Any) -> Header:
    """The header of any declaration."""
    found: Header = declaration.header
    return found
