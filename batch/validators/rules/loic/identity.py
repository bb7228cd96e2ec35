"""The worker in the envelope's reference data, checked as in TWCT001 (ours: docs/protocol.md)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.loic import Request
from batch.validators.numbers import niss
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[Request] = Rulebook()
_OURS = "docs/protocol.md: worker and employer stand in ReferenceData, checked with the codes of TWCT001"


@RULES.rule("00024-001", source=_OURS)
def worker_missing(request: Request, _case: Case) -> Iterator[Place]:
    """The envelope names the worker."""
    if request.reference_data is not None and request.inss is None:
        yield request.reference_data.at("INSS")


@RULES.rule("00024-003", source=_OURS)
def worker_number_is_zero(request: Request, _case: Case) -> Iterator[Place]:
    """The worker's number is not zero."""
    if request.reference_data is not None and request.inss == "0":
        yield request.reference_data.at("INSS")


@RULES.rule("00024-004", source=_OURS)
def worker_number_check_digits(request: Request, _case: Case) -> Iterator[Place]:
    """The check digits of the worker's number are right."""
    inss = request.inss
    if request.reference_data is not None and inss and len(inss) == 11 and inss.isascii() and inss.isdigit():
        if not niss.has_good_check_digits(inss):
            yield request.reference_data.at("INSS")
