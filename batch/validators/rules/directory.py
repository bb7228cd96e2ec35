"""What the directory of employers says of the numbers a form gives; silent where no directory is loaded.

The directory is asked for the day of reception (ours: the codes speak of the quarter of the declaration, and
a communication of temporary unemployment has none). A number whose check digits are wrong is told for them alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from batch.model.forms import Block, Employer, Place
from batch.model.sender import EmployerRecord, keys_of
from batch.validators.numbers import enterprise, onss
from batch.validators.rulebook import Case


def onss_number_unknown(block: Block, employer: Employer, case: Case) -> Iterator[Place]:
    """The ONSS number is in the directory."""
    if case.employers is not None and _is_number(employer.noss, onss) and _of_number(employer, case) is None:
        yield block.at("NOSSRegistrationNbr")


def enterprise_unknown(block: Block, employer: Employer, case: Case) -> Iterator[Place]:
    """An enterprise number that stands alone is in the directory."""
    alone = _is_number(employer.company, enterprise) and not employer.noss and not employer.lpa
    if case.employers is not None and alone and case.employers(f"C{(employer.company or '').lstrip('0')}") is None:
        yield block.at("CompanyID")


def numbers_of_two_employers(block: Block, employer: Employer, case: Case) -> Iterator[Place]:
    """Both numbers belong to one employer."""
    known = _of_number(employer, case)
    if known is not None and known.company and employer.company and _is_number(employer.company, enterprise):
        if keys_of("", known.company) != keys_of("", employer.company):
            yield block.at("CompanyID")


def curatorship_differs(block: Block, employer: Employer, case: Case) -> Iterator[Place]:
    """The employer is under curatorship, or is not, as the directory knows it."""
    known, told = _of_number(employer, case), block.text("Trusteeship")
    if known is not None and told in ("0", "1") and known.curatorship is not (told == "1"):
        yield block.at("Trusteeship")


def _is_number(text: str | None, kind: ModuleType) -> bool:
    """Whether a number is given and can be one of anybody: of another, the check digits say enough."""
    return bool(text) and (not str(text).isdigit() or bool(kind.has_good_check_digits(text)))


def _of_number(employer: Employer, case: Case) -> EmployerRecord | None:
    if case.employers is None or not employer.noss:
        return None
    return case.employers(f"N{employer.noss.lstrip('0')}")
