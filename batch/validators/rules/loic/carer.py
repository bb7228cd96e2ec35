"""Leave for informal carers (law of 22/01/1985 art. 100ter and 102ter): existence, durations, hours, notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from batch.model.forms import Place
from batch.model.leave import AUTONOMOUS_COMPANY, FEDERAL_STATUTE, whole_months
from batch.model.loic import FULL, Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.loic.kinds import WHOLE, ends_after, ends_before, family_of, limit, told_late, works_less

_SOURCE = "law of 22/01/1985 art. 100ter; royal decree of 20/07/2021"
_FROM, _FROM_FEDERAL = date(2020, 9, 1), date(2021, 1, 1)


def _is_carer(request: Request, case: Case) -> bool:
    return family_of(request, case) == "carer"


RULES: Rulebook[Request] = Rulebook(_is_carer)


def _unit(request: Request) -> int:
    return 1 if request.regime == FULL else 2


@RULES.rule("00910-008", source="glossary LOIC001 2023/3, zone 00910")
def informal_carer_too_early(request: Request, _case: Case) -> Iterator[Place]:
    """Informal-carer leave starts from 01/09/2020."""
    if request.start and request.interruption and request.start < _FROM:
        yield request.interruption.at("StartingDate")


@RULES.rule("00910-008", source="ONEM: federal statutory staff and autonomous public companies from 01/01/2021")
def federal_carer_too_early(request: Request, _case: Case) -> Iterator[Place]:
    """Informal-carer leave of federal statutory staff and in autonomous public companies starts from 01/01/2021."""
    if not (request.start and request.interruption):
        return
    statutory = request.sector in FEDERAL_STATUTE and request.employment == "statutory"
    if (statutory or request.sector == AUTONOMOUS_COMPANY) and _FROM <= request.start < _FROM_FEDERAL:
        yield request.interruption.at("StartingDate")


@RULES.rule("00911-493", source=f"{_SOURCE}: one month full, two months else", severity="NP")
def carer_leave_too_short(request: Request, _case: Case) -> Iterator[Place]:
    """Informal-carer leave lasts at least a month in full, two months else."""
    yield from ends_before(request, _unit(request))


@RULES.rule("00911-008", source=f"{_SOURCE}: one month or two, or a multiple", severity="NP")
def carer_leave_in_broken_units(request: Request, _case: Case) -> Iterator[Place]:
    """Informal-carer leave lasts whole months in full, an even number of months else."""
    if not (request.start and request.end and request.interruption):
        return
    months = whole_months(request.start, request.end)
    if request.end > request.start and not any(ends_before(request, _unit(request))):
        if months is None or months % _unit(request):
            yield request.interruption.at("EndingDate")


@RULES.rule("00911-494", source=f"{_SOURCE}: 3 and 6 months for notices from 01/09/2021, 1 and 2 before", severity="NP")
def carer_leave_too_long(request: Request, case: Case) -> Iterator[Place]:
    """Informal-carer leave does not last longer than one person helped gives."""
    full = request.regime == FULL
    yield from ends_after(request, limit(case, "carer_longest_full" if full else "carer_longest_partial"))


@RULES.rule("01136-497", source=f"{_SOURCE}: reductions are for full-timers", severity="NP")
def worked_too_little_for_carer_leave(request: Request, case: Case) -> Iterator[Place]:
    """Who reduces his work as informal carer worked full time before."""
    if request.regime != FULL:
        yield from works_less(request, case, WHOLE)


@RULES.rule("01086-008", source=f"{_SOURCE}: seven days; shorter by agreement", severity="W")
def carer_leave_told_too_late(request: Request, case: Case) -> Iterator[Place]:
    """Informal-carer leave is told seven days before; both may agree on less."""
    yield from told_late(request, days=limit(case, "carer_notice_days"))
