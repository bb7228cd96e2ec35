"""What a line of each listing says: its columns, a row read into an entry, an entry written as a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from batch.cli.sender import WrongWord
from batch.cli.spreadsheets import Cells
from batch.cli.typed import codes_typed, company_of, employer_of, group_typed, lpa_of, niss_of, noss_of, quarter_typed
from batch.model.calendar import quarter_text, read_day
from batch.model.law import Language
from batch.model.listing import Entry, Listing
from batch.model.personnel import Relation
from batch.model.sender import (
    FIRST_QUARTER,
    LAST_QUARTER,
    PERMISSIONS,
    EmployerRecord,
    Mandate,
    Permit,
    Sender,
    line_faults,
    sender_faults,
    span_faults,
)

_YES = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Layout:
    """How one listing stands in a file."""

    columns: tuple[str, ...]
    mandatory: tuple[str, ...]
    read: Callable[[Cells], Entry]
    write: Callable[[Any], Sequence[str]]


def entry_of(layout: Layout, cells: Cells) -> Entry | str:
    """What a row says, or what is wrong with it."""
    try:
        return layout.read(cells)
    except WrongWord as error:
        return error.detail.strip().rstrip(".")


def _read_sender(cells: Cells) -> Sender:
    sender = Sender(
        number=cells["number"].strip(),
        name=cells["name"],
        quality=cells["quality"].strip(),
        language=cast(Language, cells["language"].strip() or "fr"),
        active=_yes_or_no(cells, "active", empty="yes"),
        wants_status=_yes_or_no(cells, "wants_status", empty="yes"),
        codes=codes_typed(cells["codes"]),
        company=company_of(cells["company"]),
        noss=noss_of(cells["noss"]),
        contact=cells["contact"],
        wants_print=_yes_or_no(cells, "wants_print", empty="no"),
        wants_mail=_yes_or_no(cells, "wants_mail", empty="no"),
        wants_ebox=_yes_or_no(cells, "wants_ebox", empty="no"),
    )
    _refuse("; ".join(sender_faults(sender)))
    return sender


def _write_sender(one: Sender) -> Sequence[str]:
    wishes = (_no_or_yes(one.active), _no_or_yes(one.wants_status))
    numbers = (" ".join(one.codes), one.company, one.noss)
    copies = (_no_or_yes(wish) for wish in (one.wants_print, one.wants_mail, one.wants_ebox))
    return (one.number, one.name, one.quality, one.language, *wishes, *numbers, one.contact, *copies)


def _read_mandate(cells: Cells) -> Mandate:
    noss, company = employer_of(cells["noss"], cells["company"])
    since = quarter_typed(cells["from"]) if cells["from"] else FIRST_QUARTER
    until = quarter_typed(cells["until"]) if cells["until"] else LAST_QUARTER
    _refuse("; ".join(span_faults(since, until)))
    return Mandate(cells["sender"].strip(), noss, company, group_typed(cells["group"].strip()), since, until)


def _write_mandate(one: Mandate) -> Sequence[str]:
    since = quarter_text(one.since) if one.since != FIRST_QUARTER else ""
    until = quarter_text(one.until) if one.until != LAST_QUARTER else ""
    return (one.sender, one.noss, one.company, one.group, since, until)


def _read_permit(cells: Cells) -> Permit:
    permission = cells["permission"].strip()
    if permission not in PERMISSIONS:
        raise WrongWord(f"permission {permission!r}: one of {', '.join(PERMISSIONS)}")
    since, until = _day(cells["from"]), _day(cells["until"]) if cells["until"] else None
    company = company_of(cells["company"])
    _refuse("" if company else "the enterprise number is missing")
    _refuse("; ".join(span_faults(since, until)))
    return Permit(company, permission, since, until)


def _write_permit(one: Permit) -> Sequence[str]:
    return (one.company, one.permission, one.since.isoformat(), one.until.isoformat() if one.until else "")


def _read_employer(cells: Cells) -> EmployerRecord:
    noss, lpa, company = _numbers(cells)
    since, until = _days(cells, "from_day", "until_day")
    curatorship, abroad = (_yes_or_no(cells, column, empty="no") for column in ("curatorship", "seat_abroad"))
    _refuse("; ".join(line_faults("name", cells["name"])))
    return EmployerRecord(noss, company, cells["name"], curatorship, since, until, lpa, abroad)


def _write_employer(one: EmployerRecord) -> Sequence[str]:
    days = (one.since.isoformat(), one.until.isoformat() if one.until else "")
    return (one.noss, one.company, one.name, _no_or_yes(one.curatorship), *days, one.lpa, _no_or_yes(one.seat_abroad))


def _read_relation(cells: Cells) -> Relation:
    return Relation(niss_of(cells["niss"]), *_numbers(cells), *_days(cells, "from", "until"))


def _write_relation(one: Relation) -> Sequence[str]:
    until = one.until.isoformat() if one.until else ""
    return (one.niss, one.noss, one.lpa, one.company, one.since.isoformat(), until)


def _numbers(cells: Cells) -> tuple[str, str, str]:
    """The numbers of an employer, one of which must be given: ONSS, PPL, enterprise."""
    found = noss_of(cells["noss"]), lpa_of(cells["lpa"]), company_of(cells["company"])
    _refuse("" if any(found) else "every number of the employer is missing")
    return found


def _days(cells: Cells, first: str, last: str) -> tuple[date, date | None]:
    since, until = _day(cells[first]), _day(cells[last]) if cells[last] else None
    _refuse("; ".join(span_faults(since, until)))
    return since, until


def _refuse(faults: str) -> None:
    if faults:
        raise WrongWord(faults)


def _yes_or_no(cells: Cells, column: str, empty: str) -> bool:
    found = _YES.get(cells[column].strip().lower() or empty)
    if found is None:
        raise WrongWord(f"{column} {cells[column]!r}: yes or no")
    return found


def _no_or_yes(value: bool) -> str:
    return "yes" if value else "no"


def _day(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise WrongWord(f"{text!r} is no date: write YYYY-MM-DD")
    return day


LAYOUTS: dict[Listing, Layout] = {
    "senders": Layout(
        (
            *("number", "name", "quality", "language", "active", "wants_status"),
            *("codes", "company", "noss", "contact", "wants_print", "wants_mail", "wants_ebox"),
        ),
        ("number", "name", "quality"),
        _read_sender,
        _write_sender,
    ),
    "mandates": Layout(
        ("sender", "noss", "company", "group", "from", "until"), ("sender", "group"), _read_mandate, _write_mandate
    ),
    "permissions": Layout(
        ("company", "permission", "from", "until"), ("company", "permission", "from"), _read_permit, _write_permit
    ),
    "employers": Layout(
        ("noss", "company", "name", "curatorship", "from_day", "until_day", "lpa", "seat_abroad"),
        ("from_day",),
        _read_employer,
        _write_employer,
    ),
    "personnel": Layout(
        ("niss", "noss", "lpa", "company", "from", "until"), ("niss", "from"), _read_relation, _write_relation
    ),
}
