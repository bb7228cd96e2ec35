"""Reads the forms that move the dossier of a career-break request, in their envelope."""

from __future__ import annotations

from batch.model.attachment import Attachments
from batch.model.dossier import Step
from batch.model.dossier_form import DossierForm
from batch.model.forms import Block
from batch.parsers import attachments
from batch.parsers.envelope import payload, reference_blocks
from batch.parsers.forms import read_employer, read_header, read_references


def read(form: Block, name: str, step: Step, announcing: str = "") -> DossierForm:
    """The form with the payload element ``name``; whatever cannot be read is None or empty.

    ``announcing``: the payload element that announces files; none: the form brings no files.
    """
    reference_data, employer_block = reference_blocks(form)
    return DossierForm(
        form=form,
        header=read_header(form),
        references=read_references(form),
        step=step,
        employer_block=employer_block,
        employer=read_employer(employer_block),
        inss=reference_data.text("INSS") if reference_data else None,
        content=payload(form, name) or form,
        attachments=attachments.read(form, announcing) if announcing else Attachments(),
    )
