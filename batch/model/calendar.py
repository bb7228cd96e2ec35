"""Days as the law counts them: calendar months, years, quarters, and the Brussels day."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


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


def birth_date(inss: str, on: date) -> date | None:
    """The birth date that a NISS tells, not later than ``on``; None when it tells none.

    Bis numbers add 20 or 40 to the month.
    """
    if len(inss) != 11 or not (inss.isascii() and inss.isdigit()):
        return None
    year, month, day = int(inss[:2]), int(inss[2:4]) % 20, int(inss[4:6])
    born_late = f"{97 - int('2' + inss[:9]) % 97:02d}" == inss[9:]
    try:
        born = date((2000 if born_late else 1900) + year, month, day)
    except ValueError:
        return None
    return born if born <= on else None
