"""NISS / INSZ: the number of a person in the national register or the bis register (zone 00024).

Nine digits and two check digits: 97 minus the remainder of the nine digits by 97, with a 2 written before the
nine digits for births from 2000 on. A number with either remainder passes, because the number itself does
not say the century. Source: public rule of the national register (RD 3 April 1984).

>>> has_good_check_digits("85073003328")
True
>>> has_good_check_digits("85073003329")
False
"""

from __future__ import annotations


def check_digits(nine: str, *, born_from_2000: bool = False) -> str:
    """The two check digits of nine digits."""
    number = int(f"2{nine}") if born_from_2000 else int(nine)
    return f"{97 - number % 97:02d}"


def has_good_check_digits(text: str) -> bool:
    """Whether eleven digits end with their check digits, for one of the two centuries."""
    nine, check = text[:9], text[9:]
    return check in (check_digits(nine), check_digits(nine, born_from_2000=True))
