"""Palliative leave (law of 22/01/1985 art. 100bis and 102bis): a month at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from batch.model.forms import Place
from batch.model.loic import Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.loic.kinds import (
    ends_after,
    ends_before,
    family_of,
    limit,
    reduces_from_less,
)

_SOURCE = "law of 22/01/1985 art. 100bis"
_WEEK = 7


def _is_palliative(request: Request, case: Case) -> bool:
    return family_of(request, case) == "palliative"


RULES: Rulebook[Request] = Rulebook(_is_palliative)


@RULES.rule("00911-493", source=f"{_SOURCE}: one month at a time", severity="NP")
def palliative_leave_too_short(request: Request, case: Case) -> Iterator[Place]:
    """Palliative leave lasts a month."""
    yield from ends_before(request, limit(case, "palliative_month"))


@RULES.rule("00911-494", source=f"{_SOURCE}: one month at a time, each with its certificate", severity="NP")
def palliative_leave_too_long(request: Request, case: Case) -> Iterator[Place]:
    """Palliative leave is asked month by month; an extension is another request."""
    yield from ends_after(request, limit(case, "palliative_month"))


@RULES.rule("01136-497", source=f"{_SOURCE}: full time before one fifth, three quarters before half", severity="NP")
def worked_too_little_for_palliative_leave(request: Request, case: Case) -> Iterator[Place]:
    """For palliative leave, one fifth follows full time, half follows at least three quarters."""
    yield from reduces_from_less(request, case)


@RULES.rule("01086-008", source=f"{_SOURCE}: from the week after the certificate; earlier by agreement", severity="W")
def palliative_leave_in_the_week_of_the_notice(request: Request, _case: Case) -> Iterator[Place]:
    """Palliative leave starts in the week after the one in which it was told; both may agree on an earlier day."""
    notice, start = request.notice, request.start
    if notice is None or start is None or request.employer_part is None:
        return
    if notice <= start and start - notice < timedelta(_WEEK - notice.weekday()):
        yield request.employer_part.at("DocumentDate")
