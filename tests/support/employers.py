"""Invented employers' numbers with good check digits."""

from __future__ import annotations

from batch.validators.numbers import enterprise, onss


def noss(number: int) -> str:
    """The ONSS number that begins with these seven digits."""
    seven = f"{number:07d}"
    return seven + onss.check_digits(seven)


def company(number: int) -> str:
    """The enterprise number that begins with these eight digits."""
    eight = f"{number:08d}"
    return eight + enterprise.check_digits(eight)
