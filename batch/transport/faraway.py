"""Reading a file on a server in pieces, each of which can be asked for again when the line breaks."""

from __future__ import annotations

import errno
from collections.abc import Callable
from io import RawIOBase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer  # collections.abc has it from 3.12

PIECE = 4 << 20

ReadAt = Callable[[int, int], bytes]
"""Bytes from an offset, up to a number; fewer only at the end of the file."""


class FarawayFile(RawIOBase):
    """A file that does not change while it is read; another size than the server told is an error."""

    def __init__(self, read_at: ReadAt, size: int) -> None:
        self._read_at = read_at
        self._size = size
        self._offset = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """The next bytes; 0 at the end."""
        view = memoryview(buffer).cast("B")
        piece = self._next(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def readall(self) -> bytes:
        """Everything that is left."""
        pieces = []
        while piece := self._next(PIECE):
            pieces.append(piece)
        return b"".join(pieces)

    def _next(self, most: int) -> bytes:
        wanted = min(most, PIECE, self._size - self._offset)
        if wanted == 0:
            return b""
        # Together with the last bytes one more is asked for: it must not be there.
        is_last = self._offset + wanted == self._size
        piece = self._read_at(self._offset, wanted + is_last)
        if len(piece) != wanted:
            raise OSError(errno.EIO, "the file has another size than the server told")
        self._offset += wanted
        return piece
