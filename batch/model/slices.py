"""A long stream in slices: so many together, or fewer when they weigh much and must fit in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(source: Iterable[T], most: int) -> Iterator[list[T]]:
    """At most ``most`` together, in their order.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(source)
    while batch := list(islice(rest, most)):
        yield batch


def slices(source: Iterable[T], most: int, weight: Callable[[T], int], heaviest: int) -> Iterator[list[T]]:
    """At most ``most`` together, and none after those that weigh ``heaviest`` or more.

    >>> list(slices([1, 1, 1, 9, 1], 2, lambda one: one, 5))
    [[1, 1], [1, 9], [1]]
    """
    slice_: list[T] = []
    weighed = 0
    for one in source:
        slice_.append(one)
        weighed += weight(one)
        if len(slice_) == most or weighed >= heaviest:
            yield slice_
            slice_, weighed = [], 0
    if slice_:
        yield slice_
