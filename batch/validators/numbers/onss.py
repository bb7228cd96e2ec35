"""ONSS / RSZ number (zone 00011): seven digits and two check digits; leading zeros may be absent.

The check digits are 96 minus the remainder of the seven digits times 100 by 97. The formula is not
published; it was inferred from six official samples and holds for all of them.

>>> has_good_check_digits("114135340")
True
>>> has_good_check_digits("70500472")
True
>>> has_good_check_digits("114135341")
False
"""

from __future__ import annotations


def check_digits(seven: str) -> str:
    """The two check digits of seven digits."""
    return f"{96 - int(seven) * 100 % 97:02d}"


def has_good_check_digits(text: str) -> bool:
    """Whether up to nine digits end with their check digits."""
    nine = text.zfill(9)
    return nine[7:] == check_digits(nine[:7])
