"""Risk 001: planned suspension for economic causes."""

from datetime import date, timedelta

import pytest
from declarations import (
    DEPARTMENT,
    Fact,
    after,
    before,
    changed,
    dated,
    every,
    forms_of,
    is_silent,
    names_of,
    put,
    reason_block,
    reports,
    said,
    simplified,
    speaks,
    twct,
    without,
)

from batch.validators.rules.twct import economic

BLOCK, START, END = "TempUnempEconomical", "TempUnemploymentStartingDate", "TempUnemploymentEndingDate"
BLUE_COLLAR, WHITE_COLLAR = {"JointCommissionNbr": "111"}, {"JointCommissionNbr": "200"}
LEVEL = "<JointCommissionLevel>{}</JointCommissionLevel>"


def of(committee: str, level: str | None, **changes: str | None) -> str:
    text = twct(JointCommissionNbr=committee, **changes)
    return after(text, "JointCommissionNbr", LEVEL.format(level)) if level else text


def announced(created: date, days: int, status: int = 0) -> str:
    start = created + timedelta(days)
    return dated(twct(status=status), str(created), str(start), str(start + timedelta(10)))


def told_by(committee: str, created: str, start: str) -> str:
    return put(dated(twct(), created, start, start), "JointCommissionNbr", committee)


def notice(created: date, shortest: int) -> Fact:
    """On that day the first day may come ``shortest`` days later, and not one day sooner."""
    return Fact(
        "economic_notice_too_short", f"created {created}: {shortest - 1} days", announced(created, shortest - 1),
        f"00199-270 {START}", announced(created, shortest), day=created,
    )  # fmt: skip


LATE_IN_2026 = {START: "2026-12-14", END: "2027-01-01"}

FACTS = [
    Fact("economic_block_missing", "an original", without(twct(), BLOCK), f"90271-001 {BLOCK}", simplified()),
    Fact("economic_block_for_another_risk", "beside the block of risk 004",
         before(twct("004"), "TempUnempMajorForce", reason_block("001")), f"90271-005 {BLOCK}", twct()),
    Fact("small_suspension_for_white_collar", "committee 200, level 001", of("200", "001", RegimeTempUnemp="2"),
         "00761-008 RegimeTempUnemp", of("200", "001", RegimeTempUnemp="3")),
    Fact("small_suspension_for_white_collar", "committee 126: level 050 is white-collar",
         of("126", "050", RegimeTempUnemp="2"), "00761-008 RegimeTempUnemp", of("126", "049", RegimeTempUnemp="2")),
    Fact("small_suspension_for_white_collar", "committee 209: level 050 is blue-collar",
         of("209", "049", RegimeTempUnemp="2"), "00761-008 RegimeTempUnemp", of("209", "050", RegimeTempUnemp="2")),
    Fact("small_suspension_for_white_collar", "committee 302: from level 050 on white-collar",
         of("302", "050", RegimeTempUnemp="2"), "00761-008 RegimeTempUnemp", of("302", "049", RegimeTempUnemp="2")),
    Fact("economic_start_before_creation", "the day before", announced(date(2026, 3, 9), -1), f"00199-008 {START}",
         announced(date(2026, 3, 9), -1, status=1)),
    notice(date(2022, 5, 31), 8),
    notice(date(2022, 6, 1), 4),
    notice(date(2022, 12, 31), 4),
    notice(date(2023, 1, 1), 8),
    Fact("economic_notice_too_short", "the day itself, but not for a modification", announced(date(2026, 3, 9), 0),
         f"00199-270 {START}", announced(date(2026, 3, 9), 0, status=1)),
    Fact("economic_notice_too_short", "made in time, and sent a day too late", announced(date(2026, 3, 9), 8),
         f"00199-270 {START}", announced(date(2026, 3, 9), 8), day=date(2026, 3, 10), neighbour_day=date(2026, 3, 9)),
    Fact("economic_notice_too_short", "committee 127: a working day is enough, its own term wins",
         told_by("127", "2026-03-09", "2026-03-09"), f"00199-270 {START}", told_by("127", "2026-03-09", "2026-03-10")),
    Fact("economic_notice_too_short", "committee 127.02 too, as long as it was: Friday before Easter Monday",
         told_by("127.02", "2016-03-25", "2016-03-28"), f"00199-270 {START}",
         told_by("127.02", "2016-03-25", "2016-03-29"), day=date(2016, 3, 25)),
    Fact("economic_notice_too_short", "other committees have the general term",
         told_by("124", "2026-03-09", "2026-03-10"), f"00199-270 {START}", told_by("127", "2026-03-09", "2026-03-10")),
    Fact("white_collar_end_in_another_year", "committee 200", changed(of("200", "001"), LATE_IN_2026),
         f"00754-098 {END}", changed(of("209", "050"), LATE_IN_2026)),
    Fact("white_collar_end_in_another_year", "up to 31 December", changed(of("302", "099"), LATE_IN_2026),
         f"00754-098 {END}", changed(of("302", "099"), {**LATE_IN_2026, END: "2026-12-31"})),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(economic.RULES))


@pytest.mark.parametrize("days", [3, 7])
def test_a_short_notice_does_not_block(days: int) -> None:
    (report,) = reports(announced(date(2026, 3, 9), days))
    assert (report.error_id, report.severity) == ("00199-270", "NP")


@pytest.mark.parametrize(
    ("committee", "level", "expected"),
    [
        ("124", None, "blue"), ("124", "049", "blue"), ("126", "050", "white"), ("200", None, "white"),
        ("200", "000", "white"), ("209", "050", "blue"), ("302", "049", "blue"), ("302", "050", "white"),
        ("302", None, None), ("302", "100", None), ("999", None, None), ("200", "0x0", None),
    ],
)  # fmt: skip
def test_committee_and_level_say_the_class_of_the_workers(
    committee: str, level: str | None, expected: str | None
) -> None:
    (form,) = forms_of(of(committee, level))
    assert form.worker_class == expected


def test_without_a_level_committee_200_is_white_collar() -> None:
    text = changed(of("200", None, RegimeTempUnemp="2"), LATE_IN_2026)
    assert {error_id for error_id, _ in said(text)} >= {"00761-008", "00754-098"}


def test_of_workers_whose_class_is_not_known_no_maximum_is_judged() -> None:
    assert said(changed(of("999", None), {END: "2026-11-30"})) == []


def test_a_department_in_the_place_of_workers_is_sound() -> None:
    text = without(twct(), "NaturalPerson", "NaturalPerson")
    assert said(before(text, BLOCK, DEPARTMENT)) == []
