"""Parental leave."""

from declarations import Fact, every, is_silent, names_of, speaks
from leaves import END, NOTICE, REGIME, TYPE, ending, fact, leave

from batch.validators.rules.loic import parental

MONTH, HALF = leave(), leave(regime=2, months=2)
FIFTH, TENTH = leave(regime=5, months=5), leave(regime=10, months=10)
EARLY = {"notice": "2019-05-31", "start": "2019-08-01"}

FACTS = [
    fact("parental_leave_too_short", "in full, six days", ending(MONTH, "2026-06-06"), f"00911-493 {END}",
         ending(MONTH, "2026-06-07")),
    fact("parental_leave_too_short", "half, a day less than a month", ending(HALF, "2026-06-29"), f"00911-493 {END}",
         ending(HALF, "2026-06-30")),
    fact("parental_leave_too_short", "one fifth, four months", ending(FIFTH, "2026-09-30"), f"00911-493 {END}", FIFTH),
    fact("parental_leave_too_short", "one tenth, nine months", ending(TENTH, "2027-02-28"), f"00911-493 {END}", TENTH),
    fact("parental_leave_too_short", "half, one month told before 1 June 2019", leave(regime=2, months=1, **EARLY),
         f"00911-493 {END}", leave(regime=2, months=2, **EARLY)),
    fact("parental_leave_too_short", "in full, weeks told before 1 June 2019", ending(leave(**EARLY), "2019-08-14"),
         f"00911-493 {END}", leave(**EARLY)),
    fact("parental_leave_in_broken_units", "two months and four days", ending(MONTH, "2026-08-04"),
         f"00911-008 {END}", ending(MONTH, "2026-07-31")),
    fact("parental_leave_in_broken_units", "weeks are whole units too", ending(MONTH, "2026-06-15"),
         f"00911-008 {END}", ending(MONTH, "2026-06-14")),
    fact("parental_leave_in_broken_units", "half goes by months, not by weeks", ending(HALF, "2026-07-05"),
         f"00911-008 {END}", ending(HALF, "2026-07-31")),
    fact("parental_leave_in_broken_units", "one fifth, six months", leave(regime=5, months=6), f"00911-008 {END}",
         leave(regime=5, months=10)),
    fact("parental_leave_in_broken_units", "half, three months told before 1 June 2019",
         leave(regime=2, months=3, **EARLY), f"00911-008 {END}", leave(regime=2, months=4, **EARLY)),
    fact("parental_leave_too_long", "in full, five months", leave(months=5), f"00911-494 {END}", leave(months=4)),
    fact("parental_leave_too_long", "half, nine months", leave(regime=2, months=9), f"00911-494 {END}",
         leave(regime=2, months=8)),
    fact("parental_leave_too_long", "one fifth, 25 months", leave(regime=5, months=25), f"00911-494 {END}",
         leave(regime=5, months=20)),
    fact("parental_leave_too_long", "one tenth, 50 months", leave(regime=10, months=50), f"00911-494 {END}",
         leave(regime=10, months=40)),
    fact("parental_leave_too_long", "the fourth month came on 1 June 2012",
         leave(notice="2012-05-31", start="2012-08-01", months=4), f"00911-494 {END}",
         leave(notice="2012-06-01", start="2012-08-01", months=4)),
    fact("one_tenth_too_early", "31 May 2019", leave(regime=10, notice="2019-03-20", start="2019-05-31", months=10),
         f"01137-496 {REGIME}", leave(regime=10, notice="2019-03-20", start="2019-06-01", months=10)),
    fact("worked_too_little_for_parental_leave", "half of part-time work",
         leave(regime=2, months=2, MeanWorkingHours="3700"), f"01136-497 {TYPE}", HALF),
    fact("worked_too_little_for_parental_leave", "in full anybody may",
         leave(regime=2, months=2, MeanWorkingHours="3700"), f"01136-497 {TYPE}", leave(MeanWorkingHours="1900")),
    fact("parental_leave_told_too_late_or_too_early", "a day less than two months", leave(notice="2026-04-02"),
         f"01086-008 {NOTICE}", leave(notice="2026-04-01")),
    fact("parental_leave_told_too_late_or_too_early", "a day more than three months", leave(notice="2026-02-28"),
         f"01086-008 {NOTICE}", leave(notice="2026-03-01")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(parental.RULES))


def test_no_rule_here_blocks() -> None:
    assert {rule.severity for rule in parental.RULES} <= {"NP", "W"}
