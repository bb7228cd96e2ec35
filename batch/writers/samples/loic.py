"""Sample requests for time credit and thematic leave (LOIC001), one text a form, in the generic envelope."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple
from xml.sax.saxutils import escape

from batch.model.calendar import months_after
from batch.writers.samples import people
from batch.writers.samples.people import DUTCH, FRENCH, Firm, block, replaced, spoilt, without, zones

_FULL, _HALF, _FIFTH, _TENTH = 1, 2, 5, 10
_LEFT = {_FULL: 0.0, _HALF: 0.5, _FIFTH: 0.8, _TENTH: 0.9}
_MOTIVE_MONTHS = {_FULL: (3, 6, 12), _HALF: (3, 6, 12, 24), _FIFTH: (6, 12, 24)}
_CAREER_END_MONTHS = {_HALF: (12, 24, 36), _FIFTH: (24, 36, 60)}
_PARENTAL_MONTHS = {_FULL: (1, 2, 4), _HALF: (2, 4, 8), _FIFTH: (5, 10, 20), _TENTH: (10, 20, 40)}
_MEDICAL_MONTHS = {_FULL: (1, 2, 3), _HALF: (1, 2, 3), _FIFTH: (1, 2, 3)}
_COMMITTEES = ("200", "124", "111", "302", "319.01", "330.01.10")
_HOURS = (3600, 3800, 4000)
_COMMENTS = {
    DUTCH: "De vaste dag is woensdag, in overleg & met akkoord",
    FRENCH: "Le jour fixe est le mercredi, de commun accord",
}
_SPACE = "http://www.smals-mvm.be/xml/ns/systemFlux"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<GenericXmlDocument xmlns="{_SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f' xsi:schemaLocation="{_SPACE} GenericXmlDocument_20231.xsd">'
)
_DESCRIPTION = (
    "\t\t<DocumentDescription>\n\t\t\t<TechnicalDescription>\n"
    "\t\t\t\t<MimeType>application/xml</MimeType>\n\t\t\t\t<CharacterFormat>NATIVE</CharacterFormat>\n"
    "\t\t\t</TechnicalDescription>\n\t\t</DocumentDescription>\n"
)
_T1, _T2, _T3, _T4, _T5, _T6, _T7 = ("\t" * depth for depth in range(1, 8))


class _Break(NamedTuple):
    """One interruption: who, what, when, and whether the rules of time credit hold."""

    inss: str
    kind: str
    regime: int
    notice: date
    start: date
    months: int
    workers: int
    public: bool = False

    @property
    def is_time_credit(self) -> bool:
        return self.kind.startswith("5")

    @property
    def end(self) -> date:
        return months_after(self.start, self.months) - timedelta(1)


def document(forms: Iterable[str]) -> Iterator[bytes]:
    """A whole file, in pieces; nothing stands between the forms. The receiver takes at most 500."""
    return people.chunks(_HEAD, forms, "</GenericXmlDocument>\n")


def forms(random: Random, now: datetime, count: int, faulty: float = 0.0) -> Iterator[str]:
    """That many requests made at ``now``; a share ``faulty`` of them has one fault each."""
    desk = _Desk(random, people.local(now))
    hours = people.hours(now)
    for number, hit in enumerate(people.chosen(random, count, faulty), 1):
        form = desk.form(number, next(hours))
        yield people.with_fault(random, form, FAULTS) if hit else form


class _Desk:
    """Writes one request after the other, each of another firm and worker."""

    def __init__(self, random: Random, now: datetime) -> None:
        self._today = now.date()
        self._own = f"L{now:%y%m%d%H%M%S}"
        self._people = people.People(random, self._today)
        self._kinds = (
            *[self._motive] * 8, *[self._career_end] * 3, *[self._parental] * 6, *[self._medical] * 3
        )  # fmt: skip

    def form(self, number: int, hour: str) -> str:
        """One request."""
        firm, case = self._people.firm(), self._people.one_of(self._kinds)()
        header = zones(
            _T1, Identification="LOIC001", FormCreationDate=self._today, FormCreationHour=hour,
            AttestationStatus=0, TypeForm="SU")  # fmt: skip
        own = zones(_T2, ReferenceType=1, ReferenceOrigin=1, ReferenceNbr=f"{self._own}{number:07d}")
        employer = zones(_T3, NOSSRegistrationNbr=firm.onss, CompanyID=firm.company)
        worker = zones(_T2, INSS=case.inss) + block(_T2, "EmployerId", employer)
        content = (
            f'\t\t<DocumentXML>\n\t\t\t<LOIC001 xmlns="">\n{self._content(firm, case)}'
            "\t\t\t</LOIC001>\n\t\t</DocumentXML>\n"
        )
        return (
            f"<Form>\n{header}{block(_T1, 'Reference', own)}{block(_T1, 'ReferenceData', worker)}"
            f"{block(_T1, 'Data', _DESCRIPTION + content)}</Form>"
        )

    # -- the kinds of interruption

    def _motive(self) -> _Break:
        kind = self._people.one_of(("5001", "5001", "5002", "5003", "5004"))
        return self._time_credit(self._people.worker(), kind, _MOTIVE_MONTHS)

    def _career_end(self) -> _Break:
        return self._time_credit(self._people.elder(), "5005", _CAREER_END_MONTHS)

    def _time_credit(self, inss: str, kind: str, months: Mapping[int, tuple[int, ...]]) -> _Break:
        """Announced three months before, six in a firm of at most twenty workers."""
        regime, workers = self._people.one_of(tuple(months)), self._people.number(4, 400)
        notice = self._day(-70, -40)
        first = months_after(notice, 6 if workers <= 20 else 3)
        start = months_after(first.replace(day=1), 1)
        return _Break(inss, kind, regime, notice, start, self._people.one_of(months[regime]), workers)

    def _parental(self) -> _Break:
        notice = self._day(-20, -3)
        earliest = months_after(notice, self._people.number(2, 3))
        return self._thematic("6001", notice, earliest, _PARENTAL_MONTHS)

    def _medical(self) -> _Break:
        notice = self._day(-3, 0)
        return self._thematic("6002", notice, notice + timedelta(self._people.number(7, 14)), _MEDICAL_MONTHS)

    def _thematic(self, kind: str, notice: date, earliest: date, months: Mapping[int, tuple[int, ...]]) -> _Break:
        regime = self._people.one_of(tuple(months))
        monday = earliest + timedelta(-earliest.weekday() % 7)
        length, public = self._people.one_of(months[regime]), self._people.one_in(6)
        return _Break(self._people.worker(), kind, regime, notice, monday, length, 0, public)

    def _day(self, earliest: int, latest: int) -> date:
        return self._today + timedelta(self._people.number(earliest, latest))

    # -- the blocks

    def _content(self, firm: Firm, case: _Break) -> str:
        inside = self._people.one_in(2)
        contact = self._contact(firm, 5 if inside else 4)
        language = zones(_T5, LanguageCodePdf=firm.town.language)
        declaration = block(_T4, "DclInformation", language + contact if inside else language)
        comment = zones(_T5, CommentOfDeclaration=escape(_COMMENTS[firm.town.language]))
        return (
            f"{declaration}{'' if inside else contact}{self._interruption(case)}{self._employer_part(case)}"
            f"{block(_T4, 'CommentDeclaration', comment) if self._people.one_in(8) else ''}"
        )

    def _contact(self, firm: Firm, depth: int) -> str:
        outer, tabs, inner = "\t" * depth, "\t" * (depth + 1), "\t" * (depth + 2)
        person, town = self._people.contact(firm), firm.town
        name = zones(tabs, Name=person.name, FirstName=person.first_name)
        street = zones(inner, Street=firm.street, HouseNbr=firm.house)
        address = street + zones(inner, ZIPCode=town.postcode, City=town.name, Country=150)
        home = block(tabs, "Address", address) if self._people.one_in(2) else ""
        reached = block(tabs, "Communication", zones(inner, PhoneNbr=person.phone, EmailAddress=person.mail))
        return block(outer, "CoordinatesContactPerson", name + home + reached)

    def _interruption(self, case: _Break) -> str:
        partial = case.regime != _FULL
        full_time = self._people.one_of(_HOURS)
        before = full_time if partial or not self._people.one_in(4) else full_time // 2
        system = self._people.one_of((("F", 1, 3), ("F", 2, 3), ("V", 3, 4), ("V", 12, 4)))
        kind, duration, unit = system if partial else (None, None, None)
        return block(_T4, "InterruptionInformation", zones(
            _T5, StartingDate=case.start, EndingDate=case.end, InterruptionType=case.kind,
            InterruptionRegime=case.regime, LegalBasis=10 if case.is_time_credit else None,
            MeanWorkingHours=before, RefMeanWorkingHours=full_time,
            JointCommissionNbr="999" if case.public else self._people.one_of(_COMMITTEES),
            PSEmploymentRelationshipNature=self._people.one_of((1, 4)) if case.public else None,
            WeekHoursNbr=round(before * _LEFT[case.regime]), WorkingSystemType=kind, Duration=duration,
            TimeUnit=unit))  # fmt: skip

    def _employer_part(self, case: _Break) -> str:
        notice = zones(_T5, DocumentDate=case.notice, InterruptionSectorCode="02" if case.public else "01")
        count = self._people.number(1, 4)
        questions = block(_T5, "Questionnaire", "".join(self._question(nth + 1) for nth in range(count)))
        credit = self._threshold(case) + self._agreement(case) if case.is_time_credit else ""
        return block(_T4, "EmployerInterruptionForm", notice + questions + credit)

    def _question(self, nth: int) -> str:
        answer = self._people.number(0, 1)
        return block(_T6, "InterruptionQuestion", zones(
            _T7, InterruptionQuestionCode=f"Q{nth:03d}", InterruptionQuestionAnswer=answer))  # fmt: skip

    def _threshold(self, case: _Break) -> str:
        if case.kind == "5005" and case.regime == _FIFTH:
            return ""
        threshold = 9 if case.workers <= 10 else self._people.one_of((1, 2, 3, 4, 4, 4, 4))
        agreed = self._day(-900, -100) if threshold == 2 else None
        return block(_T5, "InterruptionThresholdInformation", zones(
            _T6, InterruptionWorkersThreshold=threshold, AgreementDate=agreed, NbrOfWorkers=case.workers,
        ))  # fmt: skip

    def _agreement(self, case: _Break) -> str:
        added = None
        if case.kind != "5005" and case.regime != _FIFTH:
            added = self._people.one_of((12, 24, 36))
        if self._people.one_in(3):
            days = zones(_T6, StartingDate=self._day(-900, -300), EndingDate=self._day(900, 1500))
        else:
            days = zones(_T6, CLARegistrationNbr=self._people.number(90_000, 189_999))
        agreement = zones(_T6, CLACode="CLA103", CLAAddedMonths=added)
        return block(_T5, "CollectiveLabourAgreement", agreement + days)


def _question_twice(form: str) -> str:
    return re.sub(r"(?s)\t*<InterruptionQuestion>.*?</InterruptionQuestion>\n", r"\g<0>\g<0>", form, count=1)


def _blocks_swapped(form: str) -> str:
    two = r"(?s)(\t*<InterruptionInf.*?</InterruptionInformation>\n)(.*?</EmployerInterruptionForm>\n)"
    return re.sub(two, r"\2\1", form, count=1)


FAULTS: Mapping[str, Callable[[str], str]] = {
    "worker check digits": lambda form: spoilt("00", form, "INSS"),
    "ONSS check digits": lambda form: spoilt("99", form, "NOSSRegistrationNbr"),
    "enterprise check digits": lambda form: spoilt("00", form, "CompanyID"),
    "hours not in digits": lambda form: replaced(form, "MeanWorkingHours", "38h"),
    "language missing": lambda form: without(form, "LanguageCodePdf"),
    "contact missing": lambda form: without(form, "CoordinatesContactPerson"),
    "agreement missing": lambda form: without(form, "CollectiveLabourAgreement"),
    "cycle missing": lambda form: without(form, "Duration"),
    "unknown element": lambda form: form.replace("</Questionnaire>", "<Colour>blue</Colour></Questionnaire>"),
    "blocks in the wrong order": _blocks_swapped,
    "end before start": lambda form: replaced(form, "EndingDate", "2018-01-31"),
    "day that does not exist": lambda form: replaced(form, "DocumentDate", "2023-02-30"),
    "notice after creation": lambda form: replaced(form, "DocumentDate", "2099-01-05"),
    "unknown type": lambda form: replaced(form, "InterruptionType", "9999"),
    "unknown regime": lambda form: replaced(form, "InterruptionRegime", "7"),
    "unknown committee": lambda form: replaced(form, "JointCommissionNbr", "198"),
    "unknown postcode": lambda form: replaced(form, "ZIPCode", "0999"),
    "name too long": lambda form: replaced(form, "Name", "Van Hoornaerde-" * 4),
    "hours left as before": lambda form: replaced(form, "WeekHoursNbr", "4800"),
    "question twice": _question_twice,
}
"""Faults by name; each makes the form refused, or leaves it as it is where it cannot occur."""
