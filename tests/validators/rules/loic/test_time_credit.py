"""Time credit: legal basis, threshold, agreement, questionnaire."""

from declarations import (
    AGED_61,
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
    without,
)
from leaves import END, NOTICE, TYPE, asking, ending, fact, leave

from batch.validators.rules.loic import time_credit

LIMIT, EXCEEDED = "InterruptionThresholdInformation", "InterruptionWorkersThreshold"
CREDIT, PARENTAL = loic(), loic("parental-full")
BASIS = "<LegalBasis>10</LegalBasis>"
AGREED = "<AgreementDate>{}</AgreementDate>"
FIFTH = {"InterruptionRegime": "5", "CLAAddedMonths": None}
AT_55, BEFORE_55 = "71060191704", "71060291771"


def agreed(day: str, threshold: str = "2") -> str:
    text = put(CREDIT, "InterruptionWorkersThreshold", threshold)
    return after(text, "InterruptionWorkersThreshold", AGREED.format(day))


def career_end(inss: str) -> str:
    """End of career by one fifth, without a threshold."""
    text = loic(InterruptionType="5005", INSS=inss, **FIFTH)
    return without(text, LIMIT)


def credit(kind: str = "5001", regime: int = 2, *, months: int = 3, **changes: str) -> str:
    return leave(kind, regime, months=months, **{"notice": "2026-02-20", **changes})


def later(regime: int = 2, *, months: int = 3, **changes: str) -> str:
    """A time credit told when release 20264 is open."""
    return credit(regime=regime, months=months, notice="2026-10-01", start="2027-01-01", **changes)


def of_workers(count: int, threshold: int) -> str:
    """A time credit told six months before in a firm of so many workers."""
    return credit(notice="2025-12-01", NbrOfWorkers=str(count), InterruptionWorkersThreshold=str(threshold))


def told_in_2017(notice: str, basis: str, months: int = 12) -> str:
    return credit(notice=notice, start="2017-08-01", months=months, LegalBasis=basis)


HALF, ONE_FIFTH = credit(), credit("5001", 5, months=6)

FACTS = [
    Fact("legal_basis_missing", "a time credit", without(CREDIT, "LegalBasis"), "00096-001 LegalBasis", PARENTAL),
    Fact("legal_basis_unwanted", "parental leave", after(PARENTAL, "InterruptionRegime", BASIS), "00096-005 LegalBasis",
         CREDIT),
    Fact("legal_basis_unwanted", "a new end date",
         after(loic(status=1), "InterruptionInformation/EndingDate", BASIS), "00096-005 LegalBasis", loic(status=1)),
    Fact("threshold_missing", "a time credit", without(CREDIT, LIMIT), f"90534-001 {LIMIT}", PARENTAL),
    Fact("threshold_missing", "one fifth at 54", career_end(BEFORE_55), f"90534-001 {LIMIT}, 01136-077 {TYPE}",
         career_end(AGED_61)),
    Fact("threshold_missing", "one fifth on the 55th birthday", career_end(BEFORE_55),
         f"90534-001 {LIMIT}, 01136-077 {TYPE}", career_end(AT_55), f"01136-077 {TYPE}"),
    Fact("threshold_missing", "half at 61", without(loic(InterruptionType="5005", INSS=AGED_61, CLAAddedMonths=None),
         LIMIT),
         f"90534-001 {LIMIT}", career_end(AGED_61)),
    Fact("threshold_unwanted", "parental leave", after(PARENTAL, "Questionnaire", THRESHOLD), f"90534-005 {LIMIT}",
         CREDIT),
    Fact("agreement_date_missing", "a threshold changed by agreement", put(CREDIT, "InterruptionWorkersThreshold", "2"),
         "01142-001 AgreementDate", agreed("2025-01-15")),
    Fact("agreement_date_unwanted", "another threshold", agreed("2025-01-15", "4"), "01142-005 AgreementDate",
         agreed("2025-01-15")),
    Fact("agreement_after_start", "the day after", agreed("2026-06-02"), "01142-008 AgreementDate",
         agreed("2026-06-01")),
    fact("ten_workers_exceeded", "eleven", of_workers(11, 9), f"01141-500 {EXCEEDED}", of_workers(10, 9)),
    fact("threshold_exceeded", "five per cent", of_workers(55, 3), f"01141-500 {EXCEEDED}", of_workers(55, 4)),
    fact("threshold_exceeded", "an own threshold", of_workers(55, 1), f"01141-500 {EXCEEDED}", of_workers(19, 1)),
    fact("threshold_exceeded", "one fifth at 55 does not count", of_workers(55, 3), f"01141-500 {EXCEEDED}",
         leave("5005", 5, notice="2026-02-20", months=24, INSS=AGED_61, InterruptionWorkersThreshold="3")),
    fact("legal_basis_not_yet_there", "told on 31 March 2017", told_in_2017("2017-03-31", "10"), "00096-008 LegalBasis",
         told_in_2017("2017-03-31", "9")),
    fact("legal_basis_not_yet_there", "told on 1 April 2017", told_in_2017("2017-03-31", "10"), "00096-008 LegalBasis",
         told_in_2017("2017-04-01", "10")),
    fact("time_credit_too_short", "a day less than three months", ending(HALF, "2026-08-30"), f"00911-493 {END}",
         ending(HALF, "2026-08-31")),
    fact("time_credit_too_short", "one fifth: a day less than six months", ending(ONE_FIFTH, "2026-11-29"),
         f"00911-493 {END}", ending(ONE_FIFTH, "2026-11-30")),
    fact("time_credit_too_short", "palliative care: a day less than one month",
         ending(credit("5002"), "2026-06-29"), f"00911-493 {END}", ending(credit("5002"), "2026-06-30")),
    fact("time_credit_too_short", "the rest of the right may be shorter",
         asking(ending(later(), "2027-02-28"), {"T010": 0}), f"00911-493 {END}",
         asking(ending(later(), "2027-02-28"), {"T010": 1})),
    fact("time_credit_too_long", "care: 52 months", credit(months=52), f"00911-494 {END}",
         credit("5002", months=51)),
    fact("time_credit_too_long", "one fifth makes it no longer", credit("5001", 5, months=52), f"00911-494 {END}",
         credit("5001", 5, months=48)),
    fact("time_credit_too_long", "training: 37 months", credit("5004", months=37), f"00911-494 {END}",
         credit("5004", months=36)),
    fact("time_credit_too_long", "an ill relative: four months at once", credit("5003", months=4), f"00911-494 {END}",
         credit("5003", months=3)),
    fact("time_credit_too_long", "51 months came on 1 April 2017", told_in_2017("2017-03-31", "9", 51),
         f"00911-494 {END}", told_in_2017("2017-04-01", "10", 51)),
    fact("time_credit_longer_than_its_allowance", "a child: 49 months", credit(months=49), f"00911-494 {END}",
         credit(months=48)),
    fact("time_credit_longer_than_its_allowance", "palliative care has its whole allowance", credit(months=49),
         f"00911-494 {END}", credit("5002", months=49)),
    fact("time_credit_longer_than_its_allowance", "51 months were paid until 31 January 2023",
         credit(notice="2023-02-01", start="2023-06-01", months=49), f"00911-494 {END}",
         credit(notice="2023-01-31", start="2023-06-01", months=49)),
    fact("cycle_longer_than_a_year", "13 months", credit("5001", 5, months=6, Duration="13", TimeUnit="4"),
         "01225-008 Duration", credit("5001", 5, months=6, Duration="12", TimeUnit="4")),
    fact("cycle_longer_than_a_year", "half may have any cycle",
         credit("5001", 5, months=6, Duration="54", TimeUnit="3"), "01225-008 Duration",
         credit("5001", 2, months=6, Duration="54", TimeUnit="3")),
    fact("worked_too_little_for_time_credit", "one fifth of part-time work",
         credit("5001", 5, months=6, MeanWorkingHours="3700"), f"01136-497 {TYPE}", credit("5001", 5, months=6)),
    fact("worked_too_little_for_time_credit", "half of less than three quarters",
         credit(notice="2023-01-02", start="2023-05-01", MeanWorkingHours="2780"), f"01136-497 {TYPE}",
         credit(notice="2023-01-02", start="2023-05-01", MeanWorkingHours="2850")),
    fact("worked_too_little_for_time_credit", "several employers count together",
         asking(later(5, months=6, MeanWorkingHours="3700"), {"A003": 0}), f"01136-497 {TYPE}",
         asking(later(5, months=6, MeanWorkingHours="3700"), {"A003": 1})),
    fact("no_allowance_for_half", "three quarters since 1 February 2023", credit(MeanWorkingHours="2850"),
         "00048-008 MeanWorkingHours", credit()),
    fact("no_allowance_for_half", "three quarters before it",
         credit(notice="2023-02-01", start="2023-06-01", MeanWorkingHours="2850"), "00048-008 MeanWorkingHours",
         credit(notice="2023-01-31", start="2023-06-01", MeanWorkingHours="2850")),
    fact("time_credit_told_too_late", "a day less than three months", credit(notice="2026-03-02"),
         f"01086-008 {NOTICE}", credit(notice="2026-03-01")),
    fact("time_credit_told_too_late", "six months in a firm of twenty", credit(NbrOfWorkers="20"),
         f"01086-008 {NOTICE}", credit(NbrOfWorkers="21")),
    fact("time_credit_told_too_late", "two weeks after palliative leave", credit("5002", notice="2026-05-19"),
         f"01086-008 {NOTICE}", credit("5002", notice="2026-05-18")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(time_credit.RULES))


def test_a_request_of_an_unknown_type_is_not_held_to_the_rules_of_time_credit() -> None:
    text = without(changed(PARENTAL, {"InterruptionType": "0000"}), "DclInformation")
    assert ("90534-001", LIMIT) not in said(text)


def test_the_age_of_nobody_and_at_no_day_excuses_no_threshold() -> None:
    nobody, never = without(career_end(AGED_61), "INSS"), without(career_end(AGED_61), "StartingDate")
    assert said(nobody) == [("00024-001", "INSS"), ("90534-001", LIMIT)]
    assert said(never) == [("00910-001", "StartingDate"), ("90534-001", LIMIT)]
