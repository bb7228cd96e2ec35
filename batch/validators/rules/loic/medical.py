"""Leave for medical assistance (royal decree of 10/08/1998), also to a minor child in hospital."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from batch.model.forms import Place
from batch.model.loic import FULL, Request
from batch.validators.rulebook import Case, Rule, Rulebook
from batch.validators.rules.loic.kinds import (
    ends_after,
    ends_before,
    family_of,
    limit,
    reduces_from_less,
    told_late,
)

_SOURCE = "royal decree of 10/08/1998"
_WEEKS_FROM = date(2019, 6, 1)
_HOSPITAL_FROM = date(2012, 11, 1)
_WEEK = 7


def _is_medical(request: Request, case: Case) -> bool:
    return family_of(request, case) == "medical"


def _is_hospital(request: Request, case: Case) -> bool:
    return family_of(request, case) == "hospital"


_MEDICAL: Rulebook[Request] = Rulebook(_is_medical)
_HOSPITAL: Rulebook[Request] = Rulebook(_is_hospital)


def _days(request: Request) -> int | None:
    """How many days the break lasts; None when that is not told, or no day at all."""
    if request.start is None or request.end is None or request.end <= request.start:
        return None
    return (request.end - request.start).days + 1


@_MEDICAL.rule("00911-493", source=f"{_SOURCE}: one month; full weeks since 01/06/2019", severity="NP")
def medical_assistance_too_short(request: Request, case: Case) -> Iterator[Place]:
    """Medical assistance lasts at least a month; in full at least a week since 1 June 2019."""
    if request.regime != FULL or case.law_day < _WEEKS_FROM:
        yield from ends_before(request, limit(case, "medical_shortest"))
    elif request.interruption and (_days(request) or _WEEK) < _WEEK:
        yield request.interruption.at("EndingDate")


@_MEDICAL.rule("00911-494", source=f"{_SOURCE}: three months at once", severity="NP")
def medical_assistance_too_long(request: Request, case: Case) -> Iterator[Place]:
    """Medical assistance is asked for three months at most; more is another request."""
    yield from ends_after(request, limit(case, "medical_longest"))


@_MEDICAL.rule(
    "01136-497",
    source=f"{_SOURCE}: full time before one fifth, three quarters before half",
    severity="NP",
)
def worked_too_little_for_medical_assistance(request: Request, case: Case) -> Iterator[Place]:
    """For medical assistance, one fifth follows full time, half follows at least three quarters."""
    yield from reduces_from_less(request, case)


@_MEDICAL.rule("01086-008", source=f"{_SOURCE}: seven days; shorter by agreement", severity="W")
def medical_assistance_told_too_late(request: Request, case: Case) -> Iterator[Place]:
    """Medical assistance is told seven days before; both may agree on less."""
    yield from told_late(request, days=limit(case, "medical_notice_days"))


@_HOSPITAL.rule("00910-008", source=f"{_SOURCE}: hospital weeks since 01/11/2012", severity="NP")
def hospital_week_too_early(request: Request, _case: Case) -> Iterator[Place]:
    """Leave for a minor child in hospital starts from 1 November 2012."""
    if request.start and request.interruption:
        if request.start < _HOSPITAL_FROM:
            yield request.interruption.at("StartingDate")


@_HOSPITAL.rule("00911-493", source=f"{_SOURCE}: one week at once", severity="NP")
def hospital_week_too_short(request: Request, _case: Case) -> Iterator[Place]:
    """Leave for a minor child in hospital lasts a week."""
    if request.interruption and (_days(request) or _WEEK) < _WEEK:
        yield request.interruption.at("EndingDate")


@_HOSPITAL.rule(
    "00911-494",
    source=f"{_SOURCE}: one week at once; the second is another request",
    severity="NP",
)
def hospital_week_too_long(request: Request, _case: Case) -> Iterator[Place]:
    """Leave for a minor child in hospital is asked week by week."""
    if request.interruption and (_days(request) or _WEEK) > _WEEK:
        yield request.interruption.at("EndingDate")


RULES: tuple[Rule[Request], ...] = (*_MEDICAL, *_HOSPITAL)
