"""Writes the employer's part of form C61 as a PDF/A of one page; the same request always gives the same bytes.

It says what the employer declared and no more; nothing of the worker's own part is known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from batch.model import tickets
from batch.model.c61 import RequestCopy
from batch.model.forms import Block
from batch.model.law import Language, Title
from batch.writers.pdf import number_shown, printable, typeset, typographic
from batch.writers.shown import Row, Shown, text_of

_CANCELLATION = 3
_EDUCATION = ("Community", "SchoolCompanyID", "PeriodsBefore", "PeriodsDuring", "PeriodsGivenUp")
_THRESHOLD = ("InterruptionWorkersThreshold", "AgreementDate", "NbrOfWorkers")
_PLACES = {
    **dict.fromkeys(("c61_request", "print_employer", "print_contact", "c61_worker"), "half"),
    "c61_answers": "questions",
}
"""Sections with short rows stand two beside each other, and questions have more room, so that all fits one page."""


def c61_pdf(copy: RequestCopy, words: Mapping[str, Title], language: Language, template: Path) -> bytes:
    """The form in that language.

    Raises:
        KeyError: a word of the form is not in the glossary (ours).
        typst.TypstError: the template does not compile (ours).
    """
    return typeset(template, _Composer(copy, words, language).content(), copy.received_on)


class _Composer:
    """One form in one language: every text, ready to be printed."""

    def __init__(self, copy: RequestCopy, words: Mapping[str, Title], language: Language) -> None:
        self._copy = copy
        self._request = copy.request
        self._language = language
        self._shown = Shown(words, copy.labels, language)

    def content(self) -> dict[str, object]:
        """What the template prints, by place."""
        ticket = printable(tickets.printed(self._copy.ticket))
        status = self._copy.status
        return {
            "language": self._language,
            "authority": self._word("letter_authority"),
            "form": self._word("c61_form"),
            "title": self._word(f"c61_title_{status}"),
            "ticket": ticket,
            "lead": self._lead(),
            "note": self._word(f"c61_note_{status}"),
            "sections": [
                {
                    "title": self._word(title),
                    "place": _PLACES.get(title, "whole"),
                    "rows": [row for row in rows if row[1]],
                }
                for title, rows in self._sections()
                if any(value for _, value in rows)
            ],
            "certification_title": self._word("c61_certification_title"),
            "certification": "" if status == _CANCELLATION else self._word("c61_certification"),
            "footer": f"{self._word('letter_ticket')} {ticket}",
        }

    def _word(self, key: str, **filled: str) -> str:
        text = self._shown.word(key)
        return text.format(**filled) if filled else text

    def _lead(self) -> str:
        kind = self._named("interruption_types", self._request.kind)
        if self._language != "de":
            kind = kind[:1].lower() + kind[1:]
        period = self._shown.period(self._request.start, self._copy.end)
        return self._word(f"c61_lead_{self._copy.status}", kind=kind, regime=self._regime(), period=period)

    def _sections(self) -> Iterator[tuple[str, list[Row]]]:
        yield "c61_request", list(self._of_the_request())
        yield "print_employer", list(self._employer())
        yield "print_contact", list(self._contact(self._request.contact))
        yield "c61_worker", list(self._worker())
        yield "c61_break", list(self._break())
        yield "c61_credit", list(self._agreement())
        yield "c61_education", list(self._education(self._request.content.first("EducationInformation")))
        yield "c61_answers", list(self._answers())

    def _of_the_request(self) -> Iterator[Row]:
        copy = self._copy
        yield self._word("letter_ticket"), printable(tickets.printed(copy.ticket))
        yield self._word("c61_target"), printable(tickets.printed(copy.target)) if copy.target else ""
        yield self._word("letter_own_reference"), printable(copy.own_reference)
        yield self._word("print_received"), self._shown.day(copy.received_on)

    def _employer(self) -> Iterator[Row]:
        block = self._request.employer_block
        yield self._word("letter_noss"), number_shown(text_of(block, "NOSSRegistrationNbr"))
        yield self._word("letter_ppl"), number_shown(text_of(block, "NOSSLPARegistrationNbr"))
        yield self._word("letter_company"), number_shown(text_of(block, "CompanyID"))
        yield self._word("c61_sector"), self._named("interruption_sectors", self._part("InterruptionSectorCode"))

    def _contact(self, person: Block | None) -> Iterator[Row]:
        if person is None:
            return
        yield self._word("print_name"), f"{text_of(person, 'FirstName')} {text_of(person, 'Name')}".strip()
        yield self._word("print_address"), self._shown.address(person.first("Address"))
        yield from self._shown.zones(person.first("Communication"), "PhoneNbr", "GSMNbr", "FaxNbr", "EmailAddress")

    def _worker(self) -> Iterator[Row]:
        yield self._word("c61_niss"), printable(self._request.inss or "")
        yield from self._shown.zones(self._request.content.first("WorkerInformation"), "WorkerCode")
        notice = self._request.notice
        yield self._word("c61_notice"), self._shown.day(notice) if notice else ""

    def _break(self) -> Iterator[Row]:
        block = self._request.interruption
        yield self._word("c61_kind"), self._named("interruption_types", self._request.kind)
        yield self._word("c61_regime"), self._regime()
        yield self._word("letter_period"), self._shown.period(self._request.start, self._copy.end)
        yield self._word("c61_hours"), self._hours(block, "MeanWorkingHours")
        yield self._word("c61_full_hours"), self._hours(block, "RefMeanWorkingHours")
        yield self._word("c61_left_hours"), self._hours(block, "WeekHoursNbr")
        yield self._word("c61_scheme"), self._scheme(block)
        yield self._word("c61_committee"), text_of(block, "JointCommissionNbr")
        yield from self._shown.zones(block, "PSEmploymentRelationshipNature", "LegalBasis")
        yield self._word("print_comment"), printable(self._copy.comment)

    def _agreement(self) -> Iterator[Row]:
        block = self._request.agreement
        if block is not None:
            cla, number = text_of(block, "CLACode"), text_of(block, "CLARegistrationNbr")
            named = self._word("c61_agreement_number", cla=cla, number=number) if number else cla
            yield self._word("c61_agreement"), named
            yield from self._shown.zones(block, "CLAAddedMonths")
            days = block.day("StartingDate"), block.day("EndingDate")
            yield self._word("letter_period"), self._shown.period(*days)
        yield from self._shown.zones(self._request.threshold, *_THRESHOLD)

    def _education(self, block: Block | None) -> Iterator[Row]:
        if block is None:
            return
        yield from self._shown.zones(block, *_EDUCATION)
        others = (number_shown(text_of(one, "CompanyID")) for one in block.every("OtherEmployer"))
        yield self._word("c61_other_employers"), ", ".join(one for one in others if one)

    def _answers(self) -> Iterator[Row]:
        """The questions by their text where it is known, else by their code; the list is ours."""
        part = self._request.employer_part
        questionnaire = part.first("Questionnaire") if part else None
        for one in questionnaire.every("InterruptionQuestion") if questionnaire else ():
            code, answer = text_of(one, "InterruptionQuestionCode"), one.number("InterruptionQuestionAnswer")
            known = self._copy.lists.get("interruption_questions", {}).get(code)
            asked = typographic(known.in_(self._language)) if known else self._word("c61_question", code=code)
            yield asked, self._word("yes" if answer else "no")

    def _part(self, tag: str) -> str:
        return text_of(self._request.employer_part, tag)

    def _named(self, code_list: str, code: str) -> str:
        """A code by its name, or as it is when the list has it no more."""
        found = self._copy.lists.get(code_list, {}).get(code)
        return typographic(found.in_(self._language)) if found else printable(code)

    def _regime(self) -> str:
        return self._word(f"c61_regime_{self._request.regime}") if self._request.regime else ""

    def _hours(self, block: Block | None, tag: str) -> str:
        """Hundredths of hours as hours and minutes of a week; no hours are not shown."""
        hundredths = block.number(tag) if block else None
        if not hundredths:
            return ""
        hours, minutes = divmod(round(hundredths * 60 / 100), 60)
        return self._word("c61_per_week", hours=f"{hours}:{minutes:02}")

    def _scheme(self, block: Block | None) -> str:
        """How the hours are spread: fixed or variable, over so many days, weeks or months."""
        kind, length, unit = (text_of(block, tag) for tag in ("WorkingSystemType", "Duration", "TimeUnit"))
        spread = f"{length} {self._shown.spelt('TimeUnit', unit) or unit}".strip()
        return ", ".join(one for one in (self._shown.spelt("WorkingSystemType", kind) or kind, spread) if one)
