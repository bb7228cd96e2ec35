"""The worker in the envelope's reference data, checked as in TWCT001 (ours: docs/protocol.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from batch.model.forms import Place
from batch.validators.numbers import niss
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import employer_named

_OURS = "docs/protocol.md: worker and employer stand in ReferenceData, checked with the codes of TWCT001"


class Named(employer_named.Named, Protocol):
    """Any form in the envelope that names its employer and a worker."""

    inss: str | None


RULES: Rulebook[Named] = Rulebook()


@RULES.rule("00024-001", source=_OURS)
def worker_missing(named: Named, _case: Case) -> Iterator[Place]:
    """The envelope names the worker."""
    if named.reference_data is not None and named.inss is None:
        yield named.reference_data.at("INSS")


@RULES.rule("00024-003", source=_OURS)
def worker_number_is_zero(named: Named, _case: Case) -> Iterator[Place]:
    """The worker's number is not zero."""
    if named.reference_data is not None and named.inss == "0":
        yield named.reference_data.at("INSS")


@RULES.rule("00024-004", source=_OURS)
def worker_number_check_digits(named: Named, _case: Case) -> Iterator[Place]:
    """The check digits of the worker's number are right."""
    inss = named.inss
    if named.reference_data is not None and inss and len(inss) == 11 and inss.isascii() and inss.isdigit():
        if not niss.has_good_check_digits(inss):
            yield named.reference_data.at("INSS")
