"""The longest suspension of risk 001 by regime and worker class."""

from datetime import date, timedelta

import pytest
from declarations import (
    DEPARTMENT,
    Fact,
    Known,
    after,
    before,
    dated,
    every,
    is_silent,
    names_of,
    put,
    reports,
    said,
    speaks,
    told_before,
    twct,
    without,
)

from batch.model.told import Told
from batch.validators.rules.twct import maxima

LONG = "00754-271 TempUnemploymentEndingDate"
COMMITTEE = "JointCommissionNbr"


def lasting(start: str, end: str, regime: int = 1, committee: str = "124", level: str = "", status: int = 0) -> str:
    first = date.fromisoformat(start)
    text = dated(twct(status=status), str(first - timedelta(10)), start, end)
    text = put(put(text, "RegimeTempUnemp", str(regime)), COMMITTEE, committee)
    return after(text, COMMITTEE, f"<JointCommissionLevel>{level}</JointCommissionLevel>") if level else text


def white(start: str, end: str, regime: int = 1) -> str:
    return lasting(start, end, regime, "200", "001")


def of_a_department(text: str) -> str:
    return before(without(text, "NaturalPerson", "NaturalPerson"), "TempUnempEconomical", DEPARTMENT)


def earlier(first: str, last: str, regime: int = 1, **changes: object) -> Told:
    return told_before(first=date.fromisoformat(first), last=date.fromisoformat(last), regime=regime, **changes)


def known(*told: Told) -> Known:
    return Known(told=told)


def alone(fact: str, rule: str, faulty: str, neighbour: str, day: str, neighbour_day: str = "") -> Fact:
    return Fact(rule, fact, faulty, LONG, neighbour, day=date.fromisoformat(day),
                neighbour_day=date.fromisoformat(neighbour_day or day))  # fmt: skip


def followed(fact: str, rule: str, text: str, told: Told, neighbour: Told) -> Fact:
    day = date.fromisoformat(text.partition("<FormCreationDate>")[2][:10])
    return Fact(rule, fact, text, LONG, text, day=day, known=known(told), neighbour_known=known(neighbour))


FOUR_WEEKS = lasting("2026-06-01", "2026-06-28")
ONE_WEEK = lasting("2026-06-01", "2026-06-07")
ALONE, CHAIN, WEEKS = "suspension_too_long", "no_work_week_before", "white_collar_weeks_used_up"

FACTS = [
    alone("full: 29 days", ALONE, lasting("2026-06-01", "2026-06-29"), FOUR_WEEKS, "2026-05-22"),
    alone("large: three months and a day", ALONE, lasting("2026-06-01", "2026-09-01", 3),
          lasting("2026-06-01", "2026-08-31", 3), "2026-05-22"),
    alone("large: a short month ends it with its own last day", ALONE, lasting("2026-11-30", "2027-03-01", 3),
          lasting("2026-11-30", "2027-02-28", 3), "2026-11-20"),
    alone("large: up to the 29th of February", ALONE, lasting("2027-11-30", "2028-03-01", 3),
          lasting("2027-11-30", "2028-02-29", 3), "2027-11-20"),
    alone("small: no maximum below the message's", ALONE, lasting("2026-06-01", "2026-09-01", 3),
          lasting("2026-06-01", "2026-12-31", 2), "2026-05-22"),
    alone("white-collar workers have other maxima", ALONE, lasting("2026-06-01", "2026-06-29"),
          white("2026-06-01", "2026-06-29"), "2026-05-22"),
    alone("committee 127 has own terms", ALONE, lasting("2026-06-01", "2026-06-29"),
          lasting("2026-06-01", "2026-06-29", committee="127"), "2026-05-22"),
    alone("before 1 July 2022: four weeks", ALONE, lasting("2022-06-30", "2022-07-28"),
          lasting("2022-07-01", "2022-09-22"), "2022-06-20", "2022-06-21"),
    alone("from 1 July 2022: twelve weeks", ALONE, lasting("2022-07-01", "2022-09-23"),
          lasting("2022-07-01", "2022-09-22"), "2022-06-21"),
    alone("up to 31 December 2022", ALONE, lasting("2023-01-01", "2023-01-29"),
          lasting("2022-12-31", "2023-03-24"), "2022-12-22", "2022-12-21"),
    alone("a modification too", ALONE, lasting("2026-06-01", "2026-06-29", status=1),
          lasting("2026-06-01", "2026-06-28", status=1), "2026-05-22"),
    followed("six days of work after four weeks", CHAIN, ONE_WEEK, earlier("2026-04-28", "2026-05-25"),
             earlier("2026-04-27", "2026-05-24")),
    followed("four weeks in all may follow each other", CHAIN, ONE_WEEK, earlier("2026-05-10", "2026-05-31"),
             earlier("2026-05-11", "2026-05-31")),
    followed("the second worker", CHAIN, ONE_WEEK, earlier("2026-05-04", "2026-05-31", worker=2),
             earlier("2026-05-04", "2026-05-31", worker=3)),
    followed("of the same regime", CHAIN, ONE_WEEK, earlier("2026-05-04", "2026-05-31"),
             earlier("2026-05-04", "2026-05-31", 3)),
    followed("large: three months and a week", CHAIN, lasting("2026-06-01", "2026-06-07", 3),
             earlier("2026-03-01", "2026-05-31", 3), earlier("2026-02-20", "2026-05-24", 3)),
    followed("transition: two weeks after eight", CHAIN, lasting("2022-09-12", "2022-11-06"),
             earlier("2022-07-05", "2022-08-29"), earlier("2022-07-04", "2022-08-28")),
    followed("energy regime until 31 March 2023: no work week", CHAIN, lasting("2023-04-03", "2023-04-09"),
             earlier("2023-03-06", "2023-04-01"), earlier("2023-03-05", "2023-03-31")),
    followed("for the department", CHAIN, of_a_department(ONE_WEEK),
             Told("=soudure et montage", ("N161234563",), "", "001", date(2026, 5, 4), date(2026, 5, 31), 1, False),
             Told("=peinture", ("N161234563",), "", "001", date(2026, 5, 4), date(2026, 5, 31), 1, False)),
    alone("full: a seventeenth week", WEEKS, white("2026-03-02", "2026-06-22"), white("2026-03-02", "2026-06-21"),
          "2026-02-20"),
    alone("a week counts whole", WEEKS, white("2026-03-01", "2026-06-21"), white("2026-03-02", "2026-06-21"),
          "2026-02-19", "2026-02-20"),
    alone("reduced: a 27th week", WEEKS, white("2026-03-02", "2026-08-31", 3), white("2026-03-02", "2026-08-30", 3),
          "2026-02-20"),
    followed("over two communications", WEEKS, white("2026-09-07", "2026-09-13"),
             earlier("2026-03-02", "2026-06-21", white_collar=True),
             earlier("2026-03-02", "2026-06-14", white_collar=True)),
    followed("of one year", WEEKS, white("2026-09-07", "2026-09-13"),
             earlier("2026-03-02", "2026-06-21", white_collar=True),
             earlier("2025-03-03", "2025-06-22", white_collar=True)),
    followed("of one regime", WEEKS, white("2026-09-07", "2026-09-13"),
             earlier("2026-03-02", "2026-06-21", white_collar=True),
             earlier("2026-03-02", "2026-06-21", 3, white_collar=True)),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(maxima.RULES))


@pytest.mark.parametrize("fact", FACTS[:1] + FACTS[9:10] + FACTS[-1:], ids=lambda fact: fact.rule)
def test_a_maximum_is_told_and_does_not_block(fact: Fact) -> None:
    assert [one.severity for one in reports(fact.faulty, fact.day, known=fact.known)] == ["NP"]


@pytest.mark.parametrize("start", ["9999-12-31", "0001-01-01"])
def test_a_start_at_the_edge_of_the_calendar_is_no_accident(start: str) -> None:
    text = dated(twct(), "2026-03-09", start, start)
    assert "00199-008" in {code for code, _ in said(text, known=known(earlier("2026-05-04", "9999-12-31")))}
