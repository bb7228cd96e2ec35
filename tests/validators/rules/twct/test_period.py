"""The period of unemployment."""

from datetime import date

import pytest
from declarations import Fact, after, changed, dated, every, is_silent, names_of, put, reports, speaks, twct, without

from batch.validators.rules.twct import period

START, END = "TempUnemploymentStartingDate", "TempUnemploymentEndingDate"


def lasting(risk: str, start: str, end: str) -> str:
    return dated(twct(risk), "2026-03-09", start, end)


def first_day(risk: str, start: str) -> str:
    return twct(risk, TempUnemploymentStartingDate=start)


def told_on(risk: str, created: str, start: str) -> str:
    return dated(twct(risk), created, start)


def accident(start: str) -> str:
    text = twct("005", EffectiveUnemploymentReason="61", TempUnemploymentStartingDate=start)
    return without(text, "JointCommissionNbr")


def small(end: str) -> str:
    return put(lasting("001", "2026-03-17", end), "RegimeTempUnemp", "2")


def ends(risk: str) -> str:
    return after(twct(risk), START, f"<{END}>2026-03-31</{END}>")


FACTS = [
    Fact("start_outside_domain", "more than a year ahead", lasting("001", "2027-03-10", "2027-03-20"),
         f"00199-008 {START}", lasting("001", "2027-03-09", "2027-03-20")),
    Fact("start_outside_domain", "in 2003", lasting("004", "2003-12-31", "2004-01-15"), f"00199-008 {START}",
         lasting("004", "2004-01-01", "2004-01-15")),
    Fact("start_outside_domain", "after 2099",
         changed(dated(twct(), "2099-12-20", "2100-01-01", "2100-01-10"), {}), f"00199-008 {START}",
         dated(twct(), "2099-12-20", "2099-12-31", "2100-01-10"), day=date(2099, 12, 20)),
    *(
        Fact("first_day_announced_late", f"risk {risk}, Thursday told on Monday", first_day(risk, "2026-03-05"),
             f"00199-270 {START}", first_day(risk, "2026-03-06"))
        for risk in ("002", "005")
    ),
    Fact("first_day_announced_late", "Easter Monday is no working day", told_on("002", "2026-04-08", "2026-04-03"),
         f"00199-270 {START}", told_on("002", "2026-04-07", "2026-04-03"), day=date(2026, 4, 8),
         neighbour_day=date(2026, 4, 7)),
    Fact("first_day_announced_late", "made in time, and sent late", told_on("002", "2026-04-07", "2026-04-03"),
         f"00199-270 {START}", told_on("002", "2026-04-07", "2026-04-03"), day=date(2026, 4, 8),
         neighbour_day=date(2026, 4, 7)),
    Fact("first_day_announced_too_soon", "weather: two working days before", first_day("002", "2026-03-11"),
         f"00199-270 {START}", first_day("002", "2026-03-10")),
    Fact("first_day_announced_too_soon", "technical accident: two working days before", accident("2026-03-11"),
         f"00199-270 {START}", accident("2026-03-10")),
    Fact("first_day_announced_too_soon", "economic: six working days before, with a Saturday between",
         told_on("005", "2026-03-14", "2026-03-21"), f"00199-270 {START}", told_on("005", "2026-03-14", "2026-03-20"),
         day=date(2026, 3, 14)),
    Fact("first_day_announced_too_soon", "before 23 March 2014: two working days",
         told_on("005", "2014-03-22", "2014-03-25"), f"00199-270 {START}", told_on("005", "2014-03-23", "2014-03-25"),
         day=date(2014, 3, 22), neighbour_day=date(2014, 3, 23)),
    Fact("first_day_announced_late", "a modification may come later", first_day("005", "2026-03-01"),
         f"00199-270 {START}", twct("005", 1, TempUnemploymentStartingDate="2026-03-01")),
    *(
        Fact("first_day_announced_early", f"risk {risk}, eight days", first_day(risk, "2026-03-17"),
             f"00199-008 {START}", first_day(risk, "2026-03-16"),
             neighbour_says=f"00199-270 {START}" if risk == "002" else "")
        for risk in ("002", "005")
    ),
    *(Fact("end_missing", f"risk {risk}", without(twct(risk), END), f"00754-001 {END}", without(twct("006"), END))
      for risk in ("001", "003", "004")),
    *(Fact("end_unwanted", f"risk {risk}", ends(risk), f"00754-005 {END}", twct("006")) for risk in ("002", "005")),
    *(Fact("end_before_start", f"risk {risk}", lasting(risk, start, before), f"00754-098 {END}",
           lasting(risk, start, start))
      for risk, start, before in (("001", "2026-03-17", "2026-03-16"), ("003", "2026-03-13", "2026-03-12"),
                                  ("004", "2026-03-06", "2026-03-05"), ("006", "2026-03-02", "2026-03-01"))),
    Fact("period_too_long", "risk 001, 367 days", small("2027-03-19"), f"00754-271 {END}", small("2027-03-18")),
    Fact("period_too_long", "risk 006, 367 days", lasting("006", "2026-03-02", "2027-03-04"), f"00754-271 {END}",
         lasting("006", "2026-03-02", "2027-03-03")),
    Fact("period_too_long", "risk 003, 93 days", lasting("003", "2026-03-13", "2026-06-14"), f"00754-271 {END}",
         lasting("003", "2026-03-13", "2026-06-13")),
    Fact("period_too_long", "risk 004, 93 days", lasting("004", "2026-03-06", "2026-06-07"), f"00754-271 {END}",
         lasting("004", "2026-03-06", "2026-06-06")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(period.RULES))


@pytest.mark.parametrize("text", [first_day("005", "2026-03-01"), lasting("004", "2026-03-06", "2026-06-07")])
def test_a_late_first_day_and_a_long_period_are_told_and_do_not_block(text: str) -> None:
    assert [report.severity for report in reports(text)] == ["NP"]


def test_a_year_ahead_of_29_february_ends_on_28_february() -> None:
    leap = dated(twct(), "2024-02-29", "2025-02-28", "2025-03-10")
    assert reports(leap, date(2024, 2, 29)) == ()
    (report,) = reports(changed(leap, {START: "2025-03-01"}), date(2024, 2, 29))
    assert report.error_id == "00199-008"
