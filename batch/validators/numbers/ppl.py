"""PPL number of a provincial or local authority (zone 00109): six digits and two check digits.

The check digits are the remainder of the six digits by 97, 97 for none. The formula is not published; it was
inferred from one official sample and from the upper end of the official domain.

>>> has_good_check_digits("01060027")
True
>>> has_good_check_digits("01060028")
False
"""

from __future__ import annotations


def check_digits(six: str) -> str:
    """The two check digits of six digits."""
    return f"{int(six) % 97 or 97:02d}"


def has_good_check_digits(text: str) -> bool:
    """Whether up to eight digits end with their check digits."""
    eight = text.zfill(8)
    return eight[6:] == check_digits(eight[:6])
