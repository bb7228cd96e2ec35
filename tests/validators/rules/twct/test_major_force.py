"""Risk 004: force majeure."""

from declarations import (
    Fact,
    after,
    before,
    every,
    is_silent,
    names_of,
    reason_block,
    simplified,
    speaks,
    twct,
    without,
)

from batch.validators.rules.twct import major_force

BLOCK, START = "TempUnempMajorForce", "TempUnemploymentStartingDate"

FACTS = [
    Fact("major_force_block_missing", "an original", without(twct("004"), BLOCK), f"90274-001 {BLOCK}",
         simplified("004")),
    Fact("major_force_block_for_another_risk", "after the block of risk 002",
         after(twct("002"), "TempUnempBadWeather", reason_block("004")), f"90274-005 {BLOCK}", twct("004")),
    Fact("major_force_block_for_another_risk", "in the place of the block of risk 002",
         before(twct("002"), "TempUnempBadWeather", reason_block("004")).replace(
             reason_block("002") + "  </Emp", "  </Emp"), f"90274-005 {BLOCK}, 90272-001 TempUnempBadWeather",
         twct("004")),
    Fact("major_force_start_after_creation", "tomorrow", twct("004", TempUnemploymentStartingDate="2026-03-10"),
         f"00199-008 {START}", twct("004", TempUnemploymentStartingDate="2026-03-09")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(major_force.RULES))
