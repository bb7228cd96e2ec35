"""Invented numbers of employers and workers, with good check digits."""

from __future__ import annotations

from batch.validators.numbers import enterprise, onss, ppl
from batch.validators.numbers import niss as niss_numbers


def noss(number: int) -> str:
    """The ONSS number that begins with these seven digits."""
    seven = f"{number:07d}"
    return seven + onss.check_digits(seven)


def company(number: int) -> str:
    """The enterprise number that begins with these eight digits."""
    eight = f"{number:08d}"
    return eight + enterprise.check_digits(eight)


def lpa(number: int) -> str:
    """The PPL number that begins with these six digits."""
    six = f"{number:06d}"
    return six + ppl.check_digits(six)


def niss(number: int) -> str:
    """The number of the worker with this serial number, from a birthday of its own for every 998 of them."""
    day, serial = divmod(number, 998)
    nine = f"{50 + day // 336:02d}{day // 28 % 12 + 1:02d}{day % 28 + 1:02d}{serial + 1:03d}"
    return nine + niss_numbers.check_digits(nine)
