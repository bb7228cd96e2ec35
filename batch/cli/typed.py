"""Numbers, quarters and answers as a person types them, turned into values or refused in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable

from batch.cli.sender import WrongWord
from batch.model.calendar import read_quarter
from batch.model.sender import DIGITS, EVERY, GROUPS
from batch.validators.numbers import enterprise, niss, onss, ppl

_SIGNS = str.maketrans("", "", " .-/")


def noss_of(text: str) -> str:
    """An ONSS number as nine digits; nothing stays nothing.

    Raises:
        WrongWord: it is none, or its check digits are wrong.
    """
    return _number(text, text.translate(_SIGNS), "N", "ONSS number", "[0-9]{3,9}", onss.has_good_check_digits)


def lpa_of(text: str) -> str:
    """A PPL number of a local authority as eight digits; nothing stays nothing.

    Raises:
        WrongWord: it is none, or its check digits are wrong.
    """
    return _number(text, text.translate(_SIGNS), "L", "PPL number", "[0-9]{3,8}", ppl.has_good_check_digits)


def niss_of(text: str) -> str:
    """A worker's number as eleven digits; dots and dashes may stand. What is refused is not repeated: it names people.

    Raises:
        WrongWord: it is none, or its check digits are wrong.
    """
    digits = text.translate(_SIGNS)
    if not re.fullmatch("[0-9]{11}", digits, re.ASCII) or not niss.has_good_check_digits(digits):
        raise WrongWord("NISS: no such number, its check digits are wrong.")
    return digits


def company_of(text: str) -> str:
    """An enterprise number as ten digits; dots and a leading ``BE`` may stand; nothing stays nothing.

    Raises:
        WrongWord: it is none, or its check digits are wrong.
    """
    digits = text.removeprefix("BE").translate(_SIGNS)
    return _number(text, digits, "C", "Enterprise number", "[01]?[0-9]{9}", enterprise.has_good_check_digits)


def _number(text: str, digits: str, letter: str, noun: str, form: str, is_good: Callable[[str], bool]) -> str:
    if not digits:
        return ""
    if not re.fullmatch(form, digits, re.ASCII) or not is_good(digits):
        raise WrongWord(f"{noun} {text!r}: no such number, its check digits are wrong.")
    return digits.zfill(DIGITS[letter])


def employer_of(noss: str, company: str) -> tuple[str, str]:
    """The numbers of one employer; ``*`` in the place of the ONSS number is every employer.

    Raises:
        WrongWord: neither is given, or one is wrong.
    """
    if noss.strip() == EVERY and not company.strip():
        return EVERY, ""
    found = noss_of(noss), company_of(company)
    if not any(found):
        raise WrongWord("Give the employer's ONSS number, its enterprise number, or both.")
    return found


def quarter_typed(text: str) -> int:
    """A quarter, ``2026/1`` or ``20261``.

    Raises:
        WrongWord: it is none.
    """
    quarter = read_quarter(text.strip())
    if quarter is None:
        raise WrongWord(f"{text} is no quarter: write YYYY/Q, as 2026/1.")
    return quarter


def group_typed(text: str) -> str:
    """A group of applications, or ``*`` for all of them.

    Raises:
        WrongWord: it is none.
    """
    if text not in (EVERY, *GROUPS):
        raise WrongWord(f"{text!r} is no group of applications: {', '.join(GROUPS)} or {EVERY}.")
    return text


def codes_typed(text: str) -> tuple[str, ...]:
    """Application codes, with commas or blanks between."""
    return tuple(re.split("[, ]+", text.strip(" ,"))) if text.strip(" ,") else ()
