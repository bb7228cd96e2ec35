"""Sample entries in the validation book of temporary unemployment (VBLV001), one text a form."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from random import Random
from xml.sax.saxutils import escape

from batch.writers.samples import people
from batch.writers.samples.people import DUTCH, FRENCH, Firm, address, block, replaced, spoilt, without, zones

_COMMENTS = {DUTCH: "Kaart van deze maand", FRENCH: "Carte du mois & remise en main propre"}
_SECRETARIATS = (110, 220, 310, 440)
_MONTHS = (0, 0, 0, 1, 1, 2, 3)
_CARDS = 9_999_999
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<VBLV001 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:noNamespaceSchemaLocation="VBLV001_20231.xsd">\n'
)
_T3, _T4, _T5 = "\t" * 3, "\t" * 4, "\t" * 5


def document(forms: Iterable[str]) -> Iterator[bytes]:
    """A whole file, in pieces."""
    return people.chunks(_HEAD, (f"\t{form}\n" for form in forms), "</VBLV001>\n")


def forms(random: Random, now: datetime, count: int, faulty: float = 0.0) -> Iterator[str]:
    """That many entries made at ``now``; a share ``faulty`` of them has one fault each. No card comes twice soon."""
    desk = _Desk(random, people.local(now))
    hours = people.hours(now)
    for number, hit in enumerate(people.chosen(random, count, faulty), 1):
        form = desk.form(number, next(hours))
        yield people.with_fault(random, form, FAULTS) if hit else form


class _Desk:
    """Writes one form after the other, each for another worker and another card."""

    def __init__(self, random: Random, now: datetime) -> None:
        self._today = now.date()
        self._own = f"V{now:%y%m%d%H%M%S}"
        self._people = people.People(random, self._today)
        self._first_card = self._people.number(1, _CARDS)
        self._recent = [self._people.firm() for _ in range(10)]

    def form(self, number: int, hour: str) -> str:
        """One entry."""
        one_in = self._people.one_in
        firm = self._recent[number % 10]
        if one_in(3):
            firm = self._recent[number % 10] = self._people.firm()
        comment = zones(_T3, CommentOfDeclaration=escape(_COMMENTS[firm.town.language])) if one_in(10) else ""
        return (
            "<Form>\n\t\t<Identification>VBLV001</Identification>\n"
            f"\t\t<FormCreationDate>{self._today}</FormCreationDate>\n"
            f"\t\t<FormCreationHour>{hour}</FormCreationHour>\n"
            "\t\t<AttestationStatus>0</AttestationStatus>\n\t\t<TypeForm>SU</TypeForm>\n"
            "\t\t<RiskIdentification>\n\t\t\t<IdentificationOfRisk>001</IdentificationOfRisk>\n"
            "\t\t</RiskIdentification>\n"
            "\t\t<Reference>\n\t\t\t<ReferenceType>1</ReferenceType>\n\t\t\t<ReferenceOrigin>1</ReferenceOrigin>\n"
            f"\t\t\t<ReferenceNbr>{self._own}{number:07d}</ReferenceNbr>\n\t\t</Reference>\n"
            f"\t\t<EmployerDeclarationLink>\n\t\t\t<NOSSRegistrationNbr>{firm.onss}</NOSSRegistrationNbr>\n"
            f"\t\t\t<Trusteeship>{int(one_in(100))}</Trusteeship>\n"
            f"\t\t\t<CompanyID>{firm.company}</CompanyID>\n"
            f"{block(_T3, 'OperationalOffice', address(firm, _T4))}"
            f"{self._contact(firm) if one_in(4) else ''}{self._sender(firm) if one_in(10) else ''}"
            f"{self._worker(number)}{self._month()}{self._card(number)}\t\t</EmployerDeclarationLink>\n"
            f"{block(_T3[1:], 'CommentDeclaration', comment) if comment else ''}\t</Form>"
        )

    def _contact(self, firm: Firm) -> str:
        person = self._people.contact(firm)
        name = zones(_T4, Name=person.name, FirstName=person.first_name)
        home = block(_T4, "Address", address(firm, _T5)) if self._people.one_in(3) else ""
        reached = block(_T4, "Communication", zones(_T5, PhoneNbr=person.phone, EmailAddress=person.mail))
        return block(_T3, "CoordinatesContactPerson", name + home + reached)

    def _sender(self, firm: Firm) -> str:
        name = escape(self._people.one_of(people.SECRETARIATS[firm.town.language]))
        return block(_T3, "Sender", zones(_T4, Denomination=name) + address(self._people.firm(), _T4))

    def _worker(self, number: int) -> str:
        own = f"P-{number:04d}" if self._people.one_in(8) else None
        return block(_T3, "NaturalPerson", zones(
            _T4, NaturalPersonSequenceNbr=1, INSS=self._people.worker(), NaturalPersonUserReference=own))  # fmt: skip

    def _month(self) -> str:
        years, month = divmod(self._today.month - 1 + self._people.one_of(_MONTHS), 12)
        start = date(self._today.year + years, month + 1, 1)
        end = start.replace(day=monthrange(start.year, start.month)[1])
        return block(_T3, "ReferencePeriod", zones(_T4, RefStartingDate=start, RefEndingDate=end))

    def _card(self, number: int) -> str:
        digits = f"{(self._first_card + number) % _CARDS:07d}"
        if self._people.one_in(3):
            card = zones(_T4, C32ANbr=f"SA{digits}", SocialSecretariatNumber=self._people.one_of(_SECRETARIATS))
        else:
            card = zones(_T4, C32ANbr=f"{self._people.one_of(('NA', 'NB', 'FA', 'FB'))}{digits}")
        return block(_T3, "ControlCard", card)


FAULTS: Mapping[str, Callable[[str], str]] = {
    "worker check digits": lambda form: spoilt("00", form, "INSS"),
    "ONSS check digits": lambda form: spoilt("99", form, "NOSSRegistrationNbr"),
    "enterprise check digits": lambda form: spoilt("00", form, "CompanyID"),
    "card missing": lambda form: without(form, "ControlCard"),
    "card of nobody": lambda form: replaced(without(form, "SocialSecretariatNumber"), "C32ANbr", "ZZ0000001"),
    "card without letters": lambda form: replaced(form, "C32ANbr", "123456789"),
    "office missing": lambda form: without(form, "OperationalOffice"),
    "unknown element": lambda form: form.replace("</ControlCard", "<Colour>blue</Colour></ControlCard"),
    "month long ago": lambda form: replaced(form, "RefStartingDate", "2013-07-01"),
    "not a whole month": lambda form: replaced(form, "RefEndingDate", "2030-01-15"),
    "modification": lambda form: replaced(form, "AttestationStatus", "1"),
    "another risk": lambda form: replaced(form, "IdentificationOfRisk", "002"),
    "unknown postcode": lambda form: replaced(form, "ZIPCode", "0999"),
    "town of another postcode": lambda form: replaced(form, "City", "Atlantis"),
    "street too long": lambda form: replaced(form, "Street", "Langestraat " * 4),
}
"""Faults by name; each makes the form refused."""
