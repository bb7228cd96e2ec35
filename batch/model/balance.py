"""What a worker has used of his leaves: months by kind of leave, against the maxima of the law.

Exact arithmetic in months. Whole months go from a day to the eve of the same day (15 June to 14 September is three);
the days beyond are parts of a month of thirty (ours). Which breaks count together is data: ``interruption_maxima.csv``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from batch.model.law import Law
from batch.model.leave import Maximum, last_day, whole_months, whole_weeks

_FULL = 1


@dataclass(slots=True)
class Break:
    """One request that counts: neither cancelled nor refused, with its newest end."""

    worker: str
    employer: tuple[str, ...]
    """Comparable numbers."""
    sender: str
    """Who introduced it."""
    ticket: str
    """That of the request; empty while its own set is judged."""
    latest: str
    """The ticket of the latest form of the employer's part."""
    kind: str
    """Type of interruption (zone 01136)."""
    regime: int | None
    start: date
    end: date
    community: int | None = 0
    """The community that the worker is tied to; 0 for own staff, None where it is not known."""
    child: str = ""
    """The child's birth date that the worker told; for ONEM's eyes only."""


@dataclass(slots=True)
class Count:
    """What is used of one maximum."""

    maximum: Maximum
    used: Fraction
    """In months of the count."""
    most: int | None
    """None where there is no maximum."""
    breaks: int
    """Of how many requests."""
    child: str = ""

    @property
    def is_exceeded(self) -> bool:
        """Whether more is used than there is."""
        return self.most is not None and self.used > self.most


def counts(breaks: Iterable[Break], maxima: Iterable[Maximum], law: Law, day: date) -> tuple[Count, ...]:
    """What is used of each maximum that a break counts against; ``day`` selects the numbers of the law.

    Where the maximum is given for a child, breaks are told apart by the birth dates that are known.
    """
    known = tuple(breaks)
    return tuple(count for one in maxima for count in _counts(known, one, law, day))


def _counts(breaks: Sequence[Break], maximum: Maximum, law: Law, day: date) -> Iterator[Count]:
    families = law.leaves.families
    covered = [one for one in breaks if maximum.covers(one.kind, families.get(one.kind, ""), one.regime)]
    most = law.parameters[maximum.parameter].on(day) if maximum.parameter else None
    by_child = maximum.per == "child"
    for child in sorted({one.child for one in covered}) if by_child else [""] if covered else []:
        counted = [one for one in covered if not by_child or one.child == child]
        yield Count(maximum, _used(counted, maximum, _measure(law, day)), most, len(counted), child)


class Measure(NamedTuple):
    """What days and weeks are worth in months."""

    days: int
    """Days beyond whole months that make one."""
    weeks: int
    """Weeks that make a month, where leave is taken by the week."""


def _measure(law: Law, day: date) -> Measure:
    days, weeks = (law.parameters[name].on(day) for name in ("rest_days_of_a_month", "weeks_of_a_month"))
    return Measure(days, weeks)


def _used(breaks: Sequence[Break], maximum: Maximum, measure: Measure) -> Fraction:
    apart = once(breaks) if maximum.per == "career" and len(breaks) > 1 else breaks
    first, *others = [worth(one, maximum, measure) for one in apart] or [Fraction()]
    return sum(others, first)


def worth(one: Break, maximum: Maximum, measure: Measure) -> Fraction:
    """How many months of a count one break is worth."""
    in_weeks = maximum.in_weeks and one.regime == _FULL
    months = months_of(one.start, one.end, measure, in_weeks=in_weeks)
    divisor = maximum.divisors.get(one.regime or 0, 1)
    return months if divisor == 1 else months / divisor


@lru_cache(maxsize=4096)
def months_of(start: date, end: date, measure: Measure, *, in_weeks: bool = False) -> Fraction:
    """How many months a break lasts, both ends included; none when it ends before it starts.

    >>> [str(months_of(date(2023, 6, 15), end, Measure(30, 4))) for end in (date(2023, 9, 14), date(2023, 9, 17))]
    ['3', '31/10']
    """
    if end < start:
        return Fraction()
    months, weeks = whole_months(start, end), whole_weeks(start, end)
    if months is None and weeks is not None and in_weeks:
        return Fraction(weeks, measure.weeks)
    if months is not None:
        return Fraction(months)
    about = (end.year - start.year) * 12 + end.month - start.month
    whole = next(months for months in (about, about - 1, 0) if not months or last_day(start, months) <= end)
    rest = (end - last_day(start, whole)).days if whole else (end - start).days + 1
    return whole + Fraction(rest, measure.days)


def once(breaks: Iterable[Break]) -> Iterator[Break]:
    """The same breaks, earliest first, each without the days that an earlier one has taken.

    A month of a career is used once, also by two breaks at two employers, or by one that is introduced twice.
    """
    taken: date | None = None
    for one in sorted(breaks, key=lambda one: (one.start, one.end)):
        if taken is None or one.end > taken:
            yield one if taken is None or one.start > taken else replace(one, start=taken + timedelta(1))
            taken = one.end


def written(months: Fraction) -> str:
    """Months with two decimals at most, rounded up: what is above a maximum is never written as the maximum.

    >>> written(Fraction(5, 2)), written(Fraction(4)), written(4 + Fraction(1, 300))
    ('2.5', '4', '4.01')
    """
    whole, cents = divmod(-(-months * 100 // 1), 100)
    return f"{whole}.{cents:02d}".rstrip("0").rstrip(".") if cents else str(whole)
