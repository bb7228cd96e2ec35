"""The worker who gets the card (block 90017)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.vblv import BookEntry
from batch.validators.numbers import niss
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[BookEntry] = Rulebook()
_LENGTH = 11


@RULES.rule("00024-004", source="check digits of the national register; glossary VBLV 2023/3, zone 00024")
def worker_number_check_digits(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """The check digits of the worker's number are right."""
    inss = entry.inss
    if entry.worker and inss and len(inss) == _LENGTH and inss.isascii() and inss.isdigit():
        if not niss.has_good_check_digits(inss):
            yield entry.worker.at("INSS")


@RULES.rule("90017-151", source="a month that no birth and no bis number can have; code: ours")
def worker_not_identifiable(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """The number is one of a person: its month of birth can exist."""
    if entry.worker and niss.is_of_nobody(entry.inss):
        yield entry.worker.at()


@RULES.rule("90017-272", source="glossary VBLV 2023/3, block 90017; within one employer: ours")
def worker_already_declared(entry: BookEntry, case: Case) -> Iterator[Place]:
    """A worker gets one card a month from this employer."""
    if entry.worker and case.booked and any(case.booked(one) for one in entry.worker_bookings()):
        yield entry.worker.at()
