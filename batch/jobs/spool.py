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

_HEAD = 8
"""Bytes before a block that tell its size."""


class SpoolWriter:
    """Writes the rows of forms, some forms together."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def __enter__(self) -> Self:
        return self

    def add(self, rows: bytes) -> None:
        """The rows of some forms, packed."""
        self._file.write(len(rows).to_bytes(_HEAD, "big") + rows)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def packed(rows: list[list[Any]]) -> bytes:
    """The rows of some forms, each lists, dicts, texts, numbers and None, as bytes that the same Python reads."""
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
