"""The guard between rehearsal and production: a sender who simulates what already counts is told so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from batch.jobs.judging.rows import header_text
from batch.model.declared import Declared
from batch.model.findings import Report
from batch.model.receipt import Receipt
from batch.model.situation import Situation
from batch.model.slices import slices
from batch.model.verdict import Verdict
from batch.ports import Register

_KNOWN = "90059-272"
"""Already processed or declared; as a warning, which never refuses (ours: the guard is a product decision)."""
_SLICE, _WORKERS = 200, 5_000


class Judged(NamedTuple):
    """A verdict, and the stored form it acts on."""

    verdict: Verdict
    acted_on: Situation | None


def warned(register: Register, receipt: Receipt, judged: Iterable[Judged]) -> Iterator[Judged]:
    """Verdicts in simulation, each with a warning when production has accepted the same declaration.

    The same: sender, employer and form are equal, and the header or the sender's own reference is.
    """
    if receipt.environment != "S":
        yield from judged
        return
    for slice_ in slices(judged, _SLICE, lambda one: len(one.verdict.told), _WORKERS):
        yield from _warned(register, receipt, slice_)


def _warned(register: Register, receipt: Receipt, slice_: Sequence[Judged]) -> Iterator[Judged]:
    declared = [_declared(receipt, judged.verdict) for judged in slice_]
    known = register.accepted_among("R", receipt.sender, declared)
    for judged, one in zip(slice_, declared, strict=True):
        if one.employer and one in known:
            verdict = judged.verdict
            warning = Report(_KNOWN, "W", "Form", None, None, None, f"1,{verdict.index}", ())
            yield judged._replace(verdict=replace(verdict, reports=(*verdict.reports, warning)))
        else:
            yield judged


def _declared(receipt: Receipt, verdict: Verdict) -> Declared:
    employer = " ".join(verdict.essence.employer)
    return Declared(receipt.message, employer, header_text(verdict), verdict.own_reference)
