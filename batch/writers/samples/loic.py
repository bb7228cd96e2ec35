"""Sample requests for time credit and thematic leave (LOIC001), one text a form, in the generic envelope."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random
from xml.sax.saxutils import escape

from batch.lawbook import open_law
from batch.model.leave import EDUCATION, NO, PRIVATE, YES
from batch.model.loic import FULL
from batch.writers.samples import people
from batch.writers.samples.breaks import Break, Breaks
from batch.writers.samples.people import DUTCH, FRENCH, Firm, block, company_number, replaced, spoilt, without, zones

_LEFT = {1: 0.0, 2: 0.5, 3: 2 / 3, 4: 0.75, 5: 0.8, 10: 0.9}
_PERIODS = 24
_SCHOOLS = 14_000_000
_NAMED = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="LOIC001_20264.xsd"'
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
        law = open_law()
        self._questions = law.leaves.questions.values()
        self._families = law.leaves.families
        self._asks = law.release("LOIC001", "20264").accepted_on(self._today)
        self._breaks = Breaks(self._people, self._today, law.leaves)

    def form(self, number: int, hour: str) -> str:
        """One request."""
        firm, case = self._people.firm(), self._breaks.draw()
        header = zones(
            _T1, Identification="LOIC001", FormCreationDate=self._today, FormCreationHour=hour,
            AttestationStatus=0, TypeForm="SU")  # fmt: skip
        own = zones(_T2, ReferenceType=1, ReferenceOrigin=1, ReferenceNbr=f"{self._own}{number:07d}")
        employer = zones(_T3, NOSSRegistrationNbr=firm.onss, CompanyID=firm.company)
        worker = zones(_T2, INSS=case.inss) + block(_T2, "EmployerId", employer)
        content = (
            f'\t\t<DocumentXML>\n\t\t\t<LOIC001 xmlns=""{_NAMED if self._asks else ""}>\n{self._content(firm, case)}'
            "\t\t\t</LOIC001>\n\t\t</DocumentXML>\n"
        )
        return (
            f"<Form>\n{header}{block(_T1, 'Reference', own)}{block(_T1, 'ReferenceData', worker)}"
            f"{block(_T1, 'Data', _DESCRIPTION + content)}</Form>"
        )

    def _day(self, earliest: int, latest: int) -> date:
        return self._today + timedelta(self._people.number(earliest, latest))

    # -- the blocks

    def _content(self, firm: Firm, case: Break) -> str:
        inside = self._people.one_in(2)
        contact = self._contact(firm, 5 if inside else 4)
        language = zones(_T5, LanguageCodePdf=firm.town.language)
        declaration = block(_T4, "DclInformation", language + contact if inside else language)
        comment = zones(_T5, CommentOfDeclaration=escape(_COMMENTS[firm.town.language]))
        return (
            f"{declaration}{'' if inside else contact}{self._interruption(case)}{self._employer_part(case)}"
            f"{self._of_release_20264(case) if self._asks else ''}"
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

    def _interruption(self, case: Break) -> str:
        partial = case.regime != FULL
        full_time = self._people.one_of(_HOURS)
        before = full_time if partial or not self._people.one_in(4) else full_time // 2
        system = self._people.one_of((("F", 1, 3), ("F", 2, 3), ("V", 3, 4), ("V", 12, 4)))
        kind, duration, unit = system if partial else (None, None, None)
        return block(_T4, "InterruptionInformation", zones(
            _T5, StartingDate=case.start, EndingDate=case.end, InterruptionType=case.kind,
            InterruptionRegime=case.regime, LegalBasis=10 if case.is_time_credit else None,
            MeanWorkingHours=before, RefMeanWorkingHours=full_time,
            JointCommissionNbr=self._people.one_of(_COMMITTEES) if case.sector == PRIVATE else "999",
            PSEmploymentRelationshipNature=case.nature,
            WeekHoursNbr=round(before * _LEFT[case.regime]), WorkingSystemType=kind, Duration=duration,
            TimeUnit=unit))  # fmt: skip

    def _employer_part(self, case: Break) -> str:
        notice = zones(_T5, DocumentDate=case.notice, InterruptionSectorCode=case.sector)
        asked = self._answers(case) if self._asks else self._any_answers()
        questions = block(_T5, "Questionnaire", "".join(_question(code, answer) for code, answer in asked))
        credit = self._threshold(case) + self._agreement(case) if case.is_time_credit else ""
        return block(_T4, "EmployerInterruptionForm", notice + questions + credit)

    def _any_answers(self) -> list[tuple[str, int]]:
        """In release 20231 nothing is known of the questions."""
        return [(f"Q{nth + 1:03d}", self._people.number(0, 1)) for nth in range(self._people.number(1, 4))]

    def _answers(self, case: Break) -> list[tuple[str, int]]:
        """All that the break has to answer, every condition met."""
        family = self._families[case.kind]
        answers = [
            (one.code, YES if one.excludes != YES else NO)
            for one in self._questions
            if one.mandatory and one.belongs_to(case.kind, family, case.regime, case.sector)
        ]
        reduced = self._people.number(0, 1)
        keeps = [("A002", self._people.number(0, 1))] if reduced else []
        return [("A001", reduced), *keeps, *(answer for answer in answers if answer[0] != "A001")]

    def _of_release_20264(self, case: Break) -> str:
        education = self._education(case) if case.sector == EDUCATION else ""
        if case.sector != PRIVATE or not self._people.one_in(3):
            return education
        return block(_T4, "WorkerInformation", zones(_T5, WorkerCode=self._people.one_of(("015", "495"))))

    def _education(self, case: Break) -> str:
        """Staff of the French or the German-speaking community, whose periods are rounded up."""
        kept = -(-_PERIODS * round(60 * _LEFT[case.regime]) // 60)
        school = company_number(_SCHOOLS + self._people.number(0, 900_000))
        return block(_T4, "EducationInformation", zones(
            _T5, Community=self._people.one_of((2, 3)), SchoolCompanyID=school,
            EducationStatus=self._people.one_of((1, 2) if case.is_ordinary else (1, 2, 3)), PeriodsBefore=_PERIODS,
            PeriodsDuring=kept, PeriodsGivenUp=_PERIODS - kept, SeveralEmployers=0))  # fmt: skip

    def _threshold(self, case: Break) -> str:
        if case.needs_no_threshold:
            return ""
        threshold = 9 if case.workers <= 10 else self._people.one_of((2, 4, 4, 4))
        agreed = self._day(-900, -100) if threshold == 2 else None
        return block(_T5, "InterruptionThresholdInformation", zones(
            _T6, InterruptionWorkersThreshold=threshold, AgreementDate=agreed, NbrOfWorkers=case.workers,
        ))  # fmt: skip

    def _agreement(self, case: Break) -> str:
        added = self._people.one_of((12, 24, 36)) if case.adds_months else None
        if self._people.one_in(3):
            days = zones(_T6, StartingDate=self._day(-900, -300), EndingDate=self._day(900, 1500))
        else:
            days = zones(_T6, CLARegistrationNbr=self._people.number(90_000, 189_999))
        agreement = zones(_T6, CLACode="CLA103", CLAAddedMonths=added)
        return block(_T5, "CollectiveLabourAgreement", agreement + days)


def _question(code: str, answer: int) -> str:
    return block(_T6, "InterruptionQuestion", zones(
        _T7, InterruptionQuestionCode=code, InterruptionQuestionAnswer=answer))  # fmt: skip


def _of_time_credit(form: str, tag: str, value: str) -> str:
    return replaced(form, tag, value) if "<LegalBasis>" in form else form


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
    "time credit by one tenth": lambda form: _of_time_credit(form, "InterruptionRegime", "10"),
    "time credit in the public sector": lambda form: _of_time_credit(form, "InterruptionSectorCode", "02"),
    "agreement of another type": lambda form: replaced(form, "CLACode", "CLA999"),
}
"""Faults by name; each makes the form refused, or leaves it as it is where it cannot occur."""
