"""Time credit at the end of the career (CLA 103 art. 8; CLA 103/7 from 2026): age, durations, hours, allowance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from batch.model.forms import Place
from batch.model.leave import YES
from batch.model.loic import HALF, ONE_FIFTH, Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.loic.kinds import (
    THREE_QUARTERS,
    WHOLE,
    age_at_start,
    answer,
    ends_before,
    family_of,
    limit,
    works_less,
)

_DEROGATION = "E003"


def _is_career_end(request: Request, case: Case) -> bool:
    return family_of(request, case) == "career-end"


RULES: Rulebook[Request] = Rulebook(_is_career_end)


def _claims_derogation(request: Request, case: Case) -> bool:
    """Whether a lower age is claimed: by a framework agreement, or by the answer to its question."""
    code = request.agreement.text("CLACode") if request.agreement else None
    agreement = case.law.leaves.agreements.get(code or "")
    return (agreement is not None and agreement.framework) or answer(request, case, _DEROGATION) == YES


def _least_age(request: Request, case: Case) -> int:
    return limit(case, "career_end_age_derogation" if _claims_derogation(request, case) else "career_end_age")


@RULES.rule("01136-077", source="CLA 103 art. 8: 55, or 50 with a derogation; CLA 103/7: 60, or 55", severity="NP")
def too_young_for_the_end_of_career(request: Request, case: Case) -> Iterator[Place]:
    """The worker has the age for the end of the career at the start, or claims a derogation and has its age."""
    age = age_at_start(request)
    if age is not None and request.interruption:
        if age < _least_age(request, case):
            yield request.interruption.at("InterruptionType")


@RULES.rule("01136-077", source="royal decree of 30/12/2014: the allowance from 60, or under a framework agreement",
            since=date(2015, 1, 1), severity="W")  # fmt: skip
def too_young_for_the_end_of_career_allowance(request: Request, case: Case) -> Iterator[Place]:
    """The allowance at the end of the career asks 60 at the start, unless a derogation is claimed."""
    age = age_at_start(request)
    if age is None or request.interruption is None:
        return
    if _claims_derogation(request, case) or age < _least_age(request, case):
        return
    if age < limit(case, "career_end_allowance_age"):
        yield request.interruption.at("InterruptionType")


@RULES.rule("00911-493", source="CLA 103 art. 8: three months, six for one fifth", severity="NP")
def end_of_career_too_short(request: Request, case: Case) -> Iterator[Place]:
    """An end of career lasts three months, six for one fifth; it has no longest duration."""
    fifth = request.regime == ONE_FIFTH
    yield from ends_before(request, limit(case, "time_credit_shortest_fifth" if fifth else "time_credit_shortest"))


@RULES.rule(
    "01136-497", source="CLA 103 art. 10: full time before one fifth, three quarters before half", severity="NP"
)
def worked_too_little_for_the_end_of_career(request: Request, case: Case) -> Iterator[Place]:
    """At the end of the career, one fifth follows full time, half follows at least three quarters."""
    if request.regime in (HALF, ONE_FIFTH):
        yield from works_less(request, case, WHOLE if request.regime == ONE_FIFTH else THREE_QUARTERS)
