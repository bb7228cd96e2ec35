"""NISS / INSZ: the number of a person in the national register or the bis register (zone 00024).

Nine digits and two check digits: 97 minus the remainder of the nine digits by 97, with a 2 written before the
nine digits for births from 2000 on. A number with either remainder passes, because the number itself does
not say the century. Source: public rule of the national register (RD 3 April 1984).

>>> has_good_check_digits("85073003328")
True
>>> has_good_check_digits("85073003329")
False
>>> is_of_nobody("85073003328"), is_of_nobody("85173003301")
(False, True)
"""

from __future__ import annotations


def check_digits(nine: str, *, born_from_2000: bool = False) -> str:
    """The two check digits of nine digits."""
    number = int(f"2{nine}") if born_from_2000 else int(nine)
    return f"{97 - number % 97:02d}"


_LENGTH = 11
_MONTHS = 12
_BIS_STEP = 20
"""Numbers of the bis register carry the month of birth plus 20 or 40; test numbers 60 or 80 (ours)."""


def has_good_check_digits(text: str) -> bool:
    """Whether eleven digits end with their check digits, for one of the two centuries."""
    nine, check = text[:9], text[9:]
    return check == check_digits(nine) or check == check_digits(nine, born_from_2000=True)


def is_of_nobody(text: str | None) -> bool:
    """Whether a number with good check digits can belong to nobody: there is no such month of birth.

    An unknown month is written 00, so it can.
    """
    if text is None or len(text) != _LENGTH or not (text.isascii() and text.isdigit()):
        return False
    return int(text[2:4]) % _BIS_STEP > _MONTHS and has_good_check_digits(text)


def is_sound(text: str | None) -> bool:
    """Whether a number is written in full, has good check digits, and can belong to somebody.

    >>> is_sound("85073003328"), is_sound("85073003329"), is_sound("85173003301"), is_sound("8507"), is_sound(None)
    (True, False, False, False, False)
    """
    if text is None or len(text) != _LENGTH or not (text.isascii() and text.isdigit()):
        return False
    return int(text[2:4]) % _BIS_STEP <= _MONTHS and has_good_check_digits(text)
