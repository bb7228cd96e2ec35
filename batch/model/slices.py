"""A long stream in slices, so many together, or fewer when they weigh much; and in turns of those whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import itemgetter
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


def in_turns(source: Iterable[T], whose: Callable[[T], str]) -> list[T]:
    """The first of everybody, then the second of everybody, and so on; within a turn in the order given.

    >>> in_turns(["a1", "a2", "a3", "b1"], lambda one: one[0])
    ['a1', 'b1', 'a2', 'a3']
    """
    turns: Counter[str] = Counter()
    ranked = []
    for one in source:
        turns[whose(one)] += 1
        ranked.append((turns[whose(one)], one))
    return [one for _, one in sorted(ranked, key=itemgetter(0))]
