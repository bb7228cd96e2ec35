"""Days as the law counts them: calendar months, years, quarters, and the Brussels day."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
_SATURDAY = 5


@lru_cache(maxsize=4096)
def months_after(day: date, months: int) -> date:
    """The same day ``months`` later (or earlier); the month's last day when it has no such day.

    Where the calendar ends, its first or last day: a sender may write 9999-12-31.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def quarter_of(day: date) -> int:
    """The quarter of a day as ``YYYYQ``."""
    return day.year * 10 + (day.month - 1) // 3 + 1


def read_day(text: str) -> date | None:
    """A day as typed, ``2026-01-31``; None when it is none.

    >>> read_day("2026-01-31"), read_day("20260131"), read_day("2026-02-30")
    (datetime.date(2026, 1, 31), None, None)
    """
    return _read_day(text) if len(text) == len("2026-01-31") else None


@lru_cache(maxsize=4096)
def _read_day(text: str) -> date | None:
    """Forms repeat their days, so the last ones are remembered."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_quarter(text: str) -> int | None:
    """A quarter as typed, ``2026/1`` or ``20261``, as ``YYYYQ``; None when it is none.

    >>> read_quarter("2026/1"), read_quarter("20264"), read_quarter("2026/5")
    (20261, 20264, None)
    """
    found = re.fullmatch("((?:19|20)[0-9]{2}|9999)/?([1-4])", text, re.ASCII)
    return int(found[1] + found[2]) if found else None


def quarter_text(quarter: int) -> str:
    """A quarter as people write it.

    >>> quarter_text(20261)
    '2026/1'
    """
    return f"{quarter // 10}/{quarter % 10}"


def brussels_day(moment: datetime) -> date:
    """The day it is in Brussels at a moment in UTC."""
    return moment.astimezone(BRUSSELS).date()


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    century, within = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (within // 4) - moon - within % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def legal_holidays(year: int) -> frozenset[date]:
    """The ten legal holidays of Belgium (RD of 18/04/1974 art. 1), on the day itself."""
    fixed = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
    movable = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
    sunday = easter(year)
    return frozenset([date(year, *one) for one in fixed] + [sunday + timedelta(days) for days in movable])


def is_working_day(day: date) -> bool:
    """Monday to Friday without the legal holidays.

    The days that a firm takes for a holiday on a Sunday, and its bridge days, are not known here.
    """
    return day.weekday() < _SATURDAY and day not in legal_holidays(day.year)


@lru_cache(maxsize=4096)
def working_days_after(day: date, count: int) -> date:
    """The working day that many working days after (or, below zero, before) a day, which itself is not counted.

    Where the calendar ends, its first or last day.
    """
    step = timedelta(1 if count > 0 else -1)
    for _ in range(abs(count)):
        while date.min < day < date.max:
            day += step
            if is_working_day(day):
                break
    return day


def birth_date(inss: str, on: date) -> date | None:
    """The birth date that a NISS tells, not later than ``on``; None when it tells none.

    Bis numbers add 20 or 40 to the month.
    """
    born = _birth_date(inss) if len(inss) == 11 else None
    return born if born is not None and born <= on else None


@lru_cache(maxsize=1024)
def _birth_date(inss: str) -> date | None:
    """Several rules ask it of one form."""
    if not (inss.isascii() and inss.isdigit()):
        return None
    year, month, day = int(inss[:2]), int(inss[2:4]) % 20, int(inss[4:6])
    born_late = f"{97 - int('2' + inss[:9]) % 97:02d}" == inss[9:]
    try:
        return date((2000 if born_late else 1900) + year, month, day)
    except ValueError:
        return None
