"""The personnel file for one set: looked up a slice at a time, silent where none is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from batch.model.personnel import Relation
from batch.ports.people import Directory


class StoredPersonnel:
    """What the personnel file knows of the workers of a slice."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._known: dict[str, list[Relation]] = {}

    def load(self, workers: Iterable[str]) -> None:
        """Look up these workers."""
        self._known = {}
        for relation in self._directory.relations_of(workers):
            self._known.setdefault(relation.niss, []).append(relation)

    def get(self, worker: str) -> Sequence[Relation]:
        """The work relations of one of them."""
        return self._known.get(worker, ())
