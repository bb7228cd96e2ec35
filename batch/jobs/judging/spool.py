"""Judged forms between judging and the bulk commit: rows in blocks, in a file that only this run reads.

``marshal`` writes plain values several times as fast as JSON; its format belongs to one version of Python, which is
enough for files that processes of one run write, read and delete.
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
    """Writes the rows of forms one after the other, or some forms together."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._block: list[list[Any]] = []

    def __enter__(self) -> Self:
        return self

    def add(self, rows: list[Any]) -> None:
        """The rows of one form: lists, dicts, texts, numbers and None."""
        self._block.append(rows)
        if len(self._block) == _BLOCK:
            self._flush()

    def add_packed(self, rows: bytes) -> None:
        """The rows of some forms together."""
        self._flush()
        self._write(rows)

    def _flush(self) -> None:
        if self._block:
            self._write(packed(self._block))
            self._block = []

    def _write(self, rows: bytes) -> None:
        self._file.write(len(rows).to_bytes(_HEAD, "big") + rows)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if kind is None:
                self._flush()


def packed(rows: list[list[Any]]) -> bytes:
    """The rows of some forms as bytes that the same Python reads."""
    return marshal.dumps(rows)


def unpacked(content: bytes) -> list[list[Any]]:
    """The rows that were packed."""
    rows: list[list[Any]] = marshal.loads(content)  # noqa: S302 - bytes of our own
    return rows


def spooled(path: Path) -> Iterator[list[Any]]:
    """The rows of every form, as they were added."""
    with path.open("rb") as file:
        while head := file.read(_HEAD):
            yield from unpacked(file.read(int.from_bytes(head, "big")))
