"""Reads a LOIC001 form, in its envelope, into a request."""

from __future__ import annotations

from batch.model.forms import Block
from batch.model.loic import Request
from batch.parsers import attachments
from batch.parsers.envelope import payload, reference_blocks
from batch.parsers.forms import read_employer, read_header, read_references


def read(form: Block) -> Request:
    """The request in a form; whatever cannot be read is None or empty."""
    return request_in(form, payload(form, "LOIC001") or form)


def request_in(form: Block, content: Block) -> Request:
    """The request whose LOIC001 element is ``content``, in whichever form it stands."""
    reference_data, employer_block = reference_blocks(form)
    declaration = content.first("DclInformation")
    interruption = content.first("InterruptionInformation")
    employer_part = content.first("EmployerInterruptionForm")
    return Request(
        form=form,
        header=read_header(form),
        references=read_references(form),
        reference_data=reference_data,
        employer_block=employer_block,
        employer=read_employer(employer_block),
        inss=reference_data.text("INSS") if reference_data else None,
        content=content,
        declaration=declaration,
        contact=(declaration.first("CoordinatesContactPerson") if declaration else None)
        or content.first("CoordinatesContactPerson"),
        interruption=interruption,
        employer_part=employer_part,
        threshold=employer_part.first("InterruptionThresholdInformation") if employer_part else None,
        agreement=employer_part.first("CollectiveLabourAgreement") if employer_part else None,
        education=content.first("EducationInformation"),
        start=interruption.day("StartingDate") if interruption else None,
        end=interruption.day("EndingDate") if interruption else None,
        attachments=attachments.read(form, "LOIC004"),
    )
