"""Risk 005: first effective day of the month."""

from datetime import date

from declarations import (
    SITE,
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

from batch.validators.rules.twct import first_day

BLOCK, COMMITTEE, LEVEL = "EffectiveUnemployment", "JointCommissionNbr", "JointCommissionLevel"
WITHOUT_COMMITTEE = without(twct("005", EffectiveUnemploymentReason="61"), COMMITTEE)


def at_site(day: str, committee: str = "111") -> str:
    text = after(twct("005", JointCommissionNbr=committee), "TempUnemploymentPeriod", SITE)
    return dated(text, day, day)


FACTS = [
    Fact("first_day_block_missing", "an original", without(twct("005"), BLOCK), f"90275-001 {BLOCK}",
         simplified("005")),
    Fact("first_day_block_for_another_risk", "after the block of risk 004",
         after(twct("004"), "TempUnempMajorForce", reason_block("005")), f"90275-005 {BLOCK}", twct("005")),
    Fact("committee_missing_for_economic_reason", "reason 60", without(twct("005"), COMMITTEE),
         f"00046-001 {COMMITTEE}", WITHOUT_COMMITTEE),
    Fact("committee_for_technical_accident", "reason 61", twct("005", EffectiveUnemploymentReason="61"),
         f"00046-005 {COMMITTEE}", twct("005")),
    Fact("level_for_technical_accident", "reason 61",
         before(WITHOUT_COMMITTEE, "TempUnemploymentPeriod", f"<{LEVEL}>000</{LEVEL}>"), f"00762-005 {LEVEL}",
         after(twct("005"), COMMITTEE, f"<{LEVEL}>000</{LEVEL}>")),
    Fact("site_outside_construction", "25 March 2014, the last day before all sectors tell it", at_site("2014-03-25"),
         "90488-005 SiteAddress", at_site("2014-03-26"), day=date(2014, 3, 25), neighbour_day=date(2014, 3, 26)),
    Fact("site_outside_construction", "construction always told it", at_site("2014-03-25"), "90488-005 SiteAddress",
         at_site("2014-03-25", "124"), day=date(2014, 3, 25)),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(first_day.RULES))
