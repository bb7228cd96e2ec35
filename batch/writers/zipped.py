"""Packs a large answer: a ZIP with exactly one file, the same bytes for the same content."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, cast

_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP can tell: the time of packing is nobody's business."""


class _Sink:
    """Takes what zipfile writes, until it is asked for; it cannot go back."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def write(self, chunk: bytes) -> int:
        self._chunks.append(bytes(chunk))
        return len(chunk)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        chunk = b"".join(self._chunks)
        self._chunks.clear()
        return chunk


def zipped(name: str, content: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of a ZIP with one file, in flat memory."""
    sink, entry = _Sink(), zipfile.ZipInfo(name, _ALWAYS)
    entry.compress_type = zipfile.ZIP_DEFLATED
    target = cast("IO[bytes]", sink)  # zipfile asks no more of it than write and flush
    with zipfile.ZipFile(target, "w") as archive, archive.open(entry, "w", force_zip64=True) as file:
        for chunk in content:
            file.write(chunk)
            yield sink.taken()
    yield sink.taken()
