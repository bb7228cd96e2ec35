"""The folders of a sender on our disk, reached step by step by descriptor, so that no link on the way is followed.

::

    inbox/<sender>/<IN|INTEST|INTEST-S>/              what the pipeline sees
    inbox/.uploads/<sender>/<IN|INTEST|INTEST-S>/     what is being written, or waits for its final name
    outbox/<sender>/<OUT|OUTTEST|OUTTEST-S>/          answers
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from batch.transport.door.paths import is_shown
from batch.transport.door.refusal import denied

UPLOADS = ".uploads"
_STEP = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Folders:
    """The two roots; the names of the six folders say in which of them each lies."""

    inbox: Path
    outbox: Path

    @contextmanager
    def arrived(self, sender: str, folder: str) -> Iterator[int]:
        """The folder that the pipeline scans, open."""
        with opened(self.inbox, sender, folder) as handle:
            yield handle

    @contextmanager
    def uploads(self, sender: str, folder: str) -> Iterator[int]:
        """The folder of unfinished uploads, open; on the same file system as where they go."""
        with opened(self.inbox, UPLOADS, sender, folder) as handle:
            yield handle

    @contextmanager
    def answers(self, sender: str, folder: str) -> Iterator[int]:
        """The folder of answers, open."""
        with opened(self.outbox, sender, folder) as handle:
            yield handle


@contextmanager
def opened(root: Path, *steps: str) -> Iterator[int]:
    """A folder by descriptor; missing ones are made, a link or file in the way is an error."""
    root.mkdir(parents=True, exist_ok=True)
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for step in steps:
            inner = _step(handle, step)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)


def _step(handle: int, name: str) -> int:
    try:
        return os.open(name, _STEP, dir_fd=handle)
    except FileNotFoundError:
        with contextlib.suppress(FileExistsError):
            os.mkdir(name, 0o750, dir_fd=handle)
        return os.open(name, _STEP, dir_fd=handle)


def is_plain(found: os.stat_result) -> bool:
    """Whether it is a regular file with one name: no link of either kind, no folder, no device."""
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1


def find(folder: int, name: str) -> os.stat_result | None:
    """A plain file in a folder, None when there is nothing of that name.

    Raises:
        Refused: what stands there is no plain file.
    """
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not is_plain(found):
        raise denied("this is no plain file")
    return found


def open_plain(folder: int, name: str, flags: int) -> int:
    """Open a plain file: first opened, then looked at, so that nothing can be swapped in between.

    Raises:
        Refused: it is no plain file.
    """
    handle = os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600, dir_fd=folder)
    if not is_plain(os.fstat(handle)):
        os.close(handle)
        raise denied("this is no plain file")
    return handle


def plain_files(folder: int) -> Iterator[tuple[str, os.stat_result]]:
    """The plain files of a folder whose names can be told."""
    with os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):  # taken by the pipeline meanwhile
                found = entry.stat(follow_symlinks=False)
                if is_plain(found) and is_shown(entry.name):
                    yield entry.name, found
