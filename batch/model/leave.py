"""The law of career breaks as values: kinds, schemes, questions, agreements; and how long a break lasts.

Days are those of the calendar, both ends included: 15 June to 14 September is three months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from batch.model.calendar import months_after

PRIVATE = "01"
EDUCATION = "03"
AUTONOMOUS_COMPANY = "05"
FEDERAL_SERVICE = "08"
"""Sectors (zone 01138) that a rule names."""
FEDERAL_STATUTE = frozenset({"04", "06", "07", "08"})
"""Sectors whose statutory staff has the rules of the federal one (sheet T16), the regions and communities apart."""

Employment = Literal["statutory", "contract"]
Bearer = Literal["child", "patient", "career"]
"""What a maximum is given for: one child, one person cared for, or the worker's whole career."""
BEARERS: tuple[Bearer, ...] = get_args(Bearer)
YES, NO = 1, 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """One row of the matrix: a family of interruption in some sectors, and the regimes it knows there."""

    family: str
    sectors: frozenset[str]
    """Empty: every sector."""
    employment: str
    """``statutory``, ``contract``, or empty for both."""
    regimes: frozenset[int]

    def covers(self, family: str, sector: str, employment: Employment) -> bool:
        """Whether the row speaks of such a worker."""
        return (
            family == self.family
            and (not self.sectors or sector in self.sectors)
            and self.employment in ("", employment)
        )


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the questionnaire (zone 01139)."""

    code: str
    types: frozenset[str]
    """Families or codes of interruption; empty: all."""
    regimes: frozenset[int]
    sectors: frozenset[str]
    mandatory: bool
    excludes: int | None
    """The answer by which a condition is not met; None when both answers pass."""
    severity: str
    """The class of that answer: ``B``, ``NP``, ``W``, or empty."""
    starts_from: date
    """Breaks that start before this day are not excluded."""

    def belongs_to(self, kind: str, family: str, regime: int | None, sector: str) -> bool:
        """Whether it is asked for such a break."""
        return (
            (not self.types or kind in self.types or family in self.types)
            and (not self.regimes or regime in self.regimes)
            and (not self.sectors or sector in self.sectors)
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """One national agreement (zone 01143): whose it is, and for a framework agreement its days and age."""

    code: str
    families: frozenset[str]
    framework: bool
    since: date
    until: date
    age: int


@dataclass(frozen=True, slots=True, eq=False)
class Maximum:
    """Breaks that are counted together, and the number of the law that they are held against."""

    name: str
    types: frozenset[str]
    """Families or codes of interruption."""
    regimes: frozenset[int]
    """Empty: every regime."""
    per: Bearer
    divisors: Mapping[int, int]
    """By regime: months that are worth one month of the count; empty: each month is one, whatever the regime."""
    in_weeks: bool
    """Whether whole weeks in full count as weeks."""
    parameter: str
    """The dated number of the law; empty where there is no maximum."""
    titles: Mapping[str, str]
    """By language."""

    def covers(self, kind: str, family: str, regime: int | None) -> bool:
        """Whether such a break counts; one whose regime is not known only where the regime does not matter."""
        if kind not in self.types and family not in self.types:
            return False
        return (not self.regimes or regime in self.regimes) and (not self.divisors or regime in self.divisors)


@dataclass(frozen=True, slots=True, eq=False)
class LeaveLaw:
    """All tables of the law of career breaks."""

    families: Mapping[str, str] = field(default_factory=dict)
    """Family by type of interruption (zone 01136)."""
    sectors: Mapping[str, str] = field(default_factory=dict)
    """``private`` or ``public`` by sector (zone 01138)."""
    schemes: tuple[Scheme, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict)
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    maxima: tuple[Maximum, ...] = ()

    def regimes(self, family: str, sector: str, employment: Employment) -> frozenset[int] | None:
        """The regimes of a family in a sector; None when the sector does not know that family."""
        return _regimes(self, family, sector, employment)

    def maxima_of(self, kind: str, regime: int | None) -> tuple[Maximum, ...]:
        """What a break is counted against; nothing for a type that is not known."""
        family = self.families.get(kind, "")
        return tuple(one for one in self.maxima if one.covers(kind, family, regime)) if family else ()


# What the tables say is asked again and again of the same few kinds, sectors and regimes: a sector is one of the list.


@lru_cache(maxsize=1024)
def _regimes(law: LeaveLaw, family: str, sector: str, employment: Employment) -> frozenset[int] | None:
    rows = [row.regimes for row in law.schemes if row.covers(family, sector, employment)]
    return frozenset().union(*rows) if rows else None


# -- how long a break lasts --------------------------------------------------------------------------------


def last_day(start: date, months: int) -> date:
    """The last day of that many months from ``start`` on.

    The day before the same day number; where the last month has no such day, its own last day.

    >>> last_day(date(2023, 6, 15), 3), last_day(date(2024, 2, 29), 12)
    (datetime.date(2023, 9, 14), datetime.date(2025, 2, 28))
    """
    same = months_after(start, months)
    return same if same.day < start.day or same == date.max else same - timedelta(1)


def whole_months(start: date, end: date) -> int | None:
    """How many months a break lasts to the day; None when it is not a whole number."""
    about = (end.year - start.year) * 12 + end.month - start.month
    return next((months for months in (about, about + 1) if months > 0 and last_day(start, months) == end), None)


def whole_weeks(start: date, end: date) -> int | None:
    """How many weeks a break lasts to the day; None when it is not a whole number."""
    days = (end - start).days + 1
    return days // 7 if days > 0 and days % 7 == 0 else None
