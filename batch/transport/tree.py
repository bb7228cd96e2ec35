"""Files under a root, local or far away: what an inbox and an outbox need of a place that holds folders."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from batch.transport.files import chunks_of, open_regular, sync_folder, write_whole

Source = Callable[[], BinaryIO]
"""Opens bytes to be written; asked again when a broken upload is repeated."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder, as it stands there itself: a link is neither file nor folder."""

    name: str
    size: int
    modified: datetime
    is_file: bool
    is_folder: bool


class Tree(Protocol):
    """A place with folders; paths are absolute, with ``/``. Faults are ``OSError`` of the usual kinds."""

    @property
    def lanes(self) -> int:
        """How many operations may be under way at once; 1: working ahead gains nothing."""

    @property
    def keeps_our_time(self) -> bool:
        """Whether ``Entry.modified`` and our clock tell the same time."""

    def entries(self, folder: str) -> list[Entry]: ...
    def find(self, path: str) -> Entry | None: ...
    def open(self, path: str) -> BinaryIO: ...
    def write(self, path: str, source: Source) -> tuple[int, str]: ...
    def move(self, source: str, target: str) -> None: ...
    def place(self, source: str, target: str) -> None: ...
    def remove(self, path: str) -> None: ...
    def make_folder(self, path: str) -> None: ...
    def remove_folder(self, path: str) -> None: ...
    def sync(self, folder: str) -> None: ...


class LocalTree:
    """Folders of this machine."""

    lanes = 1
    keeps_our_time = True

    def entries(self, folder: str) -> list[Entry]:
        """What stands in a folder, in no order."""
        found = []
        with os.scandir(folder) as every:
            for one in every:
                try:
                    found.append(_entry(one.name, one.stat(follow_symlinks=False)))
                except FileNotFoundError:
                    continue
        return found

    def find(self, path: str) -> Entry | None:
        """What stands at a path, without following a link; None when nothing does."""
        try:
            return _entry(Path(path).name, Path(path).lstat())
        except (FileNotFoundError, NotADirectoryError):
            return None

    def open(self, path: str) -> BinaryIO:
        """Open a regular file, never through a link."""
        return open_regular(Path(path))

    def write(self, path: str, source: Source) -> tuple[int, str]:
        """Write a file whole or not at all, and sync it; returns size and SHA-256 in hexadecimal."""
        with source() as content:
            return write_whole(Path(path), chunks_of(content))

    def move(self, source: str, target: str) -> None:
        """Rename; of two that move the same file at once, one gets it, the other ``FileNotFoundError``."""
        Path(source).rename(target)

    def place(self, source: str, target: str) -> None:
        """Rename to a name that must be free.

        Raises:
            FileExistsError: something stands there.
        """
        # POSIX has no portable rename that refuses; a name that is laid down in this very instant is written over.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "the name is taken", target)
        Path(source).rename(target)

    def remove(self, path: str) -> None:
        """Remove a file."""
        Path(path).unlink()

    def make_folder(self, path: str) -> None:
        """Make a folder and those above it; again changes nothing."""
        Path(path).mkdir(parents=True, exist_ok=True)

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        Path(path).rmdir()

    def sync(self, folder: str) -> None:
        """Make the names in a folder survive a power cut."""
        sync_folder(Path(folder))


def _entry(name: str, found: os.stat_result) -> Entry:
    mode = found.st_mode
    moment = datetime.fromtimestamp(found.st_mtime_ns / 1e9, UTC)
    return Entry(name, found.st_size, moment, stat.S_ISREG(mode), stat.S_ISDIR(mode))
