"""The reference period: one whole month."""

from datetime import date

from declarations import Fact, every, is_silent, names_of, of_month, speaks, vblv

from batch.validators.rules.vblv import period

START, END = "00074-008 RefStartingDate", "00075-098 RefEndingDate"
RULE = "start_outside_domain"


def month(start: str, end: str) -> str:
    return of_month(vblv(), start, end)


def made_in_december(start: str, end: str) -> str:
    return of_month(vblv(FormCreationDate="2025-12-01"), start, end)


FACTS = [
    Fact(RULE, "the month before", month("2026-02-01", "2026-02-28"), START, month("2026-03-01", "2026-03-31")),
    Fact(RULE, "fourteen months ahead", month("2027-05-01", "2027-05-31"), START, month("2027-04-01", "2027-04-30")),
    Fact(RULE, "a month of the year after the next, though 13 months ahead",
         made_in_december("2027-01-01", "2027-01-31"), START, made_in_december("2026-12-01", "2026-12-31"),
         day=date(2025, 12, 1)),
    Fact(RULE, "not the first day", month("2026-04-02", "2026-04-30"), START, month("2026-04-01", "2026-04-30")),
    Fact("end_is_not_the_last_of_the_month", "a day too early", month("2026-04-01", "2026-04-29"), END,
         month("2026-04-01", "2026-04-30")),
    Fact("end_is_not_the_last_of_the_month", "the last day of the next month", month("2026-04-01", "2026-05-31"), END,
         month("2026-05-01", "2026-05-31")),
    Fact("no_month_can_be_told", "the end is before the start", month("2026-04-30", "2026-04-01"), "90059-452 Form",
         month("2026-04-01", "2026-04-30")),
    Fact("no_month_can_be_told", "the end of the month before", month("2026-04-01", "2026-03-31"), "90059-452 Form",
         month("2026-12-01", "2026-12-31")),
    Fact("end_is_not_the_last_of_the_month", "February of a leap year",
         of_month(vblv(FormCreationDate="2024-01-31"), "2024-02-01", "2024-02-28"), END,
         of_month(vblv(FormCreationDate="2024-01-31"), "2024-02-01", "2024-02-29"), day=date(2024, 1, 31)),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(period.RULES))
