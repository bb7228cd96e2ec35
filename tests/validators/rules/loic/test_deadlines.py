"""What holds for every kind of leave."""

from datetime import date

from declarations import Fact, every, is_silent, loic, names_of, speaks
from leaves import END, START, fact, leave

from batch.validators.rules.loic import deadlines

HALF = leave(regime=2, months=2)


def arriving(rule: str, told: str, day: str, says: str, good_day: str) -> Fact:
    """A leave from 1 June to 31 July 2026 that arrives on a day."""
    return Fact(rule, told, HALF, says, HALF, day=date.fromisoformat(day), neighbour_day=date.fromisoformat(good_day))


LONG = leave("5005", 5, notice="2026-02-20", months=36, INSS="64030991583")
FACTS = [
    Fact("arrives_late", "two months and a day after the start", LONG, f"00910-008 {START}", LONG,
         day=date(2026, 8, 2), neighbour_day=date(2026, 8, 1)),
    arriving("arrives_after_the_end", "the day after the end", "2026-08-01", "90529-507 LOIC001", "2026-07-31"),
    fact("end_out_of_reach", "41 years", leave("5005", 5, notice="2026-02-20", months=41 * 12, INSS="64030991583"),
         f"00911-008 {END}", leave("5005", 5, notice="2026-02-20", months=40 * 12, INSS="64030991583")),
    fact("end_out_of_reach", "a new end date too", loic(status=1, EndingDate="9999-12-31"), f"00911-008 {END}",
         loic(status=1, EndingDate="2066-05-31")),
    fact("works_more_than_full_time", "39 hours where 38 are full time", leave(MeanWorkingHours="3900"),
         "00048-008 MeanWorkingHours", leave()),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(deadlines.RULES))


def test_no_rule_here_blocks() -> None:
    assert {rule.severity for rule in deadlines.RULES} == {"W"}
