"""Sample communications of temporary unemployment (TWCT001), one text a form."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import repeat
from random import Random

from batch.writers.samples import people
from batch.writers.samples.people import DUTCH, FRENCH, Firm, address, block, zones
from batch.writers.samples.twct_changes import Changes
from batch.writers.samples.twct_faults import FAULTS
from batch.writers.samples.twct_reasons import Reasons

__all__ = ["FAULTS", "MOST_WORKERS", "document", "forms"]

MOST_WORKERS = 2000
"""Block 90017."""

_RISKS, _SHARES = ("001", "002", "003", "004", "005", "006"), (35, 46, 50, 58, 97, 100)
_COMMENTS = {DUTCH: ("Tweede mededeling van dit kwartaal",), FRENCH: ("Deuxième communication du trimestre",)}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<TWCT001 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:noNamespaceSchemaLocation="TWCT001_20231.xsd">\n'
)
_NO_AGENCY = block("\t" * 3, "TemporaryEmploymentAgency", zones("\t" * 4, CommunicationSourceIndicator=0))
_T3, _T4, _T5 = "\t" * 3, "\t" * 4, "\t" * 5


def document(forms: Iterable[str]) -> Iterator[bytes]:
    """A whole file, in pieces."""
    return people.chunks(_HEAD, (f"\t{form}\n" for form in forms), "</TWCT001>\n")


def forms(
    random: Random, now: datetime, count: int, faulty: float = 0.0, *, workers: int | None = None, changes: float = 0.0
) -> Iterator[str]:
    """That many forms made at ``now``; a share ``faulty`` of them has one fault each.

    ``workers``: how many a form may name, and every other one that names any does; None for few. A share
    ``changes`` modifies and cancels what nobody has sent, on tickets that nobody has given; the rest are originals.
    """
    moment = people.local(now)
    desk = _Desk(random, moment, workers)
    clerk = Changes(random, moment) if changes else None
    changed = people.chosen(random, count, changes) if changes else repeat(False)
    hours = people.hours(now)
    shares = zip(people.chosen(random, count, faulty), changed, strict=False)
    for number, (hit, is_change) in enumerate(shares, 1):
        hour = next(hours)
        form = desk.form(number, hour)
        if is_change and clerk is not None:
            form = clerk.made_up(form, hour) or form
        yield people.with_fault(random, form, FAULTS) if hit else form


class _Desk:
    """Writes one form after the other; a firm may come back, with other workers."""

    def __init__(self, random: Random, now: datetime, most: int | None) -> None:
        self._today = now.date()
        self._date = self._today.isoformat()
        self._own = f"T{now:%y%m%d%H%M%S}"
        self._people = people.People(random, self._today)
        self._reasons = Reasons(self._people, self._today, most)
        self._recent = [self._people.firm() for _ in range(10)]

    def form(self, number: int, hour: str) -> str:
        """One original."""
        one_in = self._people.one_in
        risk = _RISKS[bisect(_SHARES, self._people.number(0, 99))]
        firm = self._recent[number % 10]
        if risk not in ("002", "004", "005") or not one_in(5):
            firm = self._recent[number % 10] = self._people.firm()
        comment = zones(_T3, CommentOfDeclaration=self._people.text(_COMMENTS, firm)) if one_in(10) else ""
        return (
            "<Form>\n\t\t<Identification>TWCT001</Identification>\n"
            f"\t\t<FormCreationDate>{self._date}</FormCreationDate>\n"
            f"\t\t<FormCreationHour>{hour}</FormCreationHour>\n"
            "\t\t<AttestationStatus>0</AttestationStatus>\n\t\t<TypeForm>SU</TypeForm>\n"
            f"\t\t<DclInformation>\n\t\t\t<LanguageCodePdf>{firm.town.language}</LanguageCodePdf>\n"
            "\t\t</DclInformation>\n"
            f"\t\t<RiskIdentification>\n\t\t\t<IdentificationOfRisk>{risk}</IdentificationOfRisk>\n"
            "\t\t</RiskIdentification>\n"
            "\t\t<Reference>\n\t\t\t<ReferenceType>1</ReferenceType>\n\t\t\t<ReferenceOrigin>1</ReferenceOrigin>\n"
            f"\t\t\t<ReferenceNbr>{self._own}{number:07d}</ReferenceNbr>\n\t\t</Reference>\n"
            f"\t\t<EmployerDeclarationLink>\n\t\t\t<NOSSRegistrationNbr>{firm.onss}</NOSSRegistrationNbr>\n"
            f"\t\t\t<Trusteeship>{int(one_in(100))}</Trusteeship>\n"
            f"\t\t\t<CompanyID>{firm.company}</CompanyID>\n"
            f"\t\t\t<OperationalOffice>\n{address(firm, _T4)}\t\t\t</OperationalOffice>\n"
            f"{self._contact(firm) if risk == '006' or one_in(4) else ''}"
            f"{self._sender(firm) if one_in(10) else ''}{self._agency(firm)}{self._reasons.of(risk, firm)}"
            "\t\t</EmployerDeclarationLink>\n"
            f"{block(_T3[1:], 'CommentDeclaration', comment) if comment else ''}\t</Form>"
        )

    def _contact(self, firm: Firm) -> str:
        person = self._people.contact(firm)
        name = zones(_T4, Name=person.name, FirstName=person.first_name)
        home = block(_T4, "Address", address(firm, _T5)) if self._people.one_in(3) else ""
        reached = block(_T4, "Communication", zones(_T5, PhoneNbr=person.phone, EmailAddress=person.mail))
        return block(_T3, "CoordinatesContactPerson", name + home + reached)

    def _sender(self, firm: Firm) -> str:
        name = zones(_T4, Denomination=self._people.text(people.SECRETARIATS, firm))
        return block(_T3, "Sender", name + address(self._people.firm(), _T4))

    def _agency(self, firm: Firm) -> str:
        if not self._people.one_in(25):
            return _NO_AGENCY
        agency, name = self._people.firm(), self._people.text(people.AGENCIES, firm)
        return block(_T3, "TemporaryEmploymentAgency", zones(
            _T4, CommunicationSourceIndicator=1, Denomination=name, NOSSRegistrationNbr=agency.onss,
            CompanyID=agency.company))  # fmt: skip
