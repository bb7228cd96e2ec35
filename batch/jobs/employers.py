"""The directory of employers for one set: looked up a slice at a time, silent where none is loaded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from batch.model.sender import EmployerRecord
from batch.ports import Directory


class StoredEmployers:
    """What the directory knew of the employers of a slice, on one day."""

    def __init__(self, directory: Directory, day: date) -> None:
        self._directory = directory
        self._day = day
        self._known: dict[str, EmployerRecord] = {}

    def load(self, keys: Iterable[str]) -> None:
        """Look up these comparable numbers."""
        self._known = self._directory.employers(keys, self._day)

    def get(self, key: str) -> EmployerRecord | None:
        """The employer with that number; None when the directory has none."""
        return self._known.get(key)
