"""Ordinary career break of the public sector (law of 22/01/1985 art. 100 and 102), also at the end of the career."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.leave import YES
from batch.model.loic import FULL, Request
from batch.validators.rulebook import Case, Rule, Rulebook
from batch.validators.rules.loic.kinds import age_at_start, answer, ends_after, ends_before, family_of, limit

_DEROGATION = "O003"


def _is_ordinary(request: Request, case: Case) -> bool:
    return family_of(request, case) == "ordinary"


def _ends_career(request: Request, case: Case) -> bool:
    return family_of(request, case) == "ordinary-end"


_BREAK: Rulebook[Request] = Rulebook(_is_ordinary)
_CAREER_END: Rulebook[Request] = Rulebook(_ends_career)


@_BREAK.rule("00911-493", source="royal decrees on ordinary breaks: three months at least", severity="NP")
def ordinary_break_too_short(request: Request, case: Case) -> Iterator[Place]:
    """An ordinary break is asked for three months at least."""
    yield from ends_before(request, limit(case, "ordinary_shortest"))


@_BREAK.rule("00911-494", source="royal decrees on ordinary breaks: twelve months at most", severity="NP")
def ordinary_break_too_long(request: Request, case: Case) -> Iterator[Place]:
    """An ordinary break is asked for twelve months at most; more is another request."""
    yield from ends_after(request, limit(case, "ordinary_longest"))


@_CAREER_END.rule("01136-077", source="royal decrees on ordinary breaks: 55 since 01/09/2012, 50 with a derogation",
            severity="NP")  # fmt: skip
def too_young_for_an_ordinary_end_of_career(request: Request, case: Case) -> Iterator[Place]:
    """The worker has the age for an end of career at the start, 50 when a derogation is claimed."""
    age = age_at_start(request)
    if age is None or request.interruption is None:
        return
    derogation = answer(request, case, _DEROGATION) == YES
    if age < limit(case, "ordinary_end_age_derogation" if derogation else "ordinary_end_age", request.start):
        yield request.interruption.at("InterruptionType")


@_CAREER_END.rule(
    "01137-496",
    source="royal decrees on ordinary breaks: the end of the career is a reduction",
    severity="NP",
)
def end_of_career_in_full(request: Request, _case: Case) -> Iterator[Place]:
    """An ordinary end of career is a reduction, never a full break."""
    if request.regime == FULL and request.interruption:
        yield request.interruption.at("InterruptionRegime")


RULES: tuple[Rule[Request], ...] = (*_BREAK, *_CAREER_END)
