"""What the directory of employers says of the numbers a form gives; silent where no directory is loaded.

The directory is asked for the day of reception (ours: the codes speak of the quarter of the declaration, and
a communication of temporary unemployment has none). A number whose check digits are wrong is told for them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from batch.model.forms import Block, Employer, Place, is_number
from batch.model.sender import EmployerRecord, keys_of
from batch.validators.numbers import enterprise, onss, ppl
from batch.validators.rulebook import Case
from batch.validators.rules.employer import has_own_block

_GOOD = {
    "N": onss.has_good_check_digits,
    "L": ppl.has_good_check_digits,
    "C": enterprise.has_good_check_digits,
}


def onss_number_unknown(block: Block, employer: Employer, case: Case) -> Iterator[Place]:
    """The ONSS number is in the directory on the day."""
    if _is_missing("N", employer.noss, case):
        yield block.at("NOSSRegistrationNbr")


def ppl_number_unknown(block: Block, employer: Employer, case: Case) -> Iterator[Place]:
    """The PPL number is in the directory on the day."""
    if _is_missing("L", employer.lpa, case):
        yield block.at("NOSSLPARegistrationNbr")


def enterprise_unknown(block: Block, employer: Employer, case: Case) -> Iterator[Place]:
    """An enterprise number that stands alone is in the directory on the day."""
    if _stands_alone(employer) and _is_missing("C", employer.company, case):
        yield block.at("CompanyID")


def enterprise_never_known(block: Block, employer: Employer, case: Case) -> Iterator[Place]:
    """An enterprise number that stands alone is in the directory, on whatever day."""
    if _stands_alone(employer) and is_never_known("C", employer.company, case):
        yield block.at("CompanyID")


def enterprise_known_on_another_day(block: Block, employer: Employer, case: Case) -> Iterator[Place]:
    """An enterprise number that stands alone and is in the directory is there on the day."""
    if _stands_alone(employer) and rows("C", employer.company, case) and _is_missing("C", employer.company, case):
        yield block.at("CompanyID")


def numbers_of_two_employers(block: Block, employer: Employer, case: Case) -> Iterator[Place]:
    """The enterprise number belongs to the employer of the other number."""
    known = on_the_day(_by_first_number(employer, case), case)
    if known is not None and known.company and is_sound("C", employer.company):
        if keys_of("", known.company) != keys_of("", employer.company or ""):
            yield block.at("CompanyID")


def curatorship_differs(block: Block, employer: Employer, case: Case) -> Iterator[Place]:
    """The employer is under curatorship, or is not, as the directory knows it."""
    known, told = on_the_day(rows("N", employer.noss, case), case), block.text("Trusteeship")
    if known is not None and told in ("0", "1") and known.curatorship is not (told == "1"):
        yield block.at("Trusteeship")


def is_unidentified(employer: Employer, case: Case) -> bool:
    """Whether two numbers are given, both could be somebody's, and the directory never knew either of them."""
    letter, number = ("L", employer.lpa) if employer.lpa else ("N", employer.noss)
    return is_never_known(letter, number, case) and is_never_known("C", employer.company, case)


def is_ppl_number(employer: Employer, case: Case) -> bool:
    """Whether the ONSS number is none, and the directory knows it as the PPL number of a local authority."""
    return is_never_known("N", employer.noss, case) and bool(rows("L", employer.noss, case))


def authority_block_missing(form: Block, employer: Employer, day: date | None, case: Case) -> Iterator[Place]:
    """A local authority declares in its own block, up to quarter 2021/4.

    Ours: the directory knows it as one when a row of its ONSS number has a PPL number, on whatever day; a row of its
    enterprise number where the other number is not given.
    """
    if day is not None and has_own_block(day, case):
        known = _by_first_number(employer, case) or rows("C", None if employer.noss else employer.company, case)
        if any(record.lpa for record in known):
            yield form.at("NOSSLPAEmployerDeclarationLink")


def seat_is_abroad(employer: Employer, case: Case) -> bool:
    """Whether the directory knows the administrative seat of the employer to be in another country."""
    known = on_the_day(_by_first_number(employer, case), case)
    if known is None and _stands_alone(employer):
        known = on_the_day(rows("C", employer.company, case), case)
    return known is not None and known.seat_abroad


def rows(letter: str, number: str | None, case: Case) -> Sequence[EmployerRecord]:
    """What the directory has under a number, of whatever days; nothing where none is loaded."""
    if case.employers is None or not number:
        return ()
    return case.employers(f"{letter}{number.lstrip('0')}")


def on_the_day(known: Sequence[EmployerRecord], case: Case) -> EmployerRecord | None:
    """Of several with one number, the one that exists on the day of reception and began last."""
    return next((record for record in known if record.exists_on(case.day)), None)


def is_sound(letter: str, text: str | None) -> bool:
    """Whether a number is given and can be one of anybody: of another, its form or its check digits say enough."""
    return text is not None and is_number(text) and _GOOD[letter](text)


def is_never_known(letter: str, number: str | None, case: Case) -> bool:
    """Whether a number can be somebody's and is in the directory on no day; False where none is loaded."""
    return case.employers is not None and is_sound(letter, number) and not rows(letter, number, case)


def _is_missing(letter: str, number: str | None, case: Case) -> bool:
    asked = case.employers is not None and is_sound(letter, number)
    return asked and on_the_day(rows(letter, number, case), case) is None


def _stands_alone(employer: Employer) -> bool:
    return bool(employer.company) and not employer.noss and not employer.lpa


def _by_first_number(employer: Employer, case: Case) -> Sequence[EmployerRecord]:
    """By the ONSS number, or by the PPL number."""
    return rows("N", employer.noss, case) or rows("L", employer.lpa, case)
