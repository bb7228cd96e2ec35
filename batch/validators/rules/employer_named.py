"""The employer in the envelope's reference data, checked as in TWCT001 (ours: docs/protocol.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from batch.model.forms import Block, Employer, Place
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import employer as numbers
from batch.validators.rules.circumstances import may_not_act

_OURS = "docs/protocol.md: worker and employer stand in ReferenceData, checked with the codes of TWCT001"


class Named(Protocol):
    """Any form in the envelope that names its employer."""

    form: Block
    reference_data: Block | None
    employer_block: Block | None
    employer: Employer


RULES: Rulebook[Named] = Rulebook()


def _has_doubtful_numbers(named: Named, _case: Case) -> bool:
    """Not both numbers of the employer, or one that may be nobody's."""
    return named.employer_block is None or not numbers.are_sound(named.employer_block)


@RULES.rule("90452-001", source=_OURS)
def reference_data_missing(named: Named, _case: Case) -> Iterator[Place]:
    """The envelope names the employer, and the worker where the message has one."""
    if named.reference_data is None:
        yield named.form.at("ReferenceData")


@RULES.rule("90256-001", source=_OURS, when=(_has_doubtful_numbers,))
def employer_missing(named: Named, _case: Case) -> Iterator[Place]:
    """The envelope names the employer."""
    if named.reference_data is not None and named.employer_block is None:
        yield named.reference_data.at("EmployerId")


@RULES.rule("90256-090", source=_OURS)
def several_employers(named: Named, _case: Case) -> Iterator[Place]:
    """The envelope names one employer."""
    if named.reference_data is not None:
        for block in named.reference_data.every("EmployerId")[1:]:
            yield block.at()


@RULES.rule("00014-001", source=_OURS, when=(_has_doubtful_numbers,))
def no_employer_number(named: Named, _case: Case) -> Iterator[Place]:
    """One of the employer's numbers is given."""
    if named.employer_block is not None and not named.employer.keys():
        yield named.employer_block.at("CompanyID")


@RULES.rule("00011-008", source=_OURS, when=(_has_doubtful_numbers,))
def onss_number_outside_domain(named: Named, _case: Case) -> Iterator[Place]:
    """The ONSS number starts at 100006; zero only beside an enterprise number."""
    if named.employer_block is not None:
        yield from numbers.onss_outside_domain(named.employer_block)


@RULES.rule("00011-004", source=_OURS, when=(_has_doubtful_numbers,))
def onss_number_check_digits(named: Named, _case: Case) -> Iterator[Place]:
    """The check digits of the ONSS number are right."""
    if named.employer_block is not None:
        yield from numbers.onss_check_digits(named.employer_block)


@RULES.rule("00014-004", source=_OURS, when=(_has_doubtful_numbers,))
def enterprise_number_check_digits(named: Named, _case: Case) -> Iterator[Place]:
    """The check digits of the enterprise number are right."""
    if named.employer_block is not None:
        yield from numbers.enterprise_check_digits(named.employer_block)


@RULES.rule("00011-155", source=_OURS, when=(may_not_act,))
def no_mandate_for_onss_number(named: Named, case: Case) -> Iterator[Place]:
    """The sender holds a mandate of the employer with this ONSS number."""
    if named.employer_block is not None:
        yield from numbers.without_mandate(named.employer_block, named.employer, "NOSSRegistrationNbr", case)


@RULES.rule("00014-155", source=_OURS, when=(may_not_act,))
def no_mandate_for_enterprise(named: Named, case: Case) -> Iterator[Place]:
    """The sender holds a mandate of the employer with this enterprise number."""
    if named.employer_block is not None:
        yield from numbers.without_mandate(named.employer_block, named.employer, "CompanyID", case)
