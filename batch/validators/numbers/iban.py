"""IBAN: the number of a bank account (ISO 13616): two letters, two check digits, at most 30 letters and digits.

The check digits are good when the number, its first four signs moved to the end and letters written as 10 to 35,
leaves 1 by 97 (ISO 7064). A Belgian one has 16 signs.

>>> is_good("BE68539007547034"), is_good("BE68539007547035")
(True, False)
"""

from __future__ import annotations

import re

_FORM = re.compile("[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}", re.ASCII)
_BELGIAN = 16


def has_the_form(text: str) -> bool:
    """Whether it is written as an IBAN: capitals and digits, without blanks; a Belgian one has 16 signs."""
    return bool(_FORM.fullmatch(text)) and (not text.startswith("BE") or len(text) == _BELGIAN)


def is_good(text: str) -> bool:
    """Whether it has the form and its check digits are good."""
    if not has_the_form(text):
        return False
    moved = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1
