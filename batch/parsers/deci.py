"""Reads a DECI001 form, in its envelope, into a decision form."""

from __future__ import annotations

from batch.model.deci import DecisionForm
from batch.model.forms import Block, Employer
from batch.parsers.envelope import payload
from batch.parsers.forms import read_header, read_references


def read(form: Block) -> DecisionForm:
    """The decision in a form; whatever cannot be read is None or empty."""
    content = payload(form, "DECI001") or form
    return DecisionForm(
        form=form,
        header=read_header(form),
        references=read_references(form),
        employer=Employer(None, None, None),
        content=content,
        day=content.day("DecisionDate"),
        result=content.number("ResultCode"),
        reason=content.text("ReasonText") or "",
        allowance=content.number("AllowanceGranted"),
        office=content.text("OfficeName") or "",
    )
