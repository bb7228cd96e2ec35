"""Files written whole: a temporary name, sync, rename, sync of the folder; alone, or several together."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, TypeVar

TEMPORARY = ".tmp"
CHUNK = 1 << 20
_LANES = 8

T = TypeVar("T")


def write_whole(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write a file that is either there whole or not at all; returns size and SHA-256 in hexadecimal.

    A failed sync is never tried again on the same file: the temporary file goes, the error goes up.
    """
    draft = Draft(path)
    try:
        draft.write(chunks, sync=True)
        draft.temporary.replace(path)
    except BaseException:
        draft.discard()
        raise
    for folder in draft.folders:
        sync_folder(folder)
    return draft.size, draft.sha256


class Draft:
    """A file under a temporary name beside the one it is to have."""

    def __init__(self, path: Path, by: str | None = None) -> None:
        """``by`` tells who writes: another one may write the same file at the same time; None: this process."""
        self.path = path
        self.temporary = path.with_name(f".{path.name}.{os.getpid() if by is None else by}{TEMPORARY}")
        self.folders = [path.parent]
        """Those whose names must be synced: its own, and those in which one was made for it."""
        self.size = 0
        self.sha256 = ""

    def write(self, chunks: Iterable[bytes], *, sync: bool) -> None:
        """Write it, in a folder that is made if need be."""
        digest = hashlib.sha256()
        self._make_folder()
        with self.temporary.open("wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                self.size += len(chunk)
                file.write(chunk)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        self.sha256 = digest.hexdigest()

    def _make_folder(self) -> None:
        missing = self.path.parent
        while not missing.exists():
            missing = missing.parent
            self.folders.append(missing)
        if len(self.folders) > 1:
            self.path.parent.mkdir(parents=True, exist_ok=True)

    def discard(self) -> None:
        """Forget it; what stands at its path stays."""
        with contextlib.suppress(FileNotFoundError):
            self.temporary.unlink()


def publish(drafts: Iterable[Draft]) -> dict[Draft, Exception]:
    """Sync drafts that were written without, give them their names, then sync every folder once; those that failed.

    Waiting for several files at once costs hardly more than waiting for one: the disk writes them together. An empty
    file has no bytes to wait for.
    """
    failed: dict[Draft, Exception] = {}
    ready = list(drafts)
    for draft, error in zip(ready, at_once(_published, ready), strict=True):
        if error is not None:
            draft.discard()
            failed[draft] = error
    folders = list(dict.fromkeys(folder for draft in ready if draft not in failed for folder in draft.folders))
    broken = {one: error for one, error in zip(folders, at_once(sync_folder, folders), strict=True) if error}
    for draft in ready:
        if draft not in failed and (error := next((broken[one] for one in draft.folders if one in broken), None)):
            failed[draft] = error
    return failed


def _published(draft: Draft) -> None:
    if draft.size:
        handle = os.open(draft.temporary, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    draft.temporary.replace(draft.path)


def at_once(do: Callable[[T], object], units: Sequence[T]) -> list[Exception | None]:
    """Do what mostly waits for the disk to several units, in lanes; why each failed, None where it did not."""
    errors: list[Exception | None] = [None] * len(units)

    def lane(first: int) -> None:
        for place in range(first, len(units), _LANES):
            try:
                do(units[place])
            except Exception as error:  # noqa: BLE001 - nothing is swallowed: the error is handed on beside its unit
                errors[place] = error

    if len(units) > 1:
        with ThreadPoolExecutor(min(_LANES, len(units)), "sync") as pool:
            list(pool.map(lane, range(min(_LANES, len(units)))))
    else:
        lane(0)
    return errors


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file, never through a link.

    Raises:
        OSError: it is a link, or no regular file.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "no regular file", str(path))
    return os.fdopen(handle, "rb")


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of an open file."""
    while chunk := file.read(CHUNK):
        yield chunk
