"""What the rules of every kind of leave ask: which kind it is, what was answered, and how days and hours compare."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from batch.model.calendar import birth_date, months_after
from batch.model.forms import Place
from batch.model.leave import YES, last_day
from batch.model.loic import HALF, ONE_FIFTH, Request
from batch.validators.rulebook import Case

ASKING = "20264"
"""The first release whose questions are known (ours); in an older one a question code may mean anything."""
SEVERAL_EMPLOYERS = "A003"
WHOLE, THREE_QUARTERS = 60, 45
"""Shares of a full time, in sixtieths."""
TIME_CREDIT = frozenset({"time-credit", "career-end"})


def family_of(request: Request, case: Case) -> str:
    """The family of the break that is asked for; empty for an unknown type, a new end date and a cancellation."""
    return case.law.leaves.families.get(request.kind, "") if request.is_request else ""


def asks_time_credit(request: Request, case: Case) -> bool:
    """Whether a time credit is asked for, with motive or at the end of the career."""
    return family_of(request, case) in TIME_CREDIT


def answer(request: Request, case: Case, code: str) -> int | None:
    """What was answered to a question; None when it was not, or the release does not know it."""
    if case.release < ASKING:
        return None
    given = (one for one in request.questions() if one.text("InterruptionQuestionCode") == code)
    return next((one.number("InterruptionQuestionAnswer") for one in given), None)


def limit(case: Case, name: str, day: date | None = None) -> int:
    """A number of the law on the day that selects it, or on another day."""
    return case.law.parameters[name].on(day or case.law_day)


def age_at_start(request: Request) -> int | None:
    """The worker's age in whole years on the first day of the break; None when the number tells none."""
    if request.start is None or request.inss is None:
        return None
    born = birth_date(request.inss, request.start)
    if born is None:
        return None
    years = request.start.year - born.year
    return years if months_after(born, 12 * years) <= request.start else years - 1


def ends_before(request: Request, months: int) -> Iterator[Place]:
    """The end, when the break is shorter than that many months."""
    if request.start and request.end and request.interruption:
        if request.start < request.end < last_day(request.start, months):
            yield request.interruption.at("EndingDate")


def ends_after(request: Request, months: int) -> Iterator[Place]:
    """The end, when the break is longer than that many months."""
    if request.start and request.end and request.interruption and request.end > last_day(request.start, months):
        yield request.interruption.at("EndingDate")


def told_late(request: Request, *, months: int = 0, days: int = 0) -> Iterator[Place]:
    """The notice, when the break starts less than that long after it."""
    if request.notice and request.start and request.employer_part and request.notice <= request.start:
        if (request.start - months_after(request.notice, months)).days < days:
            yield request.employer_part.at("DocumentDate")


def works_less(request: Request, case: Case, share: int) -> Iterator[Place]:
    """The type, when the worker worked less than that share of a full time before the break.

    Several part-time jobs count together, which a message of one employer does not tell.
    """
    if answer(request, case, SEVERAL_EMPLOYERS) == YES or request.interruption is None:
        return
    if request.share is not None and request.share < share:
        yield request.interruption.at("InterruptionType")


def reduces_from_less(request: Request, case: Case) -> Iterator[Place]:
    """The type, when one fifth follows less than full time, or half less than three quarters."""
    if request.regime in (HALF, ONE_FIFTH):
        yield from works_less(request, case, WHOLE if request.regime == ONE_FIFTH else THREE_QUARTERS)
