"""Risk 002: bad weather."""

from declarations import Fact, before, every, is_silent, names_of, reason_block, simplified, speaks, twct, without

from batch.validators.rules.twct import weather

BLOCK = "TempUnempBadWeather"

FACTS = [
    Fact("weather_block_missing", "an original", without(twct("002"), BLOCK), f"90272-001 {BLOCK}", simplified("002")),
    Fact("weather_block_missing", "a modification", without(twct("002", 1), BLOCK), f"90272-001 {BLOCK}",
         twct("002", 1)),
    Fact("weather_block_for_another_risk", "beside the block of risk 004",
         before(twct("004"), "TempUnempMajorForce", reason_block("002")), f"90272-005 {BLOCK}", twct("002")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(weather.RULES))
