"""What holds for every kind of leave: when a request reaches ONEM, and hours and days that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.calendar import months_after
from batch.model.forms import Place
from batch.model.loic import Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.loic.kinds import WHOLE, limit

RULES: Rulebook[Request] = Rulebook()
_YEARS_OF_A_BREAK = 40


@RULES.rule(
    "00910-008", source="royal decrees on the allowances: two months after the start, date to date", severity="W"
)
def arrives_late(request: Request, case: Case) -> Iterator[Place]:
    """A request reaches ONEM within two months after the start; later, the allowance runs from that day on.

    The day of reception counts, and selects the term.
    """
    if request.is_request and request.start and request.interruption and not _is_over(request, case):
        if case.day > months_after(request.start, limit(case, "request_deadline_months", case.day)):
            yield request.interruption.at("StartingDate")


@RULES.rule(
    "90529-507", source="ours: the glossary states no case; nothing is left of the break to be paid", severity="W"
)
def arrives_after_the_end(request: Request, case: Case) -> Iterator[Place]:
    """A request arrives before the break is over."""
    if request.is_request and _is_over(request, case):
        yield request.content.at()


def _is_over(request: Request, case: Case) -> bool:
    return request.end is not None and request.end < case.day


@RULES.rule("00911-008", source="ours: the glossary states no case; no break lasts forty years", severity="W")
def end_out_of_reach(request: Request, _case: Case) -> Iterator[Place]:
    """A break ends within forty years; 9999 and the like are slips."""
    if request.status in (0, 1) and request.start and request.end and request.interruption:
        if request.end > months_after(request.start, 12 * _YEARS_OF_A_BREAK):
            yield request.interruption.at("EndingDate")


@RULES.rule("00048-008", source="glossary LOIC001 2023/3, zones 00048 and 00049: their quotient is the worker's share",
            severity="W")  # fmt: skip
def works_more_than_full_time(request: Request, _case: Case) -> Iterator[Place]:
    """The worker's hours are not above those of a full-timer."""
    if request.is_request and request.interruption and (request.share or 0) > WHOLE:
        yield request.interruption.at("MeanWorkingHours")
