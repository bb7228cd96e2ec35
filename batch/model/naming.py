"""Employers by their numbers, small enough to keep for every set that waits: 250,000 numbers in a megabyte.

A number stands here as the CRC-32 of its comparable form (``model.sender.Keys``), in the order of the machine, sorted.
Two numbers may share one: then a set waits for another without need, which is all.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from heapq import merge
from zlib import crc32

Naming = bytes
"""Sorted codes, four bytes each, none twice."""
NOBODY: Naming = b""


def code_of(key: str) -> int:
    """The code of a comparable number."""
    return crc32(key.encode())


def naming_of(codes: Iterable[int]) -> Naming:
    """Codes that come in their order, each once.

    >>> list(codes_of(naming_of([1, 1, 5])))
    [1, 5]
    """
    found, last = array("I"), -1
    for code in codes:
        if code != last:
            found.append(code)
            last = code
    return found.tobytes()


def together(these: Naming, those: Naming) -> Naming:
    """All that either names."""
    if not these or not those:
        return these or those
    return naming_of(merge(codes_of(these), codes_of(those)))


def codes_of(naming: Naming) -> Iterator[int]:
    """The codes, in their order."""
    return iter(memoryview(naming).cast("I"))


def count_of(naming: Naming) -> int:
    """How many numbers it names."""
    return len(naming) // 4


def share(these: Naming, those: Naming) -> bool:
    """Whether both name one number."""
    few, many = sorted((these, those), key=len)
    known = memoryview(many).cast("I")
    for code in codes_of(few):
        place = bisect_left(known, code)
        if place < len(known) and known[place] == code:
            return True
    return False
