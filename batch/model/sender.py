"""Who may send what for whom: senders, their mandates, and the permissions of enterprises.

Source: zone 00002 (sender number); Mahis (mandates by employer, group of applications and quarter).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from batch.model.law import Language

Quality = Literal[
    "employer", "social-secretariat", "service-provider", "full-service-centre", "front-office", "back-office"
]
QUALITIES: tuple[Quality, ...] = (
    "employer",
    "social-secretariat",
    "service-provider",
    "full-service-centre",
    "front-office",
    "back-office",
)
"""Qualities of a sender: one number each; the last two are ONEM's own applications."""

Permission = Literal["career-break", "career-break-education"]
PERMISSIONS: tuple[Permission, ...] = ("career-break", "career-break-education")
"""What an enterprise may be allowed: career break and time credit; the same as organising authority for education."""

EVERY = "*"
"""Every employer, or every group of applications."""
FIRST_QUARTER, LAST_QUARTER = 19001, 99994

GROUPS = {"temporary-unemployment": ("TWCT", "VBLV"), "career-break": ("LOIC", "LORQ")}
"""Groups of applications that a mandate may name, with their application codes."""
ANSWER_LANGUAGES: tuple[Language, ...] = ("fr", "nl", "de")
"""Languages in which a sender may be answered: ONEM has three."""
_FIRST_SENDER, _LAST_SENDER = 1, 999998
"""999999 is the receiver in the names of answers."""
_LONGEST_NAME = 200

Keys = tuple[str, ...]
"""Comparable numbers of an employer (``model.forms.Employer.keys``): ``N`` ONSS, ``L`` PPL, ``C`` enterprise."""
DIGITS = {"N": 9, "L": 8, "C": 10}
"""How many digits each kind of number has when it is written in full."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who may send: number, quality, language of the answers, numbers of its own enterprise, wishes."""

    number: str
    name: str
    quality: str
    language: Language
    active: bool = True
    wants_status: bool = True
    """Whether changes of status (LONO002) are sent."""
    codes: tuple[str, ...] = ()
    """The application codes it may use; none named: all that its quality allows."""
    company: str = ""
    noss: str = ""
    contact: str = ""
    wants_print: bool = False
    """Whether printable copies of accepted communications and requests (PRIN001) are sent."""
    wants_mail: bool = False
    """Whether the contact person of an accepted request gets a confirmation by e-mail."""
    wants_ebox: bool = False
    """Whether a copy of an accepted request goes to the e-Box of the employer's enterprise."""

    def keys(self) -> Keys:
        """The numbers of its own enterprise, comparable."""
        return keys_of(self.noss, self.company)


@dataclass(frozen=True, slots=True)
class Mandate:
    """A sender may act for an employer in a group of applications, from a quarter to a quarter (YYYYQ)."""

    sender: str
    noss: str
    company: str
    group: str
    since: int = FIRST_QUARTER
    until: int = LAST_QUARTER
    id: int = field(default=0, compare=False)
    """Its number in the register; 0 when it is not entered."""

    def covers(self, employer: Keys, group: str, quarter: int) -> bool:
        """Whether it holds for an employer: one number is the same, and none that both know differs."""
        if not self.since <= quarter <= self.until or self.group not in (EVERY, group):
            return False
        return self.noss == EVERY or is_same_employer(keys_of(self.noss, self.company), employer)


@dataclass(frozen=True, slots=True)
class Permit:
    """A permission of an enterprise, from a day to a day; both count, None is open."""

    company: str
    permission: Permission
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class EmployerRecord:
    """One row of the directory of employers: its numbers and name, from a day to a day; both count."""

    noss: str
    company: str
    name: str
    curatorship: bool
    """Whether a curator acts for it (bankruptcy)."""
    since: date
    until: date | None = None
    lpa: str = ""
    """The PPL number of a provincial or local authority."""
    seat_abroad: bool = False
    """Whether its administrative seat is in another country."""

    def keys(self) -> Keys:
        """Its numbers, comparable."""
        return keys_of(self.noss, self.company, self.lpa)

    def exists_on(self, day: date) -> bool:
        """Whether it is there on a day."""
        return self.since <= day and (self.until is None or self.until >= day)


def group_of(code: str) -> str | None:
    """The group of applications that an application code belongs to; None when no mandate covers it."""
    return next((group for group, codes in GROUPS.items() if code in codes), None)


def sender_faults(sender: Sender) -> Iterator[str]:
    """What is wrong with a sender before it is entered; the check digits of its numbers are judged elsewhere."""
    number = sender.number
    if not re.fullmatch("[0-9]{6}", number) or not _FIRST_SENDER <= int(number) <= _LAST_SENDER:
        yield f"sender number {number!r}: write six digits, 000001 to 999998"
    yield from line_faults("name", sender.name)
    if not sender.name.strip():
        yield "name: it is empty"
    if sender.quality not in QUALITIES:
        yield f"quality {sender.quality!r}: one of {', '.join(QUALITIES)}"
    if sender.language not in ANSWER_LANGUAGES:
        yield f"language {sender.language!r}: one of {', '.join(ANSWER_LANGUAGES)}"
    for code in sender.codes:
        if not re.fullmatch("[A-Z]{4}", code):
            yield f"code {code!r}: four capital letters"
    if len(set(sender.codes)) < len(sender.codes):
        yield "codes: one stands twice"
    yield from line_faults("contact", sender.contact)


def line_faults(what: str, text: str) -> Iterator[str]:
    """What is wrong with a text of one line: control characters would forge lines in what is shown."""
    if not text.isprintable():
        yield f"{what}: it holds signs that do not print"
    if len(text) > _LONGEST_NAME:
        yield f"{what}: longer than {_LONGEST_NAME} characters"


def span_faults(since: int | date, until: int | date | None) -> Iterator[str]:
    """What is wrong with a span of quarters or of days."""
    if until is not None and until < since:  # type: ignore[operator]  # both are quarters or both are days
        yield "it ends before it begins"


def keys_of(noss: str, company: str, lpa: str = "") -> Keys:
    """Numbers as comparable keys, without leading zeros."""
    named = (("N", noss.lstrip("0")), ("L", lpa.lstrip("0")), ("C", company.lstrip("0")))
    return tuple(f"{letter}{number}" for letter, number in named if number)


def is_same_employer(known: Keys, named: Keys) -> bool:
    """Whether two sets of numbers name one employer: they share a number and contradict each other in none.

    >>> is_same_employer(("N1234", "C555"), ("N1234",)), is_same_employer(("N1234", "C555"), ("N1234", "C666"))
    (True, False)
    """
    if known == named:  # nearly always, when it is the same one
        return bool(known)
    kinds = {key[0]: key for key in known}
    shared = [key for key in named if key[0] in kinds]
    return bool(shared) and all(kinds[key[0]] == key for key in shared)


def may_act_for(sender: Sender, mandates: Iterable[Mandate], employer: Keys, group: str, quarter: int) -> bool:
    """Whether a sender may act for an employer: for itself always, for another by mandate."""
    if is_same_employer(sender.keys(), employer):
        return True
    return any(mandate.covers(employer, group, quarter) for mandate in mandates)
