"""The collective labour agreement of a time credit."""

from declarations import (
    AGED_61,
    AGREEMENT,
    Fact,
    after,
    changed,
    every,
    is_silent,
    loic,
    names_of,
    put,
    said,
    speaks,
    without,
)
from leaves import fact, leave

from batch.validators.rules.loic import agreement

CLA = "CollectiveLabourAgreement"
CREDIT, PARENTAL = loic(), loic("parental-full")
FIFTH = {"InterruptionRegime": "5", "WeekHoursNbr": "3040", "CLAAddedMonths": None}


def of_the_company(days: str) -> str:
    """An agreement of the company itself: days in the place of a number."""
    return after(without(CREDIT, "CLARegistrationNbr"), "CLAAddedMonths", days)


def from_to(start: str, end: str = "") -> str:
    last = f"<EndingDate>{end}</EndingDate>" if end else ""
    return f"<StartingDate>{start}</StartingDate>{last}"


def born(day: str) -> str:
    """The number of a worker born on a day of the last century, YYMMDD."""
    return f"{day}917{97 - int(day + '917') % 97:02d}"


def career_end(code: str, start: str = "2018-06-01", birthday: str = "550601") -> str:
    """An end of career by one fifth for two years under an agreement."""
    basis = "10" if start >= "2017-07" else "9"
    text = leave("5005", 5, notice=start.replace("-06-", "-03-"), start=start, months=24, CLACode=code)
    return changed(text, {"INSS": born(birthday), "LegalBasis": basis})


def under_company_agreement(start: str, end: str = "") -> str:
    """A time credit from 1 June 2026 under an agreement of the company."""
    return of_the_company(from_to(start, end))


FACTS = [
    Fact("agreement_missing", "a time credit", without(CREDIT, CLA), f"90535-001 {CLA}", PARENTAL),
    Fact("agreement_unwanted", "parental leave",
         after(PARENTAL, "Questionnaire", without(AGREEMENT, "CLAAddedMonths")), f"90535-005 {CLA}", CREDIT),
    Fact("added_months_missing", "5001 under CLA103, half", without(CREDIT, "CLAAddedMonths"),
         "01144-001 CLAAddedMonths", loic(**FIFTH)),
    Fact("added_months_missing", "not under CLA77", without(CREDIT, "CLAAddedMonths"), "01144-001 CLAAddedMonths",
         loic(CLACode="CLA77", CLAAddedMonths=None), "00740-005 CLARegistrationNbr"),
    Fact("added_months_unwanted", "one fifth", loic(InterruptionRegime="5"), "01144-005 CLAAddedMonths", CREDIT),
    Fact("added_months_unwanted", "end of career", loic(InterruptionType="5005", INSS=AGED_61),
         "01144-005 CLAAddedMonths", loic(InterruptionType="5004")),
    Fact("company_agreement_without_start", "neither number nor first day", without(CREDIT, "CLARegistrationNbr"),
         "00910-001 StartingDate", of_the_company(from_to("2024-01-01"))),
    Fact("sector_agreement_with_start", "number and first day",
         after(CREDIT, "CLARegistrationNbr", from_to("2024-01-01")), "00910-005 StartingDate", CREDIT),
    Fact("agreement_end_without_start", "a last day only",
         after(CREDIT, "CLARegistrationNbr", "<EndingDate>2027-12-31</EndingDate>"), "00911-005 EndingDate",
         of_the_company(from_to("2024-01-01", "2027-12-31"))),
    Fact("agreement_end_not_after_start", "the same day", of_the_company(from_to("2024-01-01", "2024-01-01")),
         "00911-014 EndingDate", of_the_company(from_to("2024-01-01", "2027-01-02"))),
    fact("company_agreement_without_start", "a motive of ours that needs no agreement tells neither",
         without(CREDIT, "CLARegistrationNbr"), "00910-001 StartingDate",
         without(leave("5006", notice="2026-02-20", months=6), "CLARegistrationNbr")),
    Fact("registration_beside_old_agreement", "CLA 77", loic(CLACode="CLA77", CLAAddedMonths=None),
         "00740-005 CLARegistrationNbr", CREDIT),
    Fact("break_outside_company_agreement", "it begins the day after", under_company_agreement("2026-06-02"),
         "00910-492 StartingDate", under_company_agreement("2026-06-01")),
    Fact("break_outside_company_agreement", "it ended the day before",
         under_company_agreement("2024-01-01", "2026-05-31"), "00910-492 StartingDate",
         under_company_agreement("2024-01-01", "2026-06-01")),
    fact("break_outside_framework_agreement", "127 is for 2017 and 2018", career_end("CLA127", "2019-06-01"),
         "00910-492 StartingDate", career_end("CLA127")),
    fact("break_outside_framework_agreement", "118 ended with 2016", career_end("CLA118", "2017-06-01"),
         "00910-492 StartingDate", career_end("CLA118", "2016-06-01")),
    fact("too_young_for_framework_agreement", "54 at the start", career_end("CLA127", birthday="630602"),
         "01143-077 CLACode", career_end("CLA127", birthday="630601")),
    fact("agreement_of_another_type", "127 with a motive",
         leave("5001", 5, notice="2018-03-01", start="2018-06-01", months=12, CLACode="CLA127"), "01143-496 CLACode",
         leave("5001", 5, notice="2018-03-01", start="2018-06-01", months=12)),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(agreement.RULES))


def test_both_ends_of_an_agreement_and_of_a_break_are_told_apart() -> None:
    text = of_the_company(from_to("2024-01-01", "2023-01-01"))
    both = put(text, "InterruptionInformation/EndingDate", "2026-05-01")
    assert said(both) == [("00911-014", "EndingDate"), ("00911-014", "EndingDate")]
