"""Sample communications of temporary unemployment (TWCT001), one text a form."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random
from xml.sax.saxutils import escape

from batch.model.calendar import is_working_day, working_days_after
from batch.writers.samples import people
from batch.writers.samples.people import DUTCH, FRENCH, Firm, block, replaced, spoilt, without, zones

_RISKS, _SHARES = ("001", "002", "003", "004", "005", "006"), (35, 46, 50, 58, 97, 100)
_BLUE_COLLAR = (("124", None), ("111", None), ("121", None), ("140.03", None), ("302", "000"), ("317", "010"))
_WHITE_COLLAR = (("200", None), ("209", None), ("220", None), ("126", "050"), ("302", "050"))
_CAUSES = {DUTCH: ("Gebrek aan werk", "Minder orders"), FRENCH: ("Manque de travail", "Moins de commandes")}
_WEATHER = {DUTCH: ("Regen", "Vorst", "Storm"), FRENCH: ("Pluie", "Gel", "Tempête")}
_WORK = {DUTCH: ("Dakwerken: te glad",), FRENCH: ("Toiture & façade : surface glissante",)}
_ACCIDENTS = {DUTCH: ("Breuk van de hoofdas",), FRENCH: ("Chauffe bloquée < 40 °C au séchoir",)}
_MAJOR_FORCE = {DUTCH: ("Brand in het atelier",), FRENCH: ("Inondation du dépôt & des bureaux",)}
_ACTIONS = {
    DUTCH: ("Staking bij een toeleverancier", "Er komen geen onderdelen meer binnen"),
    FRENCH: ("Grève chez un fournisseur", "Plus aucune pièce n'est livrée"),
}
_DEPARTMENTS = {DUTCH: ("Afdeling lassen", "Magazijn"), FRENCH: ("Soudure & montage", "Entrepôt")}
_COMMENTS = {DUTCH: ("Tweede mededeling van dit kwartaal",), FRENCH: ("Deuxième communication du trimestre",)}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<TWCT001 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:noNamespaceSchemaLocation="TWCT001_20231.xsd">\n'
)
_NO_AGENCY = block("\t" * 3, "TemporaryEmploymentAgency", zones("\t" * 4, CommunicationSourceIndicator=0))
_START, _T3, _T4, _T5 = "TempUnemploymentStartingDate", "\t" * 3, "\t" * 4, "\t" * 5


def document(forms: Iterable[str]) -> Iterator[bytes]:
    """A whole file, in pieces."""
    return people.chunks(_HEAD, (f"\t{form}\n" for form in forms), "</TWCT001>\n")


def forms(random: Random, now: datetime, count: int, faulty: float = 0.0) -> Iterator[str]:
    """That many originals made at ``now``; a share ``faulty`` of them has one fault each."""
    desk = _Desk(random, people.local(now))
    hours = people.hours(now)
    for number, hit in enumerate(people.chosen(random, count, faulty), 1):
        form = desk.form(number, next(hours))
        yield people.with_fault(random, form, FAULTS) if hit else form


class _Desk:
    """Writes one form after the other; a firm may come back, with other workers."""

    def __init__(self, random: Random, now: datetime) -> None:
        self._today = now.date()
        self._date = self._today.isoformat()
        self._own = f"T{now:%y%m%d%H%M%S}"
        self._people = people.People(random, self._today)
        self._first_days = self._days_to_tell(1)
        self._economic_first_days = self._days_to_tell(5)
        self._recent = [self._people.firm() for _ in range(10)]
        self._reasons: dict[str, Callable[[Firm], str]] = {
            "001": self._economic, "002": self._weather, "003": self._accident,
            "004": self._major_force, "005": self._first_day, "006": self._social_action,
        }  # fmt: skip

    def form(self, number: int, hour: str) -> str:
        """One original."""
        one_in = self._people.one_in
        risk = _RISKS[bisect(_SHARES, self._people.number(0, 99))]
        firm = self._recent[number % 10]
        if risk not in ("002", "004", "005") or not one_in(5):
            firm = self._recent[number % 10] = self._people.firm()
        comment = zones(_T3, CommentOfDeclaration=self._text(_COMMENTS, firm)) if one_in(10) else ""
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
            f"\t\t\t<OperationalOffice>\n{_address(firm, _T4)}\t\t\t</OperationalOffice>\n"
            f"{self._contact(firm) if risk == '006' or one_in(4) else ''}"
            f"{self._sender(firm) if one_in(10) else ''}{self._agency(firm)}{self._reasons[risk](firm)}"
            "\t\t</EmployerDeclarationLink>\n"
            f"{block(_T3[1:], 'CommentDeclaration', comment) if comment else ''}\t</Form>"
        )

    def _text(self, texts: Mapping[int, tuple[str, ...]], firm: Firm) -> str:
        return escape(self._people.one_of(texts[firm.town.language]))

    def _day(self, earliest: int, latest: int) -> date:
        return self._today + timedelta(self._people.number(earliest, latest))

    def _days_to_tell(self, early: int) -> tuple[date, ...]:
        """The working days that may be told today as a first day: so many working days early, or one late."""
        near = (self._today + timedelta(days) for days in range(-7, 8))
        return tuple(
            day
            for day in near
            if is_working_day(day) and working_days_after(day, -early) <= self._today <= working_days_after(day, 1)
        )

    def _contact(self, firm: Firm) -> str:
        person = self._people.contact(firm)
        name = zones(_T4, Name=person.name, FirstName=person.first_name)
        home = block(_T4, "Address", _address(firm, _T5)) if self._people.one_in(3) else ""
        reached = block(_T4, "Communication", zones(_T5, PhoneNbr=person.phone, EmailAddress=person.mail))
        return block(_T3, "CoordinatesContactPerson", name + home + reached)

    def _sender(self, firm: Firm) -> str:
        name = zones(_T4, Denomination=self._text(people.SECRETARIATS, firm))
        return block(_T3, "Sender", name + _address(self._people.firm(), _T4))

    def _agency(self, firm: Firm) -> str:
        if not self._people.one_in(25):
            return _NO_AGENCY
        agency, name = self._people.firm(), self._text(people.AGENCIES, firm)
        return block(_T3, "TemporaryEmploymentAgency", zones(
            _T4, CommunicationSourceIndicator=1, Denomination=name, NOSSRegistrationNbr=agency.onss,
            CompanyID=agency.company))  # fmt: skip

    def _workers(self, last_days: tuple[date, ...] = ()) -> str:
        count = 30 if self._people.one_in(40) else self._people.one_of((1, 1, 1, 2, 2, 3, 4, 5, 6))
        return "".join([self._worker(nth, last_days) for nth in range(1, count + 1)])

    def _worker(self, nth: int, last_days: tuple[date, ...]) -> str:
        reference = own_end = ""
        if self._people.one_in(8):
            reference = f"\t\t\t\t<NaturalPersonUserReference>P-{nth:04d}</NaturalPersonUserReference>\n"
        if last_days and self._people.one_in(10):
            end = zones(_T5, IndividualUnempEndingDate=self._people.one_of(last_days))
            own_end = block(_T4, "IndividualUnempPeriod", end)
        return (
            f"\t\t\t<NaturalPerson>\n\t\t\t\t<NaturalPersonSequenceNbr>{nth}</NaturalPersonSequenceNbr>\n"
            f"\t\t\t\t<INSS>{self._people.worker()}</INSS>\n{reference}{own_end}\t\t\t</NaturalPerson>\n"
        )

    def _department(self, firm: Firm) -> str:
        name = self._text(_DEPARTMENTS, firm)
        return block(_T3, "DepartmentIdentification", zones(_T4, DepartmentName=name))

    def _site(self, firm: Firm) -> str:
        site = self._people.firm() if self._people.one_in(2) else firm
        return block(_T4, "SiteAddress", _address(site, _T5) + zones(_T5, Country="150"))

    def _economic(self, firm: Firm) -> str:
        white = self._people.one_in(4)
        committee, level = self._people.one_of(_WHITE_COLLAR if white else _BLUE_COLLAR)
        regime = self._people.one_of((1, 3) if white else (1, 1, 2, 3))
        start = _working_day(self._day(8, 20))
        end = start + timedelta(self._people.one_of((4, 11, 18, 25) if regime == 1 else (25, 53, 88)))
        if white:
            end = min(end, date(start.year, 12, 31))
        middle = start + (end - start) / 2
        who = self._department(firm) if self._people.one_in(5) else self._workers((start, middle))
        return who + block(_T3, "TempUnempEconomical", zones(
            _T4, RegimeTempUnemp=regime, JointCommissionNbr=committee, JointCommissionLevel=level,
            ReasonTempUnemp=self._text(_CAUSES, firm), DeclarationOnHonour="001",
        ) + _period(start, end))  # fmt: skip

    def _weather(self, firm: Firm) -> str:
        site = self._site(firm) if self._people.one_in(2) else ""
        why = zones(_T4, BadWeather=self._text(_WEATHER, firm), WorkAndReason=self._text(_WORK, firm))
        start = self._people.one_of(self._first_days)
        return self._workers() + block(_T3, "TempUnempBadWeather", why + _period(start) + site)

    def _accident(self, firm: Firm) -> str:
        accident = self._day(-4, 0)
        start = _working_day(accident + timedelta(7))
        why = zones(_T4, DateTechnicalAccident=accident, TechnicalAccident=self._text(_ACCIDENTS, firm))
        end = start + timedelta(self._people.number(2, 25))
        return block(_T3, "TempUnempTechnicalAccident", why + _period(start, end))

    def _major_force(self, firm: Firm) -> str:
        start = self._day(-4, 0)
        why = zones(_T4, MajorForceReason=self._text(_MAJOR_FORCE, firm))
        end = start + timedelta(self._people.number(2, 40))
        return self._workers() + block(_T3, "TempUnempMajorForce", why + _period(start, end))

    def _first_day(self, firm: Firm) -> str:
        if self._people.one_in(8):
            start = self._people.one_of(self._first_days)
            why = zones(_T4, EffectiveUnemploymentReason=61) + _period(start)
            return self._workers() + block(_T3, "EffectiveUnemployment", why)
        start = self._people.one_of(self._economic_first_days)
        committee, level = self._people.one_of(_WHITE_COLLAR if self._people.one_in(5) else _BLUE_COLLAR)
        why = zones(
            _T4, EffectiveUnemploymentReason=60, JointCommissionNbr=committee, JointCommissionLevel=level
        ) + _period(start)  # fmt: skip
        site = self._site(firm) if self._people.one_in(3) else ""
        return self._workers() + block(_T3, "EffectiveUnemployment", why + site)

    def _social_action(self, firm: Firm) -> str:
        committee, level = self._people.one_of(_BLUE_COLLAR)
        cause, details = map(escape, _ACTIONS[firm.town.language])
        why = zones(_T5, CommentOfDeclaration=cause, SocialActionDetails=details)
        start = self._day(-10, 0)
        end = start + timedelta(self._people.number(1, 20)) if self._people.one_in(2) else None
        return self._workers() + self._department(firm) + block(_T3, "TempUnempSocialAction", (
            zones(_T4, JointCommissionNbr=committee, JointCommissionLevel=level)
            + block(_T4, "SocialActionUnemployment", why) + _period(start, end)))  # fmt: skip


def _address(firm: Firm, tabs: str) -> str:
    return (
        f"{tabs}<Street>{firm.street}</Street>\n{tabs}<HouseNbr>{firm.house}</HouseNbr>\n"
        f"{tabs}<ZIPCode>{firm.town.postcode}</ZIPCode>\n{tabs}<City>{firm.town.name}</City>\n"
    )


def _period(start: date, end: date | None = None) -> str:
    last = f"\t\t\t\t\t<TempUnemploymentEndingDate>{end}</TempUnemploymentEndingDate>\n" if end else ""
    return (
        "\t\t\t\t<TempUnemploymentPeriod>\n"
        f"\t\t\t\t\t<TempUnemploymentStartingDate>{start}</TempUnemploymentStartingDate>\n"
        f"{last}\t\t\t\t</TempUnemploymentPeriod>\n"
    )


def _working_day(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta((0, 0, 0, 0, 0, 2, 1)[day.weekday()])


def _worker_twice(form: str) -> str:
    worker = r"(?s)(\t*<NaturalPerson>\n\t*<NaturalPersonSequenceNbr>)1(<.*?</NaturalPerson>\n)"
    return re.sub(worker, r"\g<0>\g<1>9999999\2", form, count=1)


def _blocks_swapped(form: str) -> str:
    return re.sub(r"(?s)(\t*<DclInf.*)(\t*<RiskId.*?</RiskIdentification>\n)", r"\2\1", form, count=1)


FAULTS: Mapping[str, Callable[[str], str]] = {
    "worker check digits": lambda form: spoilt("00", form, "INSS"),
    "ONSS check digits": lambda form: spoilt("99", form, "NOSSRegistrationNbr"),
    "enterprise check digits": lambda form: spoilt("00", form, "CompanyID"),
    "enterprise number not in digits": lambda form: replaced(form, "CompanyID", "BE0123456X"),
    "language missing": lambda form: without(form, "LanguageCodePdf"),
    "office missing": lambda form: without(form, "OperationalOffice"),
    "unknown element": lambda form: form.replace("</DclI", "<Colour>blue</Colour></DclI"),
    "blocks in the wrong order": _blocks_swapped,
    "start outside the domain": lambda form: replaced(form, _START, "2100-01-04"),
    "day that does not exist": lambda form: replaced(form, _START, "2023-02-30"),
    "made too long ago": lambda form: replaced(form, "FormCreationDate", "2004-12-31"),
    "worker twice": _worker_twice,
    "unknown postcode": lambda form: replaced(form, "ZIPCode", "0999"),
    "town of another postcode": lambda form: replaced(form, "City", "Atlantis"),
    "street too long": lambda form: replaced(form, "Street", "Langestraat " * 4),
    "unknown risk": lambda form: replaced(form, "IdentificationOfRisk", "007"),
}
"""Faults by name; each makes the form refused, or leaves it as it is where it cannot occur."""
