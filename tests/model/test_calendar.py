"""Days as the law counts them, at the days where counting goes wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.be import nn

from batch.model import calendar
from batch.model.calendar import birth_date, brussels_day, months_after, quarter_of

calm = settings(deadline=None, derandomize=True)
TODAY = date(2026, 1, 5)


# -- months ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2025, 2, 28), 12, date(2026, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(2025, 12, 1), -12, date(2024, 12, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(1900, 1, 31), 1, date(1900, 2, 28)),
        (date(2000, 1, 31), 1, date(2000, 2, 29)),
        (date(2100, 1, 31), 1, date(2100, 2, 28)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(1, 2, 1), -1, date(1, 1, 1)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_one(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


@settings(calm, max_examples=500)
@given(day=st.dates(date(1000, 1, 1), date(3000, 1, 1)), months=st.integers(-600, 600))
def test_months_keep_the_count_of_months_and_never_pass_the_day(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(1)).day == 1


DAYS = st.dates(date(1000, 1, 1), date(3000, 1, 1))
MONTHS = st.integers(-600, 600)


def month_end(day: date) -> date:
    """The last day of a month, found day by day."""
    while (day + timedelta(1)).month == day.month:
        day += timedelta(1)
    return day


@settings(calm, max_examples=500)
@given(day=DAYS, months=MONTHS)
def test_the_day_is_the_last_one_exactly_where_the_month_has_no_such_day(day: date, months: int) -> None:
    later = months_after(day, months)
    assert later.day == min(day.day, month_end(later).day)


@settings(calm, max_examples=500)
@given(day=DAYS, other=DAYS, months=MONTHS)
def test_who_begins_later_never_ends_earlier(day: date, other: date, months: int) -> None:
    first, second = sorted((day, other))
    assert months_after(first, months) <= months_after(second, months)


@settings(calm, max_examples=500)
@given(day=DAYS, days=st.integers(0, 3), months=MONTHS)
def test_neighbours_stay_in_order_also_where_months_end(day: date, days: int, months: int) -> None:
    assert months_after(day, months) <= months_after(day + timedelta(days), months)


@settings(calm, max_examples=500)
@given(day=DAYS, months=MONTHS)
def test_one_month_more_is_later(day: date, months: int) -> None:
    assert months_after(day, months) < months_after(day, months + 1)


@settings(calm, max_examples=500)
@given(day=DAYS, months=MONTHS)
def test_the_way_back_ends_on_the_same_day_or_as_much_earlier_as_the_month_was_shorter(day: date, months: int) -> None:
    later = months_after(day, months)
    back = months_after(later, -months)
    assert day - back == timedelta(day.day - later.day)


@settings(calm, max_examples=500)
@given(day=DAYS, first=MONTHS, second=MONTHS)
def test_two_steps_reach_no_further_than_one_and_up_to_the_28th_as_far(day: date, first: int, second: int) -> None:
    """So a term is counted from its first day, never from the end of a part of it."""
    at_once, in_two = months_after(day, first + second), months_after(months_after(day, first), second)
    assert in_two <= at_once
    assert (in_two.year, in_two.month) == (at_once.year, at_once.month)
    if day.day <= 28:
        assert in_two == at_once


@pytest.mark.parametrize("years", range(1, 9))
def test_the_29th_of_february_has_its_day_in_leap_years_and_else_the_28th(years: int) -> None:
    later = months_after(date(2096, 2, 29), 12 * years)
    assert later == date(2096 + years, 2, 29 if years == 8 else 28)  # 2100 is no leap year


@pytest.mark.parametrize(("day", "months"), [(date(9999, 12, 31), 1), (date(9999, 7, 1), 12), (date(1, 1, 1), -1)])
def test_months_beyond_the_calendar_stop_at_its_border(day: date, months: int) -> None:
    """A sender may write 9999-12-31; the rules that count from it must get an answer."""
    assert months_after(day, months) == (date.max if months > 0 else date.min)


# -- quarters ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), 20261),
        (date(2026, 3, 31), 20261),
        (date(2026, 4, 1), 20262),
        (date(2026, 6, 30), 20262),
        (date(2026, 7, 1), 20263),
        (date(2026, 9, 30), 20263),
        (date(2026, 10, 1), 20264),
        (date(2026, 12, 31), 20264),
        (date(2024, 2, 29), 20241),
    ],
)
def test_a_quarter_begins_on_its_first_day_and_ends_on_its_last(day: date, expected: int) -> None:
    assert quarter_of(day) == expected


# -- the Brussels day ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(datetime(2026, 1, 5, 22, 59, 59, 999999, UTC), date(2026, 1, 5), id="before a winter midnight"),
        pytest.param(datetime(2026, 1, 5, 23, 0, tzinfo=UTC), date(2026, 1, 6), id="at a winter midnight"),
        pytest.param(datetime(2026, 7, 5, 21, 59, 59, tzinfo=UTC), date(2026, 7, 5), id="before a summer midnight"),
        pytest.param(datetime(2026, 7, 5, 22, 0, tzinfo=UTC), date(2026, 7, 6), id="at a summer midnight"),
        pytest.param(datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28), id="evening before spring forward"),
        pytest.param(datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29), id="midnight of spring forward"),
        pytest.param(datetime(2026, 3, 29, 1, 0, tzinfo=UTC), date(2026, 3, 29), id="the hour that is skipped"),
        pytest.param(datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29), id="the short day's last minute"),
        pytest.param(datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30), id="after the short day"),
        pytest.param(datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25), id="midnight of fall back"),
        pytest.param(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25), id="the doubled hour, first"),
        pytest.param(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25), id="the doubled hour, again"),
        pytest.param(datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25), id="the long day's last minute"),
        pytest.param(datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26), id="after the long day"),
        pytest.param(datetime(2025, 12, 31, 23, 0, tzinfo=UTC), date(2026, 1, 1), id="new year"),
    ],
)
def test_the_day_is_the_one_in_brussels(moment: datetime, expected: date) -> None:
    assert brussels_day(moment) == expected


# -- births --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inss", "born"),
    [
        pytest.param("85073003328", date(1985, 7, 30), id="born in the last century"),
        pytest.param("17073003384", date(2017, 7, 30), id="born from 2000 on"),
        pytest.param("85473003397", date(1985, 7, 30), id="bis number, sex known"),
        pytest.param("85273003311", date(1985, 7, 30), id="bis number, sex not known"),
    ],
)
def test_a_niss_tells_the_birth_date(inss: str, born: date) -> None:
    assert birth_date(inss, TODAY) == born


def written(born: date, order: int, step: int) -> str:
    nine = f"{born.year % 100:02d}{born.month + step:02d}{born.day:02d}{order:03d}"
    number = int(nine) if born.year < 2000 else int(f"2{nine}")
    return f"{nine}{97 - number % 97:02d}"


@settings(calm, max_examples=500)
@given(born=st.dates(date(1900, 1, 1), TODAY), order=st.integers(1, 998), step=st.sampled_from((0, 20, 40)))
def test_the_birth_date_is_the_one_the_number_was_made_from(born: date, order: int, step: int) -> None:
    assert birth_date(written(born, order, step), TODAY) == born


@settings(calm, max_examples=300)
@given(born=st.dates(date(1900, 1, 1), TODAY), order=st.integers(1, 998), step=st.sampled_from((0, 20, 40)))
def test_the_birth_date_is_the_one_another_library_reads(born: date, order: int, step: int) -> None:
    inss = written(born, order, step)
    assert birth_date(inss, TODAY) == nn.get_birth_date(inss)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2000, 1, 1), date(2000, 2, 29), date(1996, 2, 29)])
def test_the_turn_of_the_century_is_told_by_the_check_digits(day: date) -> None:
    assert birth_date(written(day, 1, 0), TODAY) == day


@pytest.mark.parametrize(
    "inss",
    [
        pytest.param("", id="nothing"),
        pytest.param("0", id="zero"),
        pytest.param("8507300332", id="ten digits"),
        pytest.param("850730033280", id="twelve digits"),
        pytest.param("85.07.30-033.28", id="with dots"),
        pytest.param("85130003321", id="month thirteen"),
        pytest.param("85000003350", id="month not known"),
        pytest.param("85070003391", id="day not known"),
        pytest.param("85023003392", id="the thirtieth of February"),
        pytest.param("8507300332x", id="a letter"),
        pytest.param("²²²²²²²²²²²", id="superscripts"),
        pytest.param("8507300332²", id="one superscript"),
    ],
)
def test_a_niss_without_a_birth_date_tells_none(inss: str) -> None:
    assert birth_date(inss, TODAY) is None


def test_a_birth_after_the_day_asked_for_is_none() -> None:
    born = date(2025, 6, 1)
    assert birth_date(written(born, 1, 0), born) == born
    assert birth_date(written(born, 1, 0), born - timedelta(1)) is None


@settings(calm, max_examples=500)
@given(inss=st.one_of(st.text(min_size=11, max_size=11), st.text("0123456789²٣", min_size=11, max_size=11)))
def test_any_eleven_characters_can_be_asked_for_a_birth_date(inss: str) -> None:
    assert birth_date(inss, TODAY) is None or birth_date(inss, TODAY) <= TODAY


EASTER_MONDAYS = (
    "2020-04-13", "2021-04-05", "2022-04-18", "2023-04-10", "2024-04-01", "2025-04-21", "2026-04-06", "2027-03-29",
    "2028-04-17", "2029-04-02", "2030-04-22",
)  # fmt: skip
ASCENSIONS = (
    "2020-05-21", "2021-05-13", "2022-05-26", "2023-05-18", "2024-05-09", "2025-05-29", "2026-05-14", "2027-05-06",
    "2028-05-25", "2029-05-10", "2030-05-30",
)  # fmt: skip
WHIT_MONDAYS = (
    "2020-06-01", "2021-05-24", "2022-06-06", "2023-05-29", "2024-05-20", "2025-06-09", "2026-05-25", "2027-05-17",
    "2028-06-05", "2029-05-21", "2030-06-10",
)  # fmt: skip
FIXED = ("01-01", "05-01", "07-21", "08-15", "11-01", "11-11", "12-25")


MOVABLE = list(zip(EASTER_MONDAYS, ASCENSIONS, WHIT_MONDAYS, strict=True))


@pytest.mark.parametrize("movable", MOVABLE, ids=EASTER_MONDAYS)
def test_the_ten_legal_holidays_of_a_year(movable: tuple[str, str, str]) -> None:
    year = movable[0][:4]
    expected = {*movable, *(f"{year}-{day}" for day in FIXED)}
    assert {str(day) for day in calendar.legal_holidays(int(year))} == expected
    assert len(expected) == 10


@pytest.mark.parametrize("year", range(2004, 2100))
def test_a_kept_library_knows_the_same_working_days(year: int) -> None:
    """It lists Easter Sunday and Whit Sunday too, which are no working days anyway."""
    listed = holidays.country_holidays("BE", years=year)
    day = date(year, 1, 1)
    while day.year == year:
        assert calendar.is_working_day(day) == (day.weekday() < 5 and day not in listed), day
        day += timedelta(1)


@pytest.mark.parametrize(
    ("day", "count", "other"),
    [
        ("2014-03-12", -5, "2014-03-05"), ("2014-03-12", 1, "2014-03-13"), ("2026-04-03", 1, "2026-04-07"),
        ("2026-04-07", -1, "2026-04-03"), ("2026-12-24", 1, "2026-12-28"), ("2026-03-07", 1, "2026-03-09"),
        ("2026-03-08", -1, "2026-03-06"), ("2026-03-09", 0, "2026-03-09"), ("9999-12-31", 3, "9999-12-31"),
        ("0001-01-01", -3, "0001-01-01"),
    ],
)  # fmt: skip
def test_working_days_leave_out_weekends_and_legal_holidays(day: str, count: int, other: str) -> None:
    assert str(calendar.working_days_after(date.fromisoformat(day), count)) == other
