"""Leave for informal carers."""

from datetime import date

from declarations import Fact, every, is_silent, names_of, speaks
from leaves import END, NOTICE, START, TYPE, ending, fact, leave

from batch.validators.rules.loic import carer

MONTH, HALF = leave("6004"), leave("6004", 2, months=2)


def first_year(start: str, sector: str = "01", nature: int | None = None, months: int = 1, notice: str = "") -> str:
    told = notice or str(date.fromordinal(date.fromisoformat(start).toordinal() - 10))
    return leave("6004", notice=told, start=start, months=months, sector=sector, nature=nature)


FACTS = [
    fact("informal_carer_too_early", "31 August 2020", first_year("2020-08-31"), f"00910-008 {START}",
         first_year("2020-09-01")),
    fact("informal_carer_too_early", "medical assistance may start before", first_year("2020-08-31"),
         f"00910-008 {START}", leave("6002", notice="2020-08-20", start="2020-08-31")),
    fact("federal_carer_too_early", "federal statutory staff in 2020", first_year("2020-12-31", "08", 1),
         f"00910-008 {START}", first_year("2021-01-01", "08", 1)),
    fact("federal_carer_too_early", "contract staff from September", first_year("2020-12-31", "08", 1),
         f"00910-008 {START}", first_year("2020-12-31", "08", 4)),
    fact("federal_carer_too_early", "an autonomous public company", first_year("2020-12-31", "05"),
         f"00910-008 {START}", first_year("2021-01-01", "05")),
    fact("carer_leave_too_short", "in full, a day less than a month", ending(MONTH, "2026-06-29"), f"00911-493 {END}",
         MONTH),
    fact("carer_leave_too_short", "half, one month", ending(HALF, "2026-06-30"), f"00911-493 {END}", HALF),
    fact("carer_leave_in_broken_units", "in full, a month and a half", ending(MONTH, "2026-07-15"), f"00911-008 {END}",
         ending(MONTH, "2026-07-31")),
    fact("carer_leave_in_broken_units", "half, three months", ending(HALF, "2026-08-31"), f"00911-008 {END}",
         ending(HALF, "2026-09-30")),
    fact("carer_leave_too_long", "in full, four months", leave("6004", months=4), f"00911-494 {END}",
         leave("6004", months=3)),
    fact("carer_leave_too_long", "one fifth, eight months", leave("6004", 5, months=8), f"00911-494 {END}",
         leave("6004", 5, months=6)),
    fact("carer_leave_too_long", "two months told on 31 August 2021",
         first_year("2021-09-10", months=2, notice="2021-08-31"), f"00911-494 {END}",
         first_year("2021-09-10", months=2, notice="2021-09-01")),
    fact("worked_too_little_for_carer_leave", "half of three quarters: no rule of three quarters here",
         leave("6004", 2, months=2, MeanWorkingHours="2850"), f"01136-497 {TYPE}", HALF),
    fact("worked_too_little_for_carer_leave", "in full anybody may",
         leave("6004", 2, months=2, MeanWorkingHours="2850"), f"01136-497 {TYPE}",
         leave("6004", MeanWorkingHours="2850")),
    fact("carer_leave_told_too_late", "six days before", leave("6004", notice="2026-05-26"), f"01086-008 {NOTICE}",
         leave("6004", notice="2026-05-25")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(carer.RULES))


def test_only_a_start_before_the_leave_existed_blocks() -> None:
    blocking = {rule.name for rule in carer.RULES if rule.severity is None}
    assert blocking == {"informal_carer_too_early", "federal_carer_too_early"}
