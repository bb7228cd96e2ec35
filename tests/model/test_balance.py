"""Months used of a worker's leaves: exact, by the calendar, and never more by taking the same twice."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from leaves import taken

from batch.lawbook import open_law
from batch.model.balance import Break, Count, Measure, counts, months_of, once, worth, written
from batch.model.leave import last_day

LAW = open_law()
MEASURE = Measure(30, 4)
TODAY = date(2026, 3, 16)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
LENGTHS = st.integers(0, 2000)
MAXIMA = {one.name: one for one in LAW.leaves.maxima}


def lasting(start: str, end: str, *, in_weeks: bool = False) -> str:
    return str(months_of(date.fromisoformat(start), date.fromisoformat(end), MEASURE, in_weeks=in_weeks))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2023-06-15", "2023-09-14", "3"),
        ("2023-06-15", "2023-09-17", "31/10"),
        ("2024-02-29", "2024-03-28", "1"),
        ("2024-02-29", "2025-02-28", "12"),
        ("2024-02-01", "2024-02-29", "1"),
        ("2023-02-01", "2023-02-28", "1"),
        ("2024-02-01", "2024-02-28", "14/15"),
        ("2024-01-31", "2024-02-29", "1"),
        ("2024-05-28", "2024-07-31", "32/15"),
        ("2024-05-28", "2024-05-28", "1/30"),
        ("2024-01-01", "2024-01-30", "1"),
        ("2024-05-28", "2024-05-27", "0"),
        ("0001-01-01", "0001-01-03", "1/10"),
    ],
)
def test_a_break_lasts_whole_months_and_parts_of_thirty_days(start: str, end: str, months: str) -> None:
    assert lasting(start, end) == months


def test_weeks_count_as_weeks_only_where_leave_is_taken_by_the_week() -> None:
    assert lasting("2026-06-01", "2026-06-07", in_weeks=True) == "1/4"
    assert lasting("2026-06-01", "2026-06-07") == "7/30"
    assert lasting("2026-02-01", "2026-02-28", in_weeks=True) == "1"
    assert lasting("2026-06-01", "2026-06-08", in_weeks=True) == "4/15"


@given(DAYS, st.integers(1, 120))
def test_whole_months_are_counted_as_they_are(start: date, months: int) -> None:
    assert months_of(start, last_day(start, months), MEASURE) == months


@given(DAYS, LENGTHS)
def test_a_day_more_never_counts_less(start: date, days: int) -> None:
    end = start + timedelta(days)
    assert months_of(start, end, MEASURE) <= months_of(start, end + timedelta(1), MEASURE)


@given(DAYS, st.integers(1, 120))
def test_a_day_less_than_so_many_months_is_more_than_a_month_less_and_no_more(start: date, months: int) -> None:
    used = months_of(start, last_day(start, months) - timedelta(1), MEASURE)
    assert months - 1 < used <= months


@given(DAYS, LENGTHS, st.sampled_from([(1, 1), (2, 2), (5, 5), (10, 10)]))
def test_a_regime_of_a_parental_leave_counts_its_part_of_a_full_one(
    start: date, days: int, regime: tuple[int, int]
) -> None:
    parental, end = MAXIMA["parental"], start + timedelta(days)
    one = taken("6001", regime[0], start=start, end=end)
    in_weeks = regime[0] == 1
    assert worth(one, parental, MEASURE) * regime[1] == months_of(start, end, MEASURE, in_weeks=in_weeks)


BREAKS = st.lists(
    st.builds(lambda start, days: taken("7001", start=start, end=start + timedelta(days)), DAYS, LENGTHS), max_size=6
)


@given(BREAKS)
def test_of_breaks_that_overlap_every_day_is_kept_once(breaks: list[Break]) -> None:
    apart = list(once(breaks))
    days = {one.start.toordinal() + nth for one in breaks for nth in range((one.end - one.start).days + 1)}
    assert sum((one.end - one.start).days + 1 for one in apart) == len(days)
    assert all(earlier.end < later.start for earlier, later in itertools.pairwise(apart))


@given(BREAKS, st.randoms())
def test_the_order_of_the_breaks_does_not_matter(breaks: list[Break], random: object) -> None:
    shuffled = list(breaks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _told(counts(breaks, LAW.leaves.maxima, LAW, TODAY)) == _told(
        counts(shuffled, LAW.leaves.maxima, LAW, TODAY)
    )


@given(BREAKS)
def test_the_same_twice_uses_no_more_of_a_career(breaks: list[Break]) -> None:
    first = {name: used for name, used, *_ in _told(counts(breaks, LAW.leaves.maxima, LAW, TODAY))}
    twice = {name: used for name, used, *_ in _told(counts([*breaks, *breaks], LAW.leaves.maxima, LAW, TODAY))}
    assert first == twice


@given(st.fractions(0, 2000))
def test_what_is_written_is_never_less_than_what_is_used_and_less_than_a_hundredth_more(months: Fraction) -> None:
    assert 0 <= Fraction(written(months)) - months < Fraction(1, 100)


def _told(found: tuple[Count, ...]) -> list[tuple[str, Fraction, int | None, int]]:
    return [(one.maximum.name, one.used, one.most, one.breaks) for one in found]


def used(*breaks: Break, day: date = TODAY) -> dict[str, tuple[str, int | None]]:
    return {
        name: (written(months), most) for name, months, most, _ in _told(counts(breaks, LAW.leaves.maxima, LAW, day))
    }


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (taken("6001", 1, 2), {"parental": ("2", 4)}),
        (taken("6001", 2, 2), {"parental": ("1", 4)}),
        (taken("6001", 5, 2), {"parental": ("0.4", 4)}),
        (taken("6001", 10, 10), {"parental": ("1", 4)}),
        (taken("6001", 1, 0, 7), {"parental": ("0.25", 4)}),
        (taken("6002", 1, 3), {"medical-full": ("3", 12)}),
        (taken("6002", 1, 0, 14), {"medical-full": ("0.5", 12)}),
        (taken("6002", 2, 3), {"medical-reduced": ("3", 24)}),
        (taken("6002", 5, 3), {"medical-reduced": ("3", 24)}),
        (taken("6003", 5, 1), {"palliative": ("1", 3)}),
        (taken("6004", 1, 1), {"carer-full": ("1", 3), "carer-full-career": ("1", 6)}),
        (taken("6004", 2, 2), {"carer-reduced": ("2", 6), "carer-reduced-career": ("2", 12)}),
        (taken("6005", 1, 0, 7), {"hospital": ("0.25", None)}),
        (taken("5001", 5, 6), {"time-credit": ("6", 51)}),
        (taken("5004", 1, 6), {"time-credit": ("6", 51), "time-credit-training": ("6", 36)}),
        (taken("5005", 2, 12), {"career-end": ("12", None)}),
        (taken("7001", 1, 12), {"ordinary-full": ("12", 60)}),
        (taken("7001", 3, 12), {"ordinary-reduced": ("12", 60)}),
        (taken("7002", 5, 12), {"ordinary-end": ("12", None)}),
        (taken("5001", None, 6), {"time-credit": ("6", 51)}),
        (taken("6001", None, 6), {}),
        (taken("9999", 1, 6), {}),
    ],
    ids=lambda value: f"{value.kind} {value.regime}" if isinstance(value, Break) else "",
)
def test_every_kind_of_leave_counts_as_the_law_counts_it(one: Break, told: dict[str, tuple[str, int | None]]) -> None:
    assert used(one) == told


def test_what_two_employers_have_at_once_uses_the_months_of_a_career_once() -> None:
    here, there = taken("5001", 2, 6), taken("5001", 2, 6, employer=("N1",), start=date(2020, 4, 1))
    assert used(here, there) == {"time-credit": ("9", 51)}
    assert used(taken("6002", 1, 3), taken("6002", 1, 3)) == {"medical-full": ("6", 12)}


@pytest.mark.parametrize(
    ("kind", "regime", "day", "most"),
    [
        ("6001", 1, "2012-05-31", 3), ("6001", 1, "2012-06-01", 4),
        ("6003", 1, "2016-12-31", 2), ("6003", 1, "2017-01-01", 3),
        ("6004", 1, "2021-08-31", 1), ("6004", 1, "2021-09-01", 3),
        ("6004", 2, "2021-08-31", 2), ("6004", 2, "2021-09-01", 6),
        ("5001", 1, "2014-12-31", 36), ("5001", 1, "2015-01-01", 48),
        ("5001", 1, "2017-03-31", 48), ("5001", 1, "2017-04-01", 51),
    ],
)  # fmt: skip
def test_a_maximum_is_that_of_its_day(kind: str, regime: int, day: str, most: int) -> None:
    found = counts([taken(kind, regime)], LAW.leaves.maxima, LAW, date.fromisoformat(day))
    assert found[0].most == most


def test_children_that_the_worker_has_told_are_counted_apart() -> None:
    first, second, untold = (taken("6001", 1, 3, child=child) for child in ("2020-05-01", "2023-01-01", ""))
    found = counts([first, second, untold, first], LAW.leaves.maxima, LAW, TODAY)
    assert [(one.child, one.used, one.breaks, one.is_exceeded) for one in found] == [
        ("", 3, 1, False),
        ("2020-05-01", 6, 2, True),
        ("2023-01-01", 3, 1, False),
    ]


def test_all_of_a_maximum_is_not_more_than_the_maximum() -> None:
    (all_of_it,) = counts([taken("6001", 1, 4)], LAW.leaves.maxima, LAW, TODAY)
    (a_day_more,) = counts([taken("6001", 1, 4, 1)], LAW.leaves.maxima, LAW, TODAY)
    (without_end,) = counts([taken("5005", 2, 400)], LAW.leaves.maxima, LAW, TODAY)
    assert (all_of_it.is_exceeded, a_day_more.is_exceeded, without_end.is_exceeded) == (False, True, False)
