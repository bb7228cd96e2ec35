"""The directory of employers for one set: looked up a slice at a time, silent where none is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from batch.model.sender import EmployerRecord
from batch.ports.people import Directory


class StoredEmployers:
    """What the directory knows of the employers of a slice."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._known: dict[str, tuple[EmployerRecord, ...]] = {}

    def load(self, keys: Iterable[str]) -> None:
        """Look up these comparable numbers."""
        self._known = self._directory.employers(keys)

    def get(self, key: str) -> Sequence[EmployerRecord]:
        """The employers with that number, of whatever days, the newest first."""
        return self._known.get(key, ())
