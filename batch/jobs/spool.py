"""Judged forms between judging and the bulk commit: rows in blocks, in a file that only this run reads.

``marshal`` writes plain values several times as fast as JSON; its format belongs to one version of Python, which is
enough for a file that the same process writes, reads and deletes.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_BLOCK = 200
"""Forms that are written together."""
_HEAD = 8
"""Bytes before a block that tell its size."""


class SpoolWriter:
    """Writes the rows of forms one after the other."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._block: list[Any] = []

    def __enter__(self) -> Self:
        return self

    def add(self, rows: list[Any]) -> None:
        """The rows of one form: lists, dicts, texts, numbers and None."""
        self._block.append(rows)
        if len(self._block) == _BLOCK:
            self._flush()

    def _flush(self) -> None:
        content = marshal.dumps(self._block)
        self._file.write(len(content).to_bytes(_HEAD, "big") + content)
        self._block = []

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if kind is None and self._block:
                self._flush()


def spooled(path: Path) -> Iterator[list[Any]]:
    """The rows of every form, as they were added."""
    with path.open("rb") as file:
        while head := file.read(_HEAD):
            yield from marshal.loads(file.read(int.from_bytes(head, "big")))  # noqa: S302 - our own file
