"""The longest suspension of risk 001 by regime and worker class (law of 03/07/1978 art. 51 and 77/1 to 77/8).

A message tells the announced days only; what was worked meanwhile is for ONEM to know. So these are warnings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from batch.model.forms import Place
from batch.model.law import Law
from batch.model.leave import last_day
from batch.model.told import Told
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.twct.circumstances import is_full_or_large
from batch.validators.rules.twct.told import earlier_of

RULES: Rulebook[Communication] = Rulebook(is_full_or_large)
_FULL, _LARGE = 1, 3
_FOUR_WEEKS = 28
_DAY = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 2004, 2099
_END = "TempUnemploymentEndingDate"


@RULES.rule("00754-271", source="law of 03/07/1978 art. 51; by regime and day: schemas/glossary/parameters.toml")
def suspension_too_long(communication: Communication, case: Case) -> Iterator[Place]:
    """A full suspension of blue-collar workers lasts four weeks at most, a large one three months.

    Longer than a message may tell is said by another rule; a joint committee with own terms is not judged.
    """
    told = _suspension(communication, case, white_collar=False)
    if told and communication.period and _longest_end(told, timedelta(0), case.law) < told.last:
        yield communication.period.at(_END)


@RULES.rule("00754-271", source="law of 03/07/1978 art. 51: a complete work week after the maximum; code: ours")
def no_work_week_before(communication: Communication, case: Case) -> Iterator[Place]:
    """After the maximum of a full or large suspension a complete work week comes before a new one.

    Suspensions of a worker that follow each other with less than the work week between them count as one; the
    longest announced days count (ours: an early resumption is not told unless the communication is changed).
    """
    told = _suspension(communication, case, white_collar=False)
    if told is None or communication.period is None or _longest_end(told, timedelta(0), case.law) < told.last:
        return
    for worker in communication.told():
        before = [one for one in earlier_of(worker, communication, case) if _is_alike(one, told)]
        if before and _longest_end(worker, _chained(worker, before, case.law), case.law) < worker.last:
            yield communication.period.at(_END)
            return


@RULES.rule("00754-271", source="law of 03/07/1978 art. 77/1 to 77/8: whole calendar weeks in one calendar year")
def white_collar_weeks_used_up(communication: Communication, case: Case) -> Iterator[Place]:
    """White-collar workers are suspended for 16 calendar weeks a year at most, and work less for 26.

    Weeks run from Monday to Sunday and count whole; each regime is counted by itself, for the record does not
    say how they add up (ours). Earlier communications of the same year count where they are known.
    """
    told = _suspension(communication, case, white_collar=True)
    if told is None or communication.period is None or told.last.year != told.first.year:
        return
    name = "white_collar_full_weeks" if told.regime == _FULL else "white_collar_reduced_weeks"
    most = case.law.parameters[name].on(told.first)
    for worker in communication.told():
        before = [one for one in earlier_of(worker, communication, case) if _is_alike(one, told)]
        if len(_weeks([worker, *before], told.first.year)) > most:
            yield communication.period.at(_END)
            return


def _suspension(communication: Communication, case: Case, *, white_collar: bool) -> Told | None:
    """The longest of what is told, when it is full or large, of that class, and no longer than a message may be."""
    if communication.risk != "001" or communication.regime not in (_FULL, _LARGE) or communication.end is None:
        return None
    if communication.worker_class != ("white" if white_collar else "blue") or communication.start is None:
        return None
    if not _FIRST_YEAR <= communication.start.year <= _LAST_YEAR:
        return None
    if case.law.terms_of(communication.committee or "", communication.start):
        return None
    told = max(communication.told(), key=lambda one: one.last, default=None)
    longest = timedelta(days=case.law.parameters["longest_message_days"].on(communication.start))
    return told if told and told.last - told.first <= longest else None


def _is_alike(one: Told, other: Told) -> bool:
    return (one.risk, one.regime, one.white_collar) == (other.risk, other.regime, other.white_collar)


def _longest_end(told: Told, used: timedelta, law: Law) -> date:
    """The last day that a suspension from its first day may reach, when so much of the maximum is used up."""
    if told.regime == _FULL:
        end = told.first + timedelta(days=law.parameters["full_suspension_days"].on(told.first)) - _DAY
    else:
        end = last_day(told.first, law.parameters["large_suspension_months"].on(told.first))
    return end - used


def _chained(told: Told, before: Sequence[Told], law: Law) -> timedelta:
    """How long the earlier suspensions lasted that no work week parts from this one."""
    used, first = timedelta(0), told.first
    for one in sorted(before, key=lambda one: one.last, reverse=True):
        lasted = one.last - one.first + _DAY
        if one.first >= first:
            continue
        if first - one.last - _DAY >= _work_week(one, lasted, law):
            break
        used += min(lasted, first - one.first)
        first = one.first
    return used


def _work_week(told: Told, lasted: timedelta, law: Law) -> timedelta:
    """The full work that parts two suspensions: a week, and for a full one a week for every four weeks begun."""
    days = law.parameters["work_week_days"].on(told.last)
    return timedelta(days=days * (-(-lasted.days // _FOUR_WEEKS) if told.regime == _FULL else 1))


def _weeks(told: Sequence[Told], year: int) -> set[date]:
    """The calendar weeks of a year that are touched, by their Mondays."""
    weeks: set[date] = set()
    for one in told:
        day = max(one.first, date(year, 1, 1))
        day -= timedelta(days=day.weekday())
        while day <= min(one.last, date(year, 12, 31)):
            weeks.add(day)
            day += timedelta(days=7)
    return weeks
