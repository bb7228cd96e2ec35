"""Risk 003: technical accident."""

from declarations import Fact, before, every, is_silent, names_of, reason_block, simplified, speaks, twct, without

from batch.validators.rules.twct import accident

BLOCK, START, ACCIDENT = "TempUnempTechnicalAccident", "TempUnemploymentStartingDate", "DateTechnicalAccident"


def of(accident_day: str, start: str) -> str:
    return twct("003", DateTechnicalAccident=accident_day, TempUnemploymentStartingDate=start)


FACTS = [
    Fact("accident_block_missing", "an original", without(twct("003"), BLOCK), f"90273-001 {BLOCK}", simplified("003")),
    Fact("accident_block_for_another_risk", "beside the block of risk 004",
         before(twct("004"), "TempUnempMajorForce", reason_block("003")), f"90273-005 {BLOCK}", twct("003")),
    Fact("accident_after_creation", "tomorrow", of("2026-03-10", "2026-03-17"), f"00766-008 {ACCIDENT}",
         of("2026-03-09", "2026-03-16")),
    Fact("start_in_the_paid_week", "six days after", of("2026-03-06", "2026-03-12"), f"00199-008 {START}",
         of("2026-03-06", "2026-03-13")),
    Fact("accident_told_late", "of Thursday, told on Monday", of("2026-03-05", "2026-03-13"), f"00199-270 {START}",
         of("2026-03-06", "2026-03-13")),
    Fact("accident_told_late", "no original", of("2026-03-05", "2026-03-13"), f"00199-270 {START}",
         twct("003", 1, DateTechnicalAccident="2026-03-05")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(accident.RULES))
