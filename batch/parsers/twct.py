"""Reads a TWCT001 form into a communication."""

from __future__ import annotations

from batch.model.forms import Block
from batch.model.twct import REASON_BLOCKS, Communication
from batch.parsers.forms import read_employer, read_header, read_references


def read(form: Block) -> Communication:
    """The communication in a form; whatever cannot be read is None or empty."""
    link = form.first("EmployerDeclarationLink")
    local = link is None and form.first("NOSSLPAEmployerDeclarationLink") is not None
    link = link or form.first("NOSSLPAEmployerDeclarationLink") or form
    risk, agency = _risk(form), link.first("TemporaryEmploymentAgency")
    reason = link.first(REASON_BLOCKS[risk]) if risk else None
    period = reason.first("TempUnemploymentPeriod") if reason else None
    return Communication(
        form=form,
        header=read_header(form),
        references=read_references(form),
        risk=risk,
        link=link,
        local_authority=local,
        employer=read_employer(link if link is not form else None),
        agency=agency,
        agency_employer=read_employer(agency),
        workers=link.every("NaturalPerson"),
        reason=reason,
        period=period,
        start=period.day("TempUnemploymentStartingDate") if period else None,
        end=period.day("TempUnemploymentEndingDate") if period else None,
        committee=reason.text("JointCommissionNbr") if reason else None,
        level=reason.text("JointCommissionLevel") if reason else None,
        regime=(reason.number("RegimeTempUnemp") or 0) if reason else 0,
        cause=(reason.number("EffectiveUnemploymentReason") or 0) if reason else 0,
        is_by_user_firm=agency is not None and agency.number("CommunicationSourceIndicator") == 1,
    )


def _risk(form: Block) -> str:
    block = form.first("RiskIdentification")
    number = block.number("IdentificationOfRisk") if block else None
    return f"{number:03d}" if number is not None and 1 <= number <= 6 else ""
