"""What the forms of a set have changed so far, by its keys, in memory that does not grow."""

from __future__ import annotations

from collections.abc import Iterable

_BITS = 26
"""Of the number of bits: 8 MB, most of it never used by a small set."""
_MASK = (1 << _BITS) - 1


class Touched:
    """Keys that were noted: never denies one that was, now and then claims one that was not.

    Each key sets two bits of a field (a Bloom filter): with a million keys one answer in a thousand is wrong, with
    twenty million one in five. A wrong one costs a form a second judging.
    """

    def __init__(self) -> None:
        self._field = bytearray(1 << _BITS - 3)

    def note(self, keys: Iterable[str]) -> None:
        """Remember."""
        field = self._field
        for key in keys:
            hashed = hash(key)
            for bit in (hashed & _MASK, hashed >> _BITS & _MASK):
                field[bit >> 3] |= 1 << (bit & 7)

    def holds_any(self, keys: Iterable[str]) -> bool:
        """Whether one of them was noted."""
        field = self._field
        for key in keys:
            hashed = hash(key)
            first, second = hashed & _MASK, hashed >> _BITS & _MASK
            if field[first >> 3] >> (first & 7) & 1 and field[second >> 3] >> (second & 7) & 1:
                return True
        return False
