"""Work done ahead in a bounded window, its results in the order asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")

_WINDOW = 2
"""Units under way or waiting to be fetched, per lane: enough that no lane waits for the reader."""


def in_order(do: Callable[[T], U], units: Iterable[T], lanes: int) -> Iterator[tuple[T, U | Exception]]:
    """Each unit with its result or its failure; with one lane each is begun when it is asked for.

    A reader that goes away leaves at most one window of units done and not read.
    """
    if lanes == 1:
        for unit in units:
            yield unit, _result(do, unit)
        return
    waiting: deque[tuple[T, Future[U | Exception]]] = deque()
    with ThreadPoolExecutor(lanes, "lane") as pool:
        try:
            for unit in units:
                waiting.append((unit, pool.submit(_result, do, unit)))
                if len(waiting) >= _WINDOW * lanes:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
        finally:
            for _, future in waiting:
                future.cancel()


def _result(do: Callable[[T], U], unit: T) -> U | Exception:
    """A failure as a value: it belongs to its unit and is raised again by the one who reads it."""
    try:
        return do(unit)
    except Exception as error:  # noqa: BLE001 - nothing is swallowed: the error is handed on beside its unit
        return error
