"""How long a break lasts, and the tables of the law of leaves as values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch.model.calendar import months_after
from batch.model.leave import LeaveLaw, Question, Scheme, last_day, whole_months, whole_weeks

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(1, 120)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2023-06-15", 3, "2023-09-14"),
        ("2024-03-01", 1, "2024-03-31"),
        ("2024-02-01", 1, "2024-02-29"),
        ("2023-02-01", 1, "2023-02-28"),
        ("2024-02-29", 1, "2024-03-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-30", 1, "2023-02-28"),
        ("2024-01-30", 1, "2024-02-29"),
        ("2023-08-31", 3, "2023-11-30"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2022-09-01", 8, "2023-04-30"),
        ("2023-09-01", 6, "2024-02-29"),
        ("9999-12-01", 3, "9999-12-31"),
    ],
)
def test_the_last_day_of_so_many_months(start: str, months: int, end: str) -> None:
    assert last_day(date.fromisoformat(start), months) == date.fromisoformat(end)


@given(DAYS, MONTHS)
def test_a_break_of_whole_months_is_recognised(start: date, months: int) -> None:
    assert whole_months(start, last_day(start, months)) == months


@given(DAYS, st.integers(0, 4000))
def test_only_a_break_that_ends_on_such_a_day_has_whole_months(start: date, days: int) -> None:
    end = start + timedelta(days)
    months = whole_months(start, end)
    assert months is None or last_day(start, months) == end


@given(DAYS, MONTHS)
def test_one_month_more_lasts_longer(start: date, months: int) -> None:
    assert last_day(start, months) < last_day(start, months + 1)


@given(DAYS, MONTHS)
def test_between_two_whole_numbers_of_months_a_break_has_none(start: date, months: int) -> None:
    """What is left over the whole months is 27 to 30 days, and none of them makes another whole number."""
    day, over = last_day(start, months) + timedelta(1), last_day(start, months + 1)
    assert 27 <= (over - day).days <= 30
    while day < over:
        assert whole_months(start, day) is None
        day += timedelta(1)


@given(DAYS, DAYS, MONTHS)
def test_a_break_that_starts_later_never_ends_earlier(start: date, other: date, months: int) -> None:
    first, second = sorted((start, other))
    assert last_day(first, months) <= last_day(second, months)


@given(DAYS, st.integers(0, 3), MONTHS)
def test_breaks_of_neighbours_end_in_order_also_where_months_end(start: date, days: int, months: int) -> None:
    assert last_day(start, months) <= last_day(start + timedelta(days), months)


@given(DAYS, MONTHS)
def test_from_the_first_of_a_month_a_break_ends_with_a_month(start: date, months: int) -> None:
    assert (last_day(start.replace(day=1), months) + timedelta(1)).day == 1


@given(st.integers(1904, 2096).filter(lambda year: year % 4 == 0), st.integers(1, 20))
def test_years_from_the_29th_of_february_end_on_the_28th(year: int, years: int) -> None:
    start = date(year, 2, 29)
    assert last_day(start, 12 * years) == date(year + years, 2, 28)
    assert whole_months(start, date(year + years, 2, 28)) == 12 * years


@given(DAYS, MONTHS, MONTHS)
def test_two_breaks_in_a_row_are_never_shorter_than_one_and_at_most_three_days_longer(
    start: date, first: int, second: int
) -> None:
    """From the 29th on a short month ends the first break with itself, and the second starts on a first."""
    again = last_day(start, first) + timedelta(1)
    assert 0 <= (last_day(again, second) - last_day(start, first + second)).days <= 3


@given(DAYS.filter(lambda day: day.day <= 28), MONTHS, MONTHS)
def test_up_to_the_28th_two_breaks_in_a_row_are_as_long_as_one(start: date, first: int, second: int) -> None:
    again = last_day(start, first) + timedelta(1)
    assert again.day == start.day
    assert last_day(again, second) == last_day(start, first + second)


@given(DAYS, MONTHS)
def test_the_last_day_is_the_eve_of_the_same_day_or_the_end_of_a_shorter_month(start: date, months: int) -> None:
    end = last_day(start, months)
    same = months_after(start, months)
    shorter = same.day < start.day
    assert end == (same if shorter else same - timedelta(1))
    assert not shorter or (end + timedelta(1)).day == 1


@given(DAYS, st.integers(1, 400))
def test_weeks_are_seven_days_both_ends_included(start: date, weeks: int) -> None:
    end = start + timedelta(7 * weeks - 1)
    assert whole_weeks(start, end) == weeks
    assert whole_weeks(start, end + timedelta(1)) is None


@given(DAYS, st.integers(1, 400))
def test_a_break_that_ends_before_it_starts_has_no_length(start: date, days: int) -> None:
    assert whole_months(start, start - timedelta(days)) is None
    assert whole_weeks(start, start - timedelta(days)) is None


SCHEMES = (
    Scheme("ordinary", frozenset({"08"}), "statutory", frozenset({1, 2})),
    Scheme("ordinary", frozenset({"08"}), "contract", frozenset({1, 5})),
    Scheme("parental", frozenset(), "", frozenset({1, 10})),
)


def test_a_family_has_the_regimes_of_the_rows_that_cover_it() -> None:
    law = LeaveLaw(schemes=SCHEMES)
    assert law.regimes("ordinary", "08", "statutory") == {1, 2}
    assert law.regimes("ordinary", "08", "contract") == {1, 5}
    assert law.regimes("ordinary", "01", "contract") is None
    assert law.regimes("parental", "77", "statutory") == {1, 10}


def question(types: str = "", regimes: str = "", sectors: str = "") -> Question:
    numbers = frozenset(map(int, regimes.split()))
    words = frozenset(types.split()), numbers, frozenset(sectors.split())
    return Question("T999", *words, mandatory=True, excludes=None, severity="", starts_from=date(1900, 1, 1))


@pytest.mark.parametrize(
    ("asked", "belongs"),
    [
        (question(), True), (question("5001"), True), (question("5002"), False), (question("time-credit"), True),
        (question(regimes="2 5"), True), (question(regimes="1"), False), (question(sectors="01"), True),
        (question(sectors="02"), False),
    ],
)  # fmt: skip
def test_a_question_is_asked_of_types_regimes_and_sectors(asked: Question, belongs: bool) -> None:
    assert asked.belongs_to("5001", "time-credit", 2, "01") is belongs
