"""What a client has open in one session: files to read, uploads, listings, under names it gives back to us."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from batch.transport.door.house import Entry
from batch.transport.door.refusal import denied, failed
from batch.transport.door.uploads import Upload

_MOST = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """A file opened to be read."""

    name: str
    number: int

    def read(self, offset: int, length: int) -> bytes:
        """Bytes from an offset; none at the end."""
        return os.pread(self.number, length, offset)

    def look(self) -> Entry:
        """Name, size and time, as in a listing."""
        found = os.fstat(self.number)
        return Entry(self.name, found.st_size, int(found.st_mtime))


Open = Reading | Upload | Iterator[Entry]


class Handles:
    """Names for what is open; never given twice."""

    def __init__(self) -> None:
        self._opened: dict[bytes, Open] = {}
        self._next = 0

    def keep(self, make: Callable[[], Open]) -> bytes:
        """Open something and name it.

        Raises:
            Refused: too much is open.
        """
        if len(self._opened) >= _MOST:
            raise failed("too many files are open")
        self._next += 1
        name = b"%d" % self._next
        self._opened[name] = make()
        return name

    def take(self, name: bytes) -> Open:
        """Give out what has a name; the name is gone."""
        if name not in self._opened:
            raise failed("no such handle")
        return self._opened.pop(name)

    def take_all(self) -> list[Open]:
        """Give out everything that is still open."""
        rest, self._opened = list(self._opened.values()), {}
        return rest

    def file(self, name: bytes) -> Reading | Upload:
        """An opened file."""
        found = self._opened.get(name)
        if isinstance(found, (Reading, Upload)):
            return found
        raise failed("no such file handle")

    def upload(self, name: bytes) -> Upload:
        """A file opened to be written."""
        found = self.file(name)
        if isinstance(found, Upload):
            return found
        raise denied("this file was not opened to be written")

    def folder(self, name: bytes) -> Iterator[Entry]:
        """A listing that is being read."""
        found = self._opened.get(name)
        if found is None or isinstance(found, (Reading, Upload)):
            raise failed("no such folder handle")
        return found
