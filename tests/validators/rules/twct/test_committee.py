"""Joint committee and level."""

from datetime import date

from declarations import Fact, after, changed, dated, every, is_silent, local_authority, names_of, speaks, twct

from batch.validators.rules.twct import committee

AT, LEVEL = "JointCommissionNbr", "JointCommissionLevel"


def of(number: str, risk: str = "001", level: str | None = None) -> str:
    text = twct(risk, JointCommissionNbr=number)
    return after(text, AT, f"<{LEVEL}>{level}</{LEVEL}>") if level else text


def flax_of(day: str, start: str) -> str:
    return changed(dated(twct("005"), day, start), {AT: "120.02"})


def authority(number: str) -> str:
    return local_authority(dated(of(number, "005"), "2021-12-20", "2021-12-20"))


FACTS = [
    Fact("committee_outside_domain", "a number annex 26 does not have", of("198"), f"00046-008 {AT}", of("111")),
    Fact("committee_outside_domain", "a sub-sub-committee", of("330.01.10", "005"), f"00046-008 {AT}",
         of("319.01", "005")),
    Fact("committee_outside_domain", "999 is none, 998 is nothing", of("998"), f"00046-008 {AT}", of("999")),
    Fact("committee_outside_domain", "CCC.00 is CCC", of("198.00"), f"00046-008 {AT}", of("124.00")),
    Fact("committee_outside_domain", "a social action too", of("198", "006"), f"00046-008 {AT}", of("200", "006")),
    Fact("committee_outside_domain", "a local authority has none", authority("124"), f"00046-008 {AT}",
         authority("999"), day=date(2021, 12, 20)),
    Fact("committee_not_in_this_quarter", "flax until quarter 2019/4", flax_of("2020-01-01", "2020-01-02"),
         f"00046-035 {AT}", flax_of("2019-12-31", "2020-01-02"), day=date(2020, 1, 1), neighbour_day=date(2019, 12,
         31)),
    Fact("committee_not_in_this_quarter", "flax, six years after", of("120.02"), f"00046-035 {AT}", of("120")),
    Fact("level_missing", "risk 001, committee 302", of("302"), f"00762-001 {LEVEL}", of("302", level="000")),
    Fact("level_missing", "risk 006, committee 302", of("302", "006"), f"00762-001 {LEVEL}", of("302", "005")),
    Fact("level_missing", "other committees may be silent", of("317"), f"00762-001 {LEVEL}", of("200")),
    Fact("level_not_of_the_committee", "126 knows levels up to 050", of("126", level="051"), f"00762-020 {LEVEL}",
         of("126", level="050")),
    Fact("level_not_of_the_committee", "126.00 is 126", of("126.00", "005", level="051"), f"00762-020 {LEVEL}",
         of("124", "005", level="051")),
    Fact("level_outside_domain", "100 of a committee that begins with 3", of("302", level="100"), f"00762-008 {LEVEL}",
         of("302", level="099")),
    Fact("level_outside_domain", "other committees know other levels", of("302", level="100"), f"00762-008 {LEVEL}",
         of("111", level="100")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(committee.RULES))
