"""Risk 006: social action, strike or lock-out."""

from datetime import date

from declarations import (
    Fact,
    after,
    before,
    dated,
    every,
    is_silent,
    names_of,
    reason_block,
    simplified,
    speaks,
    twct,
    without,
)

from batch.validators.rules.twct import social_action

BLOCK, START, TEXT = "TempUnempSocialAction", "TempUnemploymentStartingDate", "CommentOfDeclaration"


def action_of(day: str) -> str:
    return dated(twct("006"), day, day, day)


def with_code(code: str) -> str:
    return before(twct("006"), "SocialActionUnemployment/CommentOfDeclaration",
                  f"<UnemploymentReason>{code}</UnemploymentReason>")  # fmt: skip


FACTS = [
    Fact("reason_code_of_zeros", "000", with_code("000"), "01183-008 UnemploymentReason", with_code("010")),
    Fact("social_action_block_missing", "an original", without(twct("006"), BLOCK), f"90568-001 {BLOCK}",
         simplified("006")),
    Fact("social_action_block_for_another_risk", "after the block of risk 004",
         after(twct("004"), "TempUnempMajorForce", reason_block("006")), f"90568-005 {BLOCK}", twct("006")),
    Fact("social_action_before_2018", "created on the last day of 2017", action_of("2017-12-31"),
         "00430-008 IdentificationOfRisk", action_of("2018-01-01"), day=date(2017, 12, 31),
         neighbour_day=date(2018, 1, 1)),
    Fact("social_action_before_2018", "force majeure was known before", action_of("2017-12-31"),
         "00430-008 IdentificationOfRisk", dated(twct("004"), "2017-12-31", "2017-12-31", "2017-12-31"),
         day=date(2017, 12, 31)),
    Fact("neither_reason_code_nor_text", "neither", without(twct("006"), TEXT), f"00126-001 {TEXT}",
         before(without(twct("006"), TEXT), "SocialActionDetails", "<UnemploymentReason>A1</UnemploymentReason>")),
    Fact("social_action_too_long_ago", "six months and a day", twct("006", TempUnemploymentStartingDate="2025-09-08"),
         f"00199-008 {START}", twct("006", TempUnemploymentStartingDate="2025-09-09")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(social_action.RULES))
