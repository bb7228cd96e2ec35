"""The declarant's own reference (block 90082), the only one an entry may carry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from batch.model import tickets
from batch.model.forms import Place
from batch.model.vblv import BookEntry
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[BookEntry] = Rulebook()
_PRINTED = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{7}-[0-9A-Z]{2}-[0-9A-Z]", re.IGNORECASE)


@RULES.rule("00222-004", source="glossary VBLV 2023/3, zone 00222; the case: ours")
def mistyped_ticket_as_own_reference(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """A reference that is written as a ticket is one: its check characters are good."""
    for reference in entry.references:
        if reference.number and _PRINTED.fullmatch(reference.number) and tickets.is_mistyped(reference.number):
            yield reference.block.at("ReferenceNbr")
