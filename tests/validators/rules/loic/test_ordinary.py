"""Ordinary breaks of the public sector."""

from declarations import Fact, every, is_silent, names_of, speaks
from leaves import END, REGIME, TYPE, asking, ending, fact, leave

from batch.validators.rules.loic import ordinary

THREE = leave("7001", months=3, sector="02")
AT_55, BEFORE_55 = "71060191704", "71060291771"


def born_in(year: int) -> str:
    """A worker born on 1 June of a year of the last century."""
    first = f"{year % 100:02d}0601917"
    return f"{first}{97 - int(first) % 97:02d}"


def end_of_career(inss: str, regime: int = 5, start: str = "2026-06-01") -> str:
    notice = start.replace("-06-", "-03-")
    return leave("7002", regime, notice=notice, start=start, months=24, sector="02", INSS=inss)


def with_derogation(inss: str, answer: int) -> str:
    text = leave("7002", 5, notice="2026-10-01", start="2027-01-01", months=24, sector="02", INSS=inss)
    return asking(text, {"O003": answer})


FACTS = [
    fact("ordinary_break_too_short", "a day less than three months", ending(THREE, "2026-08-30"), f"00911-493 {END}",
         THREE),
    fact("ordinary_break_too_long", "thirteen months", leave("7001", months=13, sector="02"), f"00911-494 {END}",
         leave("7001", months=12, sector="02")),
    fact("too_young_for_an_ordinary_end_of_career", "54", end_of_career(BEFORE_55), f"01136-077 {TYPE}",
         end_of_career(AT_55)),
    fact("too_young_for_an_ordinary_end_of_career", "50 was enough before 1 September 2012",
         end_of_career(born_in(1960), start="2013-06-01"), f"01136-077 {TYPE}",
         end_of_career(born_in(1960), start="2012-06-01")),
    fact("too_young_for_an_ordinary_end_of_career", "50 with a derogation", with_derogation(born_in(1976), 0),
         f"01136-077 {TYPE}", with_derogation(born_in(1976), 1)),
    fact("end_of_career_in_full", "a full break", end_of_career(AT_55, 1), f"01137-496 {REGIME}", end_of_career(AT_55)),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(ordinary.RULES))


def test_no_rule_here_blocks() -> None:
    assert {rule.severity for rule in ordinary.RULES} <= {"NP", "W"}
