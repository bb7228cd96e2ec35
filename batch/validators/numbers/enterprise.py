"""Enterprise number / CompanyID (zone 00014): eight digits, the first 0 or 1, and two check digits.

The check digits are 97 minus the remainder of the eight digits by 97. Nine digits are read with a leading
zero, as the official schemas allow.

>>> has_good_check_digits("0852093431")
True
>>> has_good_check_digits("852093431")
True
>>> has_good_check_digits("0852093432")
False
"""

from __future__ import annotations


def check_digits(eight: str) -> str:
    """The two check digits of eight digits."""
    return f"{97 - int(eight) % 97:02d}"


def has_good_check_digits(text: str) -> bool:
    """Whether nine or ten digits end with their check digits."""
    ten = text.zfill(10)
    return ten[8:] == check_digits(ten[:8])
