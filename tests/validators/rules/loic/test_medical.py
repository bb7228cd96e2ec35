"""Medical assistance, and the weeks for a minor child in hospital."""

from declarations import Fact, every, is_silent, names_of, speaks
from leaves import END, NOTICE, START, TYPE, ending, fact, leave

from batch.validators.rules.loic import medical

MONTH, HOSPITAL = leave("6002"), ending(leave("6005"), "2026-06-07")
HALF = leave("6002", 2)


def before_2019(end: str) -> str:
    return ending(leave("6002", notice="2019-05-02", start="2019-05-20"), end)


FACTS = [
    fact("medical_assistance_too_short", "half for less than a month", ending(HALF, "2026-06-29"), f"00911-493 {END}",
         HALF),
    fact("medical_assistance_too_short", "in full for six days", ending(MONTH, "2026-06-06"), f"00911-493 {END}",
         ending(MONTH, "2026-06-07")),
    fact("medical_assistance_too_short", "a week told before 1 June 2019", before_2019("2019-05-26"),
         f"00911-493 {END}", before_2019("2019-06-19")),
    fact("medical_assistance_too_long", "three months and a day", ending(MONTH, "2026-09-01"), f"00911-494 {END}",
         ending(MONTH, "2026-08-31")),
    fact("worked_too_little_for_medical_assistance", "one fifth of part-time work",
         leave("6002", 5, MeanWorkingHours="3700"), f"01136-497 {TYPE}", leave("6002", 5)),
    fact("worked_too_little_for_medical_assistance", "half of part-time work",
         leave("6002", 2, MeanWorkingHours="2780"), f"01136-497 {TYPE}", leave("6002", 2, MeanWorkingHours="2850")),
    fact("worked_too_little_for_medical_assistance", "in full anybody may",
         leave("6002", 2, MeanWorkingHours="2780"), f"01136-497 {TYPE}", leave("6002", MeanWorkingHours="1000")),
    fact("medical_assistance_told_too_late", "six days before", leave("6002", notice="2026-05-26"),
         f"01086-008 {NOTICE}", leave("6002", notice="2026-05-25")),
    fact("hospital_week_too_early", "31 October 2012",
         ending(leave("6005", notice="2012-10-30", start="2012-10-31"), "2012-11-06"), f"00910-008 {START}",
         ending(leave("6005", notice="2012-10-30", start="2012-11-01"), "2012-11-07")),
    fact("hospital_week_too_short", "six days", ending(HOSPITAL, "2026-06-06"), f"00911-493 {END}", HOSPITAL),
    fact("hospital_week_too_long", "eight days", ending(HOSPITAL, "2026-06-08"), f"00911-494 {END}", HOSPITAL),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(medical.RULES))


def test_no_rule_here_blocks() -> None:
    assert {rule.severity for rule in medical.RULES} <= {"NP", "W"}
