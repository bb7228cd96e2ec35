"""Time credit at the end of the career."""

from declarations import Fact, every, is_silent, names_of, speaks
from leaves import END, TYPE, asking, ending, fact, leave

from batch.validators.rules.loic import career_end

AGE = f"01136-077 {TYPE}"


def born(year: int) -> str:
    """The number of a worker born on 1 June of a year of the last century."""
    day = f"{year % 100:02d}0601917"
    return f"{day}{97 - int(day) % 97:02d}"


def end_of_career(age: int, year: int = 2026, regime: int = 5, months: int = 24, **changes: str) -> str:
    """An end of career from 1 June on, told in February, by a worker who gets that old on its first day."""
    text = leave("5005", regime, notice=f"{year}-02-20", start=f"{year}-06-01", months=months, INSS=born(year - age))
    for tag, value in changes.items():
        text = text.replace(f"<{tag}>{text.split(f'<{tag}>')[1].split('<')[0]}<", f"<{tag}>{value}<")
    return text


def with_derogation(age: int, answer: int) -> str:
    text = leave("5005", 5, notice="2026-10-01", start="2027-06-01", months=24, INSS=born(2027 - age),
                 FormCreationDate="2026-12-01")  # fmt: skip
    return asking(text, {"E003": answer})


FACTS = [
    fact("too_young_for_the_end_of_career", "59 from 2026 on", end_of_career(59), AGE, end_of_career(60)),
    fact("too_young_for_the_end_of_career", "54 until 2025", end_of_career(54, 2025), AGE, end_of_career(60, 2025)),
    fact("too_young_for_the_end_of_career", "57 is enough until 2025", end_of_career(57), AGE,
         end_of_career(57, 2025), AGE),
    fact("too_young_for_the_end_of_career", "55 with a derogation", with_derogation(55, 0), AGE,
         with_derogation(55, 1)),
    fact("too_young_for_the_end_of_career", "54 is no derogation's age any more", with_derogation(54, 1), AGE,
         with_derogation(55, 1)),
    fact("too_young_for_the_end_of_career_allowance", "59", end_of_career(59, 2025), AGE, end_of_career(60, 2025)),
    fact("too_young_for_the_end_of_career_allowance", "a framework agreement opens it", end_of_career(57, 2018), AGE,
         end_of_career(57, 2018, CLACode="CLA127")),
    fact("too_young_for_the_end_of_career_allowance", "who is too young for the leave is told that alone",
         end_of_career(57, 2025), AGE, end_of_career(54, 2025), AGE),
    fact("end_of_career_too_short", "one fifth: a day less than six months",
         ending(end_of_career(61), "2026-11-29"), f"00911-493 {END}", ending(end_of_career(61), "2026-11-30")),
    fact("end_of_career_too_short", "half: a day less than three months",
         ending(end_of_career(61, regime=2), "2026-08-30"), f"00911-493 {END}",
         ending(end_of_career(61, regime=2), "2026-08-31")),
    fact("worked_too_little_for_the_end_of_career", "one fifth of part-time work",
         end_of_career(61, MeanWorkingHours="3700"), f"01136-497 {TYPE}", end_of_career(61)),
    fact("worked_too_little_for_the_end_of_career", "half of less than three quarters",
         end_of_career(61, regime=2, MeanWorkingHours="2780"), f"01136-497 {TYPE}",
         end_of_career(61, regime=2, MeanWorkingHours="2850")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(career_end.RULES))


def test_no_rule_here_blocks() -> None:
    assert {rule.severity for rule in career_end.RULES} == {"NP", "W"}
