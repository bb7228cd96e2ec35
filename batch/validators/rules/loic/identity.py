"""Worker and employer in the envelope's reference data, checked as in TWCT001 (ours: docs/protocol.md)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.loic import Request
from batch.validators.numbers import niss
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import employer as numbers

RULES: Rulebook[Request] = Rulebook()
_OURS = "docs/protocol.md: worker and employer stand in ReferenceData, checked with the codes of TWCT001"


@RULES.rule("90452-001", source=_OURS)
def reference_data_missing(request: Request, _case: Case) -> Iterator[Place]:
    """The envelope names worker and employer."""
    if request.reference_data is None:
        yield request.form.at("ReferenceData")


@RULES.rule("90256-001", source=_OURS)
def employer_missing(request: Request, _case: Case) -> Iterator[Place]:
    """The envelope names the employer."""
    if request.reference_data is not None and request.employer_block is None:
        yield request.reference_data.at("EmployerId")


@RULES.rule("90256-090", source=_OURS)
def several_employers(request: Request, _case: Case) -> Iterator[Place]:
    """The envelope names one employer."""
    if request.reference_data is not None:
        for block in request.reference_data.every("EmployerId")[1:]:
            yield block.at()


@RULES.rule("00024-001", source=_OURS)
def worker_missing(request: Request, _case: Case) -> Iterator[Place]:
    """The envelope names the worker."""
    if request.reference_data is not None and request.inss is None:
        yield request.reference_data.at("INSS")


@RULES.rule("00024-003", source=_OURS)
def worker_number_is_zero(request: Request, _case: Case) -> Iterator[Place]:
    """Zero is not a worker's number."""
    if request.reference_data is not None and request.inss == "0":
        yield request.reference_data.at("INSS")


@RULES.rule("00024-004", source=_OURS)
def worker_number_check_digits(request: Request, _case: Case) -> Iterator[Place]:
    """The check digits of the worker's number are wrong."""
    inss = request.inss
    if request.reference_data is not None and inss and len(inss) == 11 and inss.isascii() and inss.isdigit():
        if not niss.has_good_check_digits(inss):
            yield request.reference_data.at("INSS")


@RULES.rule("00014-001", source=_OURS)
def no_employer_number(request: Request, _case: Case) -> Iterator[Place]:
    """One of the employer's numbers is given."""
    if request.employer_block is not None and not request.employer.keys():
        yield request.employer_block.at("CompanyID")


@RULES.rule("00011-008", source=_OURS)
def onss_number_outside_domain(request: Request, _case: Case) -> Iterator[Place]:
    """The ONSS number starts at 100006; zero only beside an enterprise number."""
    if request.employer_block is not None:
        yield from numbers.onss_outside_domain(request.employer_block)


@RULES.rule("00011-004", source=_OURS)
def onss_number_check_digits(request: Request, _case: Case) -> Iterator[Place]:
    """The check digits of the ONSS number are wrong."""
    if request.employer_block is not None:
        yield from numbers.onss_check_digits(request.employer_block)


@RULES.rule("00014-004", source=_OURS)
def enterprise_number_check_digits(request: Request, _case: Case) -> Iterator[Place]:
    """The check digits of the enterprise number are wrong."""
    if request.employer_block is not None:
        yield from numbers.enterprise_check_digits(request.employer_block)


@RULES.rule("00011-155", source=_OURS)
def no_mandate_for_onss_number(request: Request, case: Case) -> Iterator[Place]:
    """The sender holds a mandate of the employer with this ONSS number."""
    if request.employer_block is not None:
        yield from numbers.without_mandate(request.employer_block, request.employer, "NOSSRegistrationNbr", case)


@RULES.rule("00014-155", source=_OURS)
def no_mandate_for_enterprise(request: Request, case: Case) -> Iterator[Place]:
    """The sender holds a mandate of the employer with this enterprise number."""
    if request.employer_block is not None:
        yield from numbers.without_mandate(request.employer_block, request.employer, "CompanyID", case)
