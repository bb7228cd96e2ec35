"""A request for an overview (LORQ001, ours): its filters."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.overview import OverviewRequest
from batch.validators.numbers import niss
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[OverviewRequest] = Rulebook()
_OURS = "ours: docs/protocol.md, LORQ001"
_NISS = 11


@RULES.rule("00024-005", source=_OURS)
def worker_named_twice(request: OverviewRequest, _case: Case) -> Iterator[Place]:
    """The worker who is asked for stands in LORQ001: one beside the employer would be no filter."""
    if request.reference_data is not None and request.reference_data.raw("INSS") is not None:
        yield request.reference_data.at("INSS")


@RULES.rule("00024-003", source=_OURS)
def worker_number_is_zero(request: OverviewRequest, _case: Case) -> Iterator[Place]:
    """The worker's number is not zero."""
    if request.inss is not None and not request.inss.strip("0"):
        yield request.content.at("INSS")


@RULES.rule("00024-004", source=_OURS)
def worker_number_check_digits(request: OverviewRequest, _case: Case) -> Iterator[Place]:
    """The check digits of the worker's number are right."""
    inss = request.inss
    if inss and len(inss) == _NISS and inss.isascii() and inss.isdigit() and inss.strip("0"):
        if not niss.has_good_check_digits(inss):
            yield request.content.at("INSS")


@RULES.rule("01136-008", source="annex LOIC001_1 (ours: schemas/lists/interruption_types.csv)")
def type_outside_list(request: OverviewRequest, case: Case) -> Iterator[Place]:
    """Every type of interruption that is asked for stands in the list."""
    for nth, text in enumerate(request.content.texts("InterruptionType"), 1):
        if text.isascii() and text.isdigit() and text not in case.law.leaves.families:
            yield request.content.at("InterruptionType", nth)


@RULES.rule("98203-014", source=_OURS)
def period_ends_before_it_starts(request: OverviewRequest, _case: Case) -> Iterator[Place]:
    """The period ends on or after its first day."""
    start, end = request.content.day("PeriodStart"), request.content.day("PeriodEnd")
    if start and end and end < start:
        yield request.content.at("PeriodEnd")
