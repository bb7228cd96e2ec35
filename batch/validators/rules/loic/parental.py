"""Parental leave (royal decree of 29/10/1997 and those of the public sectors): units, totals, hours, notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from batch.model.calendar import months_after
from batch.model.forms import Place
from batch.model.leave import whole_months, whole_weeks
from batch.model.loic import FULL, HALF, ONE_FIFTH, ONE_TENTH, Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.loic.kinds import WHOLE, ends_after, ends_before, family_of, limit, told_late, works_less

_FLEXIBLE_FROM = date(2019, 6, 1)
_WEEK = 7
_UNITS = {FULL: 1, HALF: 2, ONE_FIFTH: 5, ONE_TENTH: 10}
"""Months of one regime that are worth one month of full leave, and the unit in which they are asked."""


def _is_parental(request: Request, case: Case) -> bool:
    return family_of(request, case) == "parental"


RULES: Rulebook[Request] = Rulebook(_is_parental)


def _unit(request: Request, case: Case) -> int | None:
    """The unit in months: since 1 June 2019 a half leave is cut by the month too, with the employer's agreement."""
    if request.regime == HALF and case.law_day >= _FLEXIBLE_FROM:
        return 1
    return _UNITS.get(request.regime or 0)


def _by_the_week(request: Request, case: Case) -> bool:
    return request.regime == FULL and case.law_day >= _FLEXIBLE_FROM


@RULES.rule("00911-493", source="royal decree of 29/10/1997 art. 2: 1, 2, 5 or 10 months; weeks since 01/06/2019",
            severity="NP")  # fmt: skip
def parental_leave_too_short(request: Request, case: Case) -> Iterator[Place]:
    """A parental leave lasts at least one unit of its regime; a full one at least a week since 1 June 2019."""
    unit = _unit(request, case)
    if unit is None:
        return
    if not _by_the_week(request, case):
        yield from ends_before(request, unit)
    elif request.start and request.end and request.interruption:
        if 1 < (request.end - request.start).days + 1 < _WEEK:
            yield request.interruption.at("EndingDate")


@RULES.rule("00911-008", source="royal decree of 29/10/1997 art. 2: a unit or a multiple of it", severity="NP")
def parental_leave_in_broken_units(request: Request, case: Case) -> Iterator[Place]:
    """A parental leave lasts whole units of its regime: months, or weeks for a full one since 1 June 2019."""
    unit = _unit(request, case)
    if unit is None or not (request.start and request.end and request.interruption):
        return
    if request.end <= request.start or any(parental_leave_too_short(request, case)):
        return
    months = whole_months(request.start, request.end)
    in_weeks = _by_the_week(request, case) and whole_weeks(request.start, request.end) is not None
    if not in_weeks and (months is None or months % unit):
        yield request.interruption.at("EndingDate")


@RULES.rule("00911-494", source="royal decree of 29/10/1997 art. 2: 4 months full, 8, 20 or 40", severity="NP")
def parental_leave_too_long(request: Request, case: Case) -> Iterator[Place]:
    """A parental leave does not last longer than what one child gives in its regime."""
    if request.regime in _UNITS:
        yield from ends_after(request, limit(case, "parental_full_months") * _UNITS[request.regime])


@RULES.rule("01137-496", source="royal decree of 29/10/1997: one tenth since 01/06/2019", severity="NP")
def one_tenth_too_early(request: Request, _case: Case) -> Iterator[Place]:
    """Parental leave by one tenth starts from 1 June 2019."""
    if request.regime == ONE_TENTH and request.start and request.interruption:
        if request.start < _FLEXIBLE_FROM:
            yield request.interruption.at("InterruptionRegime")


@RULES.rule("01136-497", source="royal decree of 29/10/1997 art. 2: reductions are for full-timers", severity="NP")
def worked_too_little_for_parental_leave(request: Request, case: Case) -> Iterator[Place]:
    """Who reduces his work for parental leave worked full time before."""
    if request.regime != FULL:
        yield from works_less(request, case, WHOLE)


@RULES.rule("01086-008", source="royal decree of 29/10/1997 art. 6: two to three months; shorter by agreement",
            severity="W")  # fmt: skip
def parental_leave_told_too_late_or_too_early(request: Request, case: Case) -> Iterator[Place]:
    """Parental leave is told two to three months before; both may agree on less."""
    yield from told_late(request, months=limit(case, "parental_notice_least"))
    notice, start, most = request.notice, request.start, limit(case, "parental_notice_most")
    if notice and start and request.employer_part and start > months_after(notice, most):
        yield request.employer_part.at("DocumentDate")
