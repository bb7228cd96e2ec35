"""Who works on what: one process at a time works on a unit, such as a set, and only it writes what comes of it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

from batch.model.line import Turn
from batch.model.receipt import Receipt

LEASE = timedelta(seconds=20)
"""How long a unit stays somebody's who says nothing; renewed three times as often.

Moments come from the clocks of the hosts. No clock decides what is written: the register asks who holds a unit, in the
transaction that writes. Clocks that differ by more than half a lease only let units be taken over too early, and done
twice for nothing.
"""


def unit_of(one: Receipt | Turn) -> str:
    """The name of a set as a unit of work."""
    return f"set {one.id if isinstance(one, Receipt) else one.receipt}"


class Leases(Protocol):
    """Units that this process, and those it has started, work on; a name says which, as ``set 12``."""

    @property
    def holder(self) -> str:
        """The name under which this process holds them; empty where nobody else can be."""

    def take(self, unit: str, moment: datetime) -> bool: ...
    def renew(self, moment: datetime) -> None: ...
    def give_back(self, unit: str) -> None: ...
    def under(self, unit: str) -> AbstractContextManager[None]: ...
    def hold(self, unit: str, moment: datetime) -> AbstractContextManager[bool]: ...
