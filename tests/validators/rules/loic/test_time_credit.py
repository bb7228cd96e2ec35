"""Time credit: legal basis, threshold, agreement, questionnaire."""

from declarations import (
    AGED_61,
    AGREEMENT,
    THRESHOLD,
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
    twice,
    without,
)

from batch.validators.rules.loic import time_credit

LIMIT, CLA = "InterruptionThresholdInformation", "CollectiveLabourAgreement"
CREDIT, PARENTAL = loic(), loic("parental-full")
BASIS = "<LegalBasis>10</LegalBasis>"
AGREED = "<AgreementDate>{}</AgreementDate>"
FIFTH = {"InterruptionRegime": "5", "CLAAddedMonths": None}
AT_55, BEFORE_55 = "71060191704", "71060291771"


def agreed(day: str, threshold: str = "2") -> str:
    text = put(CREDIT, "InterruptionWorkersThreshold", threshold)
    return after(text, "InterruptionWorkersThreshold", AGREED.format(day))


def of_the_company(days: str) -> str:
    """An agreement of the company itself: days in the place of a number."""
    return after(without(CREDIT, "CLARegistrationNbr"), "CLAAddedMonths", days)


def from_to(start: str, end: str = "") -> str:
    last = f"<EndingDate>{end}</EndingDate>" if end else ""
    return f"<StartingDate>{start}</StartingDate>{last}"


def career_end(inss: str) -> str:
    """End of career by one fifth, without a threshold."""
    text = loic(InterruptionType="5005", INSS=inss, **FIFTH)
    return without(text, LIMIT)


def second_question(code: str) -> str:
    return put(twice(CREDIT, "InterruptionQuestion"), "InterruptionQuestion[2]/InterruptionQuestionCode", code)


FACTS = [
    Fact("legal_basis_missing", "a time credit", without(CREDIT, "LegalBasis"), "00096-001 LegalBasis", PARENTAL),
    Fact("legal_basis_unwanted", "parental leave", after(PARENTAL, "InterruptionRegime", BASIS), "00096-005 LegalBasis",
         CREDIT),
    Fact("legal_basis_unwanted", "a new end date",
         after(loic(status=1), "InterruptionInformation/EndingDate", BASIS), "00096-005 LegalBasis", loic(status=1)),
    Fact("threshold_missing", "a time credit", without(CREDIT, LIMIT), f"90534-001 {LIMIT}", PARENTAL),
    Fact("threshold_missing", "one fifth at 54", career_end(BEFORE_55), f"90534-001 {LIMIT}", career_end(AGED_61)),
    Fact("threshold_missing", "one fifth on the 55th birthday", career_end(BEFORE_55), f"90534-001 {LIMIT}",
         career_end(AT_55)),
    Fact("threshold_missing", "half at 61", without(loic(InterruptionType="5005", INSS=AGED_61, CLAAddedMonths=None),
         LIMIT),
         f"90534-001 {LIMIT}", career_end(AGED_61)),
    Fact("threshold_unwanted", "parental leave", after(PARENTAL, "Questionnaire", THRESHOLD), f"90534-005 {LIMIT}",
         CREDIT),
    Fact("agreement_date_missing", "a threshold changed by agreement", put(CREDIT, "InterruptionWorkersThreshold", "2"),
         "01142-001 AgreementDate", agreed("2025-01-15")),
    Fact("agreement_date_unwanted", "another threshold", agreed("2025-01-15", "3"), "01142-005 AgreementDate",
         agreed("2025-01-15")),
    Fact("agreement_after_start", "the day after", agreed("2026-06-02"), "01142-008 AgreementDate",
         agreed("2026-06-01")),
    Fact("agreement_missing", "a time credit", without(CREDIT, CLA), f"90535-001 {CLA}", PARENTAL),
    Fact("agreement_unwanted", "parental leave",
         after(PARENTAL, "Questionnaire", without(AGREEMENT, "CLAAddedMonths")), f"90535-005 {CLA}", CREDIT),
    Fact("added_months_missing", "5001 under CLA103, half", without(CREDIT, "CLAAddedMonths"),
         "01144-001 CLAAddedMonths", loic(**FIFTH)),
    Fact("added_months_missing", "not under CLA77", without(CREDIT, "CLAAddedMonths"), "01144-001 CLAAddedMonths",
         loic(CLACode="CLA77", CLAAddedMonths=None)),
    Fact("added_months_unwanted", "one fifth", loic(InterruptionRegime="5"), "01144-005 CLAAddedMonths", CREDIT),
    Fact("added_months_unwanted", "end of career", loic(InterruptionType="5005"), "01144-005 CLAAddedMonths",
         loic(InterruptionType="5004")),
    Fact("company_agreement_without_start", "neither number nor first day", without(CREDIT, "CLARegistrationNbr"),
         "00910-001 StartingDate", of_the_company(from_to("2024-01-01"))),
    Fact("sector_agreement_with_start", "number and first day",
         after(CREDIT, "CLARegistrationNbr", from_to("2024-01-01")), "00910-005 StartingDate", CREDIT),
    Fact("agreement_end_without_start", "a last day only",
         after(CREDIT, "CLARegistrationNbr", "<EndingDate>2027-12-31</EndingDate>"), "00911-005 EndingDate",
         of_the_company(from_to("2024-01-01", "2027-12-31"))),
    Fact("agreement_end_not_after_start", "the same day", of_the_company(from_to("2024-01-01", "2024-01-01")),
         "00911-014 EndingDate", of_the_company(from_to("2024-01-01", "2024-01-02"))),
    Fact("question_twice", "Q001 and Q001", second_question("Q001"), "01139-006 InterruptionQuestionCode",
         second_question("Q002")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(time_credit.RULES))


def test_both_ends_of_an_agreement_and_of_a_break_are_told_apart() -> None:
    text = of_the_company(from_to("2024-01-01", "2023-01-01"))
    both = put(text, "InterruptionInformation/EndingDate", "2026-05-01")
    assert said(both) == [("00911-014", "EndingDate"), ("00911-014", "EndingDate")]


def test_a_request_of_an_unknown_type_is_not_held_to_the_rules_of_time_credit() -> None:
    text = without(changed(PARENTAL, {"InterruptionType": "0000"}), "DclInformation")
    assert ("90534-001", LIMIT) not in said(text)


def test_the_age_of_nobody_and_at_no_day_excuses_no_threshold() -> None:
    nobody, never = without(career_end(AGED_61), "INSS"), without(career_end(AGED_61), "StartingDate")
    assert said(nobody) == [("00024-001", "INSS"), ("90534-001", LIMIT)]
    assert said(never) == [("00910-001", "StartingDate"), ("90534-001", LIMIT)]
