"""A break against what the same employer introduced before for the same worker: months used of each maximum.

Nothing of another employer is looked at, neither counted nor compared: an employer may not learn what others know.
What a maximum is given for once in a career is a condition of the leave (NP); what each child or patient gives is a
remark (W), for a message does not tell who is cared for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from batch.model import tickets
from batch.model.balance import Break, Count, counts
from batch.model.forms import Place
from batch.model.leave import Bearer
from batch.model.loic import Request
from batch.model.sender import is_same_employer
from batch.validators.counting import Counting
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.references import target_reference

_OURS = "annex 30, code 271; ours for LOIC001: the glossary states no total"
_NEW_END = 1
_CAREER: tuple[Bearer, ...] = ("career",)
_PERSON: tuple[Bearer, ...] = ("child", "patient")


def _exceeds(request: Request, case: Case) -> bool:
    """Something counts already for the worker, as far as the sender may see it, and with it a maximum is exceeded."""
    took_before = case.breaks is not None and request.inss and case.breaks(request.inss)
    return bool(took_before) and _is_exceeded(counts_after(request, case))


def _is_exceeded(told: Iterable[Count]) -> bool:
    return any(one.is_exceeded and one.breaks > 1 for one in told)


RULES: Rulebook[Request] = Rulebook(_exceeds)


@RULES.rule("00911-271", source=f"{_OURS}; CLA 103 art. 4; law of 22/01/1985 art. 100 and 102", severity="NP")
def more_than_a_career_gives(request: Request, case: Case) -> Iterator[Place]:
    """With what this employer introduced before, the break does not exceed what a career gives."""
    yield from _exceeding(request, case, _CAREER)


@RULES.rule("00911-271", source=f"{_OURS}; royal decrees of 29/10/1997, 10/08/1998, 20/07/2021", severity="W")
def more_than_one_person_gives(request: Request, case: Case) -> Iterator[Place]:
    """With what this employer introduced before, the break does not exceed what one child or one patient gives.

    For another child or patient the count begins anew; a message does not tell for whom a break is.
    """
    yield from _exceeding(request, case, _PERSON)


def _exceeding(request: Request, case: Case, per: Collection[Bearer]) -> Iterator[Place]:
    """The end, when something counts that came before; a break that is too long alone has 494."""
    told = (one for one in counts_after(request, case) if one.maximum.per in per)
    if request.interruption and _is_exceeded(told):
        yield request.interruption.at("EndingDate")


def worker_of(request: Request) -> str:
    """The worker of a form that tells days; a cancellation counts nothing."""
    return request.inss or "" if request.interruption else ""


def break_of(request: Request, case: Case) -> Break | None:
    """What the form lets count: a new break, or an earlier one with its new end; None when that cannot be told."""
    if not (request.inss and request.start and request.end and request.start <= request.end):
        return None
    if request.is_request:
        if request.kind not in case.law.leaves.families:
            return None
        community = request.education.number("Community") if request.education else None
        return Break(
            worker=request.inss,
            employer=request.employer.keys(),
            sender="",
            ticket="",
            latest="",
            kind=request.kind,
            regime=request.regime,
            start=request.start,
            end=request.end,
            community=community or 0,
        )
    acted_on = _acted_on(request)
    before = next((one for one in _of_this_employer(request, case) if one.latest == acted_on), None)
    return replace(before, end=request.end) if before and acted_on and request.status == _NEW_END else None


@lru_cache(maxsize=1)
def counts_after(request: Request, case: Case) -> tuple[Count, ...]:
    """What is used with this break of each maximum that it counts against; nothing in an offline check.

    The rules ask it of a form, and then its verdict does: nothing is known anew between them.
    """
    taken = break_of(request, case) if case.breaks is not None else None
    if taken is None:
        return ()
    acted_on = _acted_on(request)
    others = [one for one in _of_this_employer(request, case) if not acted_on or one.latest != acted_on]
    return counts([*others, taken], case.law.leaves.maxima_of(taken.kind, taken.regime), case.law, case.law_day)


def _of_this_employer(request: Request, case: Case) -> Iterator[Break]:
    if case.breaks is not None and request.inss:
        employer = request.employer.keys()
        yield from (one for one in case.breaks(request.inss) if is_same_employer(one.employer, employer))


def _acted_on(request: Request) -> str:
    """The ticket that a new end date acts on; empty for a request."""
    reference = target_reference(request) if request.status == _NEW_END else None
    return tickets.compact(reference.number) if reference and reference.number else ""


COUNTING = Counting(worker=worker_of, taken=break_of, counts=counts_after)
