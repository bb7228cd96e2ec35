"""How the leaves of a message's worker are counted: whose, what an accepted form adds, what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from batch.model.balance import Break, Count
from batch.validators.rulebook import Case


@dataclass(frozen=True, slots=True)
class Counting:
    """What the switchboard says of a message whose forms use up leaves."""

    worker: Callable[[Any], str]
    """Whose breaks are looked up; empty for nobody's."""
    taken: Callable[[Any, Case], Break | None]
    """The break that counts from now on when the form is accepted."""
    counts: Callable[[Any, Case], tuple[Count, ...]]
    """What is used with it, as far as the sender may know."""
