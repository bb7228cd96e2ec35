"""The worker of an entry in the personnel file (block 90017)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.vblv import BookEntry
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import personnel

RULES: Rulebook[BookEntry] = Rulebook()


@RULES.rule("90017-152", source="glossary VBLV 2023/3, block 90017; one day of the month is enough: ours")
def worker_without_relation(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The worker has a work relation with the employer in the month of the card."""
    employment = entry.employment()
    if employment is not None:
        yield from personnel.without_relation(employment, personnel.own_keys(entry.employer, case), case)
