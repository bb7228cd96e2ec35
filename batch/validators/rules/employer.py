"""The employer's numbers, wherever a block carries them: domain and check digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from batch.model.forms import Block, Employer, Place, is_number
from batch.validators.numbers import enterprise, onss, ppl
from batch.validators.rulebook import Case

_LEAST_ONSS, _LEAST_PPL = 100006, 197


def has_own_block(day: date, case: Case) -> bool:
    """Whether a local authority declares in a block of its own on a day, which it did up to quarter 2021/4."""
    return case.law.parameters["authority_in_own_block"].on(day) == 1


def in_both_blocks(form: Block) -> Iterator[Place]:
    """The employer stands in both of his blocks, of which a form has one (blocks 90067, 90168)."""
    if form.first("EmployerDeclarationLink") and form.first("NOSSLPAEmployerDeclarationLink"):
        yield form.at()


def are_sound(block: Block) -> bool:
    """Whether ONSS and enterprise number are given in full and can be somebody's: then nothing is said of them."""
    noss, company = block.text("NOSSRegistrationNbr"), block.text("CompanyID")
    if noss is None or company is None or len(noss) != 9 or len(company) != 10:
        return False
    return _can_be_numbers(noss, company)


@lru_cache(maxsize=1024)
def _can_be_numbers(noss: str, company: str) -> bool:
    """Forms of a file name the same employers again and again: what was found of the last ones is remembered."""
    if not (is_number(noss) and is_number(company)) or int(noss) < _LEAST_ONSS:
        return False
    return onss.has_good_check_digits(noss) and enterprise.has_good_check_digits(company)


def onss_outside_domain(block: Block) -> Iterator[Place]:
    """From 100006 on; zero only when the enterprise number is given (zone 00011)."""
    return _outside(block, "NOSSRegistrationNbr", _LEAST_ONSS)


def ppl_outside_domain(block: Block) -> Iterator[Place]:
    """From 197 on; zero only when the enterprise number is given (zone 00109)."""
    return _outside(block, "NOSSLPARegistrationNbr", _LEAST_PPL)


def onss_check_digits(block: Block) -> Iterator[Place]:
    """The check digits of the ONSS number are wrong (zone 00011)."""
    return _checked(block, "NOSSRegistrationNbr", onss.has_good_check_digits, 9)


def ppl_check_digits(block: Block) -> Iterator[Place]:
    """The check digits of the PPL number are wrong (zone 00109)."""
    return _checked(block, "NOSSLPARegistrationNbr", ppl.has_good_check_digits, 8)


def enterprise_check_digits(block: Block) -> Iterator[Place]:
    """The check digits of the enterprise number are wrong (zone 00014)."""
    return _checked(block, "CompanyID", enterprise.has_good_check_digits, 10, least=9)


def without_mandate(block: Block, employer: Employer, tag: str, case: Case) -> Iterator[Place]:
    """The sender may not act for this employer; told at the first of its numbers that is given."""
    if case.may_act_for is None or case.may_act_for(employer.keys()):
        return
    named = (("NOSSRegistrationNbr", employer.noss), ("NOSSLPARegistrationNbr", employer.lpa))
    first = next((number for number, value in named if value), "CompanyID")
    if tag == first:
        yield block.at(tag)


def _outside(block: Block, tag: str, least: int) -> Iterator[Place]:
    value = block.number(tag)
    if value is None:
        return
    if value == 0:
        if not block.number("CompanyID"):
            yield block.at(tag)
    elif value < least:
        yield block.at(tag)


def _checked(block: Block, tag: str, good: Callable[[str], bool], longest: int, least: int = 1) -> Iterator[Place]:
    text = block.text(tag)
    if text and text.isascii() and text.isdigit() and least <= len(text) <= longest and int(text) and not good(text):
        yield block.at(tag)
