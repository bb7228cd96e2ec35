"""Reads a LORQ001 form, in its envelope, into a request for an overview."""

from __future__ import annotations

from batch.model.forms import Block
from batch.model.overview import OverviewRequest
from batch.parsers.forms import read_employer, read_header, read_references
from batch.parsers.loic import payload


def read(form: Block) -> OverviewRequest:
    """The request in a form; whatever cannot be read is None or empty."""
    reference_data = form.first("ReferenceData")
    employer_block = reference_data.first("EmployerId") if reference_data else None
    return OverviewRequest(
        form=form,
        header=read_header(form),
        references=read_references(form),
        reference_data=reference_data,
        employer_block=employer_block,
        employer=read_employer(employer_block),
        content=payload(form, "LORQ001") or form,
    )
