"""What small sets share in a step: a look at the directory, a wait for the disk, a commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from batch.jobs.desk import Desk
from batch.jobs.view import as_it_is_now
from batch.model.receipt import Receipt
from batch.ports import Shelf
from batch.ports.leases import unit_of

T = TypeVar("T")


@contextmanager
def shared(desk: Desk) -> Iterator[tuple[Desk, Shelf]]:
    """The desk for a batch, and the shelf on which it lays its bytes: to be synced before their rows are committed."""
    with desk.archive.shelf() as shelf:
        yield as_it_is_now(replace(desk, archive=shelf)), shelf


def each(units: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """What every unit returned, or why it failed; none stops another."""
    return [_result(unit) for unit in units]


def returned(result: T | Exception) -> T:
    """What a unit returned; raises why it failed."""
    if isinstance(result, Exception):
        raise result
    return result


def leased(desk: Desk, receipt: Receipt, unit: Callable[[], T]) -> T:
    """Do a unit of work on a set: what it writes is refused when another host has taken the set over."""
    with desk.leases.under(unit_of(receipt)):
        return unit()


def _result(do: Callable[[], T]) -> T | Exception:
    try:
        return do()
    except Exception as error:  # noqa: BLE001 - nothing is swallowed: the error is handed on in the place of its set
        return error
