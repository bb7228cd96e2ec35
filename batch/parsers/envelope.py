"""Reads what every form in the envelope has: its payload element, and its reference data."""

from __future__ import annotations

from batch.model.forms import Block


def payload(form: Block, name: str) -> Block | None:
    """The first payload element of that name in ``Data/DocumentXML``."""
    for data in form.every("Data"):
        document = data.first("DocumentXML")
        found = document.first(name) if document else None
        if found is not None:
            return found
    return None


def reference_blocks(form: Block) -> tuple[Block | None, Block | None]:
    """The reference data, and the first block of an employer inside."""
    reference_data = form.first("ReferenceData")
    return reference_data, reference_data.first("EmployerId") if reference_data else None
