"""Invented career breaks of every kind, each within the law of the day: who, what, from when to when, where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from batch.model.calendar import months_after
from batch.model.leave import EDUCATION, FEDERAL_SERVICE, PRIVATE, Employment, LeaveLaw, last_day
from batch.model.loic import FULL, HALF, ONE_FIFTH, ONE_TENTH, WITH_MOTIVE
from batch.writers.samples.people import People

_MOTIVES = ("5001", "5001", "5001", "5002", "5003", "5004", "5006", "5007")
_ONCE = {"5002": (1, 2, 3), "5003": (1, 2, 3), "5007": (1, 2, 3)}
"""Months of the motives that have terms of their own."""
_MOTIVE_MONTHS = {FULL: (3, 6, 12), HALF: (3, 6, 12, 24), ONE_FIFTH: (6, 12, 24)}
_CAREER_END_MONTHS = {HALF: (12, 24, 36), ONE_FIFTH: (24, 36, 60)}
_PARENTAL_MONTHS = {FULL: (1, 2, 4), HALF: (2, 4, 8), ONE_FIFTH: (5, 10, 20), ONE_TENTH: (10, 20, 40)}
_MEDICAL_MONTHS = {FULL: (1, 2, 3), HALF: (1, 2, 3), ONE_FIFTH: (1, 2, 3)}
_CARER_MONTHS = {FULL: (1, 2, 3), HALF: (2, 4, 6), ONE_FIFTH: (2, 4, 6)}
_ORDINARY_MONTHS = (3, 6, 12)
_WEEK = 7
_SMALL_FIRM = 20
_STATUTORY, _CONTRACT = 1, 4


class Break(NamedTuple):
    """One interruption, as its request tells it."""

    inss: str
    kind: str
    regime: int
    notice: date
    start: date
    end: date
    sector: str = PRIVATE
    nature: int | None = None
    """Zone 00996, for the public sector."""
    workers: int = 0
    """How many workers the firm has, for a time credit."""

    @property
    def is_time_credit(self) -> bool:
        """Whether it carries threshold and agreement."""
        return self.kind.startswith("5")

    @property
    def needs_no_threshold(self) -> bool:
        """Whether it is an end of career by one fifth."""
        return self.kind == "5005" and self.regime == ONE_FIFTH

    @property
    def adds_months(self) -> bool:
        """Whether the agreement adds months to the right."""
        return self.kind in WITH_MOTIVE and self.regime != ONE_FIFTH

    @property
    def is_ordinary(self) -> bool:
        """Whether it is an ordinary break of the public sector."""
        return self.kind.startswith("7")


class Breaks:
    """Draws one break after the other."""

    def __init__(self, people: People, today: date, law: LeaveLaw) -> None:
        self._people, self._today, self._law = people, today, law
        self._kinds: tuple[Callable[[], Break], ...] = (
            *[self._motive] * 8, *[self._career_end] * 3, *[self._parental] * 6, *[self._medical] * 3,
            self._hospital, self._palliative, self._carer, *[self._ordinary] * 2, self._ordinary_end,
        )  # fmt: skip

    def draw(self) -> Break:
        """One break by lot."""
        return self._people.one_of(self._kinds)()

    # -- private sector

    def _motive(self) -> Break:
        kind = self._people.one_of(_MOTIVES)
        own = _ONCE.get(kind)
        months = dict.fromkeys(_MOTIVE_MONTHS, own) if own else _MOTIVE_MONTHS
        return self._time_credit(self._people.worker(), kind, months)

    def _career_end(self) -> Break:
        return self._time_credit(self._people.elder(), "5005", _CAREER_END_MONTHS)

    def _time_credit(self, inss: str, kind: str, months: Mapping[int, tuple[int, ...]]) -> Break:
        """Announced three months before, six in a firm of at most twenty workers."""
        regime, workers = self._people.one_of(tuple(months)), self._people.number(4, 400)
        notice = self._day(-70, -40)
        first = months_after(notice, 6 if workers <= _SMALL_FIRM else 3)
        start = months_after(first.replace(day=1), 1)
        end = last_day(start, self._people.one_of(months[regime]))
        return Break(inss, kind, regime, notice, start, end, workers=workers)

    # -- every sector

    def _parental(self) -> Break:
        notice = self._day(-20, -3)
        return self._thematic("6001", notice, months_after(notice, 2), _PARENTAL_MONTHS, weeks=8)

    def _medical(self) -> Break:
        notice = self._day(-3, 0)
        return self._thematic("6002", notice, self._soon(notice), _MEDICAL_MONTHS, weeks=3)

    def _carer(self) -> Break:
        notice = self._day(-3, 0)
        return self._thematic("6004", notice, self._soon(notice), _CARER_MONTHS)

    def _hospital(self) -> Break:
        notice = self._day(-1, 0)
        found = self._thematic("6005", notice, self._soon(notice), {FULL: (1,)})
        return found._replace(end=found.start + timedelta(_WEEK - 1))

    def _palliative(self) -> Break:
        notice = self._day(-2, 0)
        next_monday = notice + timedelta(_WEEK - notice.weekday())
        return self._thematic("6003", notice, next_monday, dict.fromkeys((FULL, HALF, ONE_FIFTH), (1,)))

    def _soon(self, notice: date) -> date:
        return notice + timedelta(self._people.number(_WEEK, 2 * _WEEK))

    def _thematic(
        self, kind: str, notice: date, earliest: date, months: Mapping[int, tuple[int, ...]], weeks: int = 0
    ) -> Break:
        """From a Monday on; a full one sometimes by the week."""
        regime = self._people.one_of(tuple(months))
        monday = earliest + timedelta(-earliest.weekday() % _WEEK)
        end = last_day(monday, self._people.one_of(months[regime]))
        if weeks and regime == FULL and self._people.one_in(4):
            end = monday + timedelta(_WEEK * self._people.number(1, weeks) - 1)
        sector, nature = PRIVATE, None
        if self._people.one_in(6):
            sector, nature = self._public_sector(), self._people.one_of((_STATUTORY, _CONTRACT))
        return Break(self._people.worker(), kind, regime, notice, monday, end, sector, nature)

    # -- public sector

    def _ordinary(self) -> Break:
        return self._public("7001", self._people.worker(), self._public_sector(), (_STATUTORY, _CONTRACT))

    def _ordinary_end(self) -> Break:
        found = self._public("7002", self._people.elder(), self._people.one_of(("02", EDUCATION)), (_CONTRACT,))
        return found._replace(end=last_day(found.start, 36))

    def _public(self, kind: str, inss: str, sector: str, natures: tuple[int, ...]) -> Break:
        """Told two months before, as a federal service asks."""
        nature = self._people.one_of(natures)
        employment: Employment = "statutory" if nature == _STATUTORY else "contract"
        regimes = self._law.regimes(self._law.families[kind], sector, employment) or frozenset({HALF})
        regime = self._people.one_of(sorted(regimes - {FULL} if kind == "7002" else regimes))
        notice = self._day(-40, -3)
        start = months_after(months_after(notice, 2 if sector == FEDERAL_SERVICE else 1).replace(day=1), 1)
        return Break(inss, kind, regime, notice, start, last_day(start, self._people.one_of(_ORDINARY_MONTHS)),
                     sector, nature)  # fmt: skip

    def _public_sector(self) -> str:
        return self._people.one_of([code for code, kind in self._law.sectors.items() if kind == "public"])

    def _day(self, earliest: int, latest: int) -> date:
        return self._today + timedelta(self._people.number(earliest, latest))
