"""Reads a VBLV001 form into an entry of the validation book."""

from __future__ import annotations

from batch.model.forms import Block
from batch.model.vblv import BookEntry
from batch.parsers.forms import read_employer, read_header, read_references


def read(form: Block) -> BookEntry:
    """The entry in a form; whatever cannot be read is None or empty."""
    link = form.first("EmployerDeclarationLink")
    local = link is None and form.first("NOSSLPAEmployerDeclarationLink") is not None
    link = link or form.first("NOSSLPAEmployerDeclarationLink") or form
    risk = form.first("RiskIdentification")
    period = link.first("ReferencePeriod")
    return BookEntry(
        form=form,
        header=read_header(form),
        references=read_references(form),
        risk="001" if risk and risk.number("IdentificationOfRisk") == 1 else "",
        link=link,
        local_authority=local,
        employer=read_employer(link if link is not form else None),
        worker=link.first("NaturalPerson"),
        period=period,
        card=link.first("ControlCard"),
        start=period.day("RefStartingDate") if period else None,
        end=period.day("RefEndingDate") if period else None,
    )
