"""Reads a LORQ001 form, in its envelope, into a request for an overview."""

from __future__ import annotations

from batch.model.forms import Block
from batch.model.overview import OverviewRequest
from batch.parsers.envelope import payload, reference_blocks
from batch.parsers.forms import read_employer, read_header, read_references


def read(form: Block) -> OverviewRequest:
    """The request in a form; whatever cannot be read is None or empty."""
    reference_data, employer_block = reference_blocks(form)
    return OverviewRequest(
        form=form,
        header=read_header(form),
        references=read_references(form),
        reference_data=reference_data,
        employer_block=employer_block,
        employer=read_employer(employer_block),
        content=payload(form, "LORQ001") or form,
    )
