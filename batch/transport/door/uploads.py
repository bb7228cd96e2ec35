"""One upload from open to close: bytes go beside the inbox, and into it only when the client has closed the file."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from batch.transport.door.house import Entry
from batch.transport.door.paths import Place
from batch.transport.door.quota import Quota
from batch.transport.door.refusal import Refused, failed
from batch.transport.files import CHUNK

UNFINISHED, FINISHED = 0o600, 0o640
"""The mode of an upload says whether its client closed it; so it is still known after a restart."""


class Upload:
    """A file being written.

    A refused write spoils the upload: what follows is refused too, and it never reaches the inbox. So does a
    second upload of the same name, which is how a client goes on after its line was cut.
    """

    def __init__(self, place: Place, handle: int, quota: Quota, most_bytes: int, *, append: bool) -> None:
        self.place = place
        self._handle = handle
        self._quota = quota
        self._most_bytes = most_bytes
        self._append = append
        self._lock = threading.Lock()
        self._size = os.fstat(handle).st_size
        self._spoiled = ""

    @property
    def is_spoiled(self) -> bool:
        """Whether something was refused, so that the file cannot be whole."""
        return bool(self._spoiled)

    def spoil(self, reason: str) -> None:
        """Refuse whatever comes from now on; may be called from another connection."""
        with self._lock:
            self._spoiled = reason

    def read(self, offset: int, length: int) -> bytes:
        """Read back what was written so far; no bytes at the end."""
        return os.pread(self._handle, length, offset)

    def write(self, offset: int, content: bytes) -> None:
        """Write at an offset, or at the end when the client opened the file to append."""
        with self._writing():
            start = self._size if self._append else offset
            self._grow(start + len(content))
            rest = memoryview(content)
            while rest:
                written = os.pwrite(self._handle, rest, start)
                start, rest = start + written, rest[written:]

    def resize(self, size: int) -> None:
        """Cut off or lengthen the file."""
        with self._writing():
            self._grow(size)
            os.ftruncate(self._handle, size)
            self._size = size

    def look(self) -> Entry:
        """Name, size and time, as in a listing."""
        found = os.fstat(self._handle)
        return Entry(self.place.name, found.st_size, int(found.st_mtime))

    def sync(self) -> None:
        """Make what was written so far survive a power cut."""
        os.fsync(self._handle)

    def finish(self) -> tuple[int, str]:
        """The client closed the file: sync it; returns size and SHA-256 in hexadecimal.

        Its time becomes that of its arrival, whatever the client had set.

        Raises:
            Refused: it was spoiled.
        """
        with self._writing():
            os.utime(self._handle)
            os.fsync(self._handle)
            os.fchmod(self._handle, FINISHED)
            return self._digest()

    def shorten(self) -> int:
        """Take one byte off a file that was never closed, so that no client takes it for whole; returns its size.

        A client that goes on compares sizes: had the line been cut after the last byte, it would think it is done.
        """
        with self._lock:
            return shorten(self._handle)

    def let_go(self) -> None:
        """Close our side of the file; nothing is asked of this upload afterwards."""
        os.close(self._handle)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock:
            if self._spoiled:
                raise failed(self._spoiled)
            try:
                yield
            except Refused as refusal:
                self._spoiled = refusal.text
                raise
            except OSError:
                self._spoiled = "the server could not write this file"
                raise

    def _grow(self, end: int) -> None:
        if end > self._most_bytes:
            raise failed(f"a file may not be larger than {self._most_bytes} bytes")
        if end > self._size:
            self._quota.take(end - self._size)
            self._size = end

    def _digest(self) -> tuple[int, str]:
        digest, offset = hashlib.sha256(), 0
        while chunk := os.pread(self._handle, CHUNK, offset):
            digest.update(chunk)
            offset += len(chunk)
        return offset, digest.hexdigest()


def shorten(handle: int) -> int:
    """Take one byte off an open file but not off its age; returns the size that is left."""
    found = os.fstat(handle)
    size = max(0, found.st_size - 1)
    os.ftruncate(handle, size)
    os.utime(handle, ns=(found.st_atime_ns, found.st_mtime_ns))
    return size
