"""Reads the forms of the correspondence between worker and employer, in their envelope."""

from __future__ import annotations

from batch.model.forms import Block
from batch.model.notification_form import AnswerForm, CorrespondenceForm
from batch.parsers import loic
from batch.parsers.envelope import payload, reference_blocks
from batch.parsers.forms import read_employer, read_header, read_references


def read(form: Block, name: str) -> CorrespondenceForm:
    """The form with the payload element ``name``; whatever cannot be read is None or empty."""
    reference_data, employer_block = reference_blocks(form)
    return CorrespondenceForm(
        form=form,
        header=read_header(form),
        references=read_references(form),
        reference_data=reference_data,
        employer_block=employer_block,
        employer=read_employer(employer_block),
        inss=reference_data.text("INSS") if reference_data else None,
        content=payload(form, name) or form,
    )


def read_answer(form: Block) -> AnswerForm:
    """An answer to a notification, with the request that may stand inside."""
    plain = read(form, "LOIC002")
    inside = plain.content.first("LOIC001")
    return AnswerForm(
        form=plain.form,
        header=plain.header,
        references=plain.references,
        reference_data=plain.reference_data,
        employer_block=plain.employer_block,
        employer=plain.employer,
        inss=plain.inss,
        content=plain.content,
        request=loic.request_in(form, inside) if inside is not None else None,
    )
