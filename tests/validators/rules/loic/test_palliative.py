"""Palliative leave."""

from declarations import Fact, every, is_silent, names_of, speaks
from leaves import END, NOTICE, TYPE, ending, fact, leave

from batch.validators.rules.loic import palliative

MONTH = leave("6003", notice="2026-05-28")

FACTS = [
    fact("palliative_leave_too_short", "a day less than a month", ending(MONTH, "2026-06-29"),
         f"00911-493 {END}", MONTH),
    fact("palliative_leave_too_long", "a day more than a month", ending(MONTH, "2026-07-01"),
         f"00911-494 {END}", MONTH),
    fact("palliative_leave_too_long", "two months", ending(MONTH, "2026-07-31"), f"00911-494 {END}", MONTH),
    fact("worked_too_little_for_palliative_leave", "one fifth of 37 hours out of 38",
         leave("6003", 5, notice="2026-05-28", MeanWorkingHours="3700"), f"01136-497 {TYPE}",
         leave("6003", 5, notice="2026-05-28")),
    fact("worked_too_little_for_palliative_leave", "half of less than three quarters",
         leave("6003", 2, notice="2026-05-28", MeanWorkingHours="2780"), f"01136-497 {TYPE}",
         leave("6003", 2, notice="2026-05-28", MeanWorkingHours="2850")),
    fact("palliative_leave_in_the_week_of_the_notice", "told on Monday, from Sunday on",
         leave("6003", notice="2026-06-01", start="2026-06-07"), f"01086-008 {NOTICE}",
         leave("6003", notice="2026-06-01", start="2026-06-08")),
    fact("palliative_leave_in_the_week_of_the_notice", "told on Sunday, from that day on",
         leave("6003", notice="2026-06-07", start="2026-06-07"), f"01086-008 {NOTICE}",
         leave("6003", notice="2026-06-07", start="2026-06-08")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(palliative.RULES))


def test_no_rule_here_blocks() -> None:
    assert {rule.severity for rule in palliative.RULES} <= {"NP", "W"}
