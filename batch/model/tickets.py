"""Tickets: 13 characters, printed 3-7-2-1 (``04W-002DKAE-0H-Z``).

Ours, because the real check digits are not public: alphabet ``0-9A-Z`` without I and O (34 symbols); series,
counter, two check characters (value of the first ten symbols modulo 1153, the largest prime below 34
squared, which catches every single wrong symbol and every swap of neighbours), and ``Z``.

>>> make("04W", 1)
'04W00000015PZ'
>>> printed("04W00000015PZ")
'04W-0000001-5P-Z'
"""

from __future__ import annotations

from functools import lru_cache

ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_VALUE = {symbol: index for index, symbol in enumerate(ALPHABET)}
_MODULUS = 1153
_PAIRS = [high + low for high in ALPHABET for low in ALPHABET]
_PAIRED = len(_PAIRS)
_COUNTER_SYMBOLS = 7
LENGTH = 13
LARGEST_COUNTER = len(ALPHABET) ** _COUNTER_SYMBOLS - 1


def make(series: str, counter: int) -> str:
    """The ticket with that series (3 symbols) and counter.

    Raises:
        ValueError: the series is not of the alphabet, or the counter has run out.
    """
    if not 0 <= counter <= LARGEST_COUNTER:
        raise ValueError(f"counter {counter} does not fit in {_COUNTER_SYMBOLS} symbols")
    value = _value(series) * (LARGEST_COUNTER + 1) + counter
    rest, last = divmod(counter, _PAIRED)
    rest, third = divmod(rest, _PAIRED)
    first, second = divmod(rest, _PAIRED)
    seven = f"{ALPHABET[first]}{_PAIRS[second]}{_PAIRS[third]}{_PAIRS[last]}"
    return f"{series}{seven}{_PAIRS[value % _MODULUS]}Z"


@lru_cache(maxsize=64)
def _value(text: str) -> int:
    value = 0
    for symbol in text:
        if symbol not in _VALUE:
            raise ValueError(f"{symbol!r} is not a ticket symbol")
        value = value * len(ALPHABET) + _VALUE[symbol]
    return value


def compact(text: str) -> str:
    """A ticket as it is stored: no dashes, no blanks, capitals."""
    return text.replace("-", "").replace(" ", "").upper()


def printed(ticket: str) -> str:
    """A ticket as a person reads it; anything that is not 13 characters comes back as it is."""
    if len(ticket) != LENGTH:
        return ticket
    return f"{ticket[:3]}-{ticket[3:10]}-{ticket[10:12]}-{ticket[12]}"


def is_mistyped(text: str) -> bool:
    """Whether a ticket cannot be one of ours: wrong length, symbol, check characters or last letter.

    Tickets issued elsewhere may fail this and still be known; so ask the register first.
    """
    ticket = compact(text)
    if len(ticket) != LENGTH or any(symbol not in _VALUE for symbol in ticket):
        return True
    return ticket[10:12] != _PAIRS[_value(ticket[:10]) % _MODULUS] or ticket[12] != "Z"
