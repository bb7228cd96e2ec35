"""Folders on an SFTP server. An operation whose answer was lost is repeated; what it already did counts as done."""

from __future__ import annotations

import contextlib
import errno
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import PurePosixPath
from typing import BinaryIO

from paramiko.sftp_attr import SFTPAttributes

from batch.errors import SftpUnreachable, UploadShort
from batch.transport.faraway import PIECE, FarawayFile
from batch.transport.files import TEMPORARY
from batch.transport.line import Line
from batch.transport.session import Refused, Session
from batch.transport.tree import Entry, Source


class SftpTree:
    """The folders of one account on one server; threads may share it."""

    keeps_our_time = False

    def __init__(self, line: Line) -> None:
        self._line = line
        self._can_replace = True

    @property
    def lanes(self) -> int:
        """As many as there are channels."""
        return self._line.channels

    def entries(self, folder: str) -> list[Entry]:
        """What stands in a folder; attributes that the listing leaves out are asked for one by one."""
        found = []
        for name, attributes in self._line.do(lambda session, _: session.names(folder or "/")):
            if attributes.st_mode is not None and attributes.st_size is not None:
                found.append(_entry(name, attributes))
            elif (entry := self.find(f"{folder}/{name}")) is not None:
                found.append(entry)
        return found

    def find(self, path: str) -> Entry | None:
        """What stands at a path, without following a link; None when nothing does."""
        return self._line.do(lambda session, _: _find(session, path))

    def open(self, path: str) -> BinaryIO:
        """Open a regular file, never through a link; it is read in pieces, over a broken line too."""
        found = self.find(path)
        if found is None:
            raise FileNotFoundError(errno.ENOENT, "no such file", path)
        if not found.is_file:
            raise OSError(errno.EINVAL, "no regular file", path)
        size = found.size

        def read_at(offset: int, number: int) -> bytes:
            return self._line.do(lambda session, _: session.read(path, offset, number, size))

        return BufferedReader(FarawayFile(read_at, size), PIECE)

    def write(self, path: str, source: Source) -> tuple[int, str]:
        """Write a file whole or not at all; returns size and SHA-256 in hexadecimal.

        Under a temporary name, synced where the server can, the size read back, then renamed. The temporary name is
        always the same, so that what a broken run left is written over and never piles up.

        Raises:
            FileExistsError: something stands at the path.
            UploadShort: the server holds another size than was sent.
        """
        target = PurePosixPath(path)
        temporary = str(target.with_name(f".{target.name}{TEMPORARY}"))

        def store(session: Session, _again: bool) -> tuple[int, str]:
            with source() as content:
                return session.store(temporary, content)

        try:
            size, sha256 = self._line.do(store)
            self._check(temporary, size)
            self.place(temporary, path)
        except (OSError, UploadShort):
            with contextlib.suppress(OSError, SftpUnreachable):
                self.remove(temporary)
            raise
        self._check(path, size)
        return size, sha256

    def _check(self, path: str, size: int) -> None:
        found = self.find(path)
        if found is None or found.size != size:
            raise UploadShort(f"{path}: sent {size} bytes, there are {found.size if found else 'none'}.")

    def move(self, source: str, target: str) -> None:
        """Rename; of two that move the same file at once, one gets it, the other ``FileNotFoundError``.

        The target is a name that only we know, so when it stands there after a lost answer the move was ours.
        """

        def rename(session: Session) -> None:
            if self._can_replace:
                try:
                    session.posix_rename(source, target)
                except Refused as error:
                    if error.errno != errno.EOPNOTSUPP:
                        raise
                    self._can_replace = False
            if not self._can_replace:
                session.rename(source, target)

        self._once(rename, lambda session: _find(session, target) is not None)

    def place(self, source: str, target: str) -> None:
        """Rename to a name that must be free; plain SFTP rename refuses to write over.

        Raises:
            FileExistsError: something stands there.
        """

        def rename(session: Session) -> None:
            try:
                session.rename(source, target)
            except FileNotFoundError:
                raise
            except Refused as error:
                if _find(session, target) is not None:
                    raise FileExistsError(errno.EEXIST, "the name is taken", target) from error
                raise

        self._once(rename, lambda session: _find(session, target) is not None and _find(session, source) is None)

    def remove(self, path: str) -> None:
        """Remove a file."""
        self._once(lambda session: session.remove(path), lambda session: _find(session, path) is None)

    def make_folder(self, path: str) -> None:
        """Make a folder and those above it; again changes nothing."""
        self._line.do(lambda session, _: _make(session, PurePosixPath(path)))

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        self._once(lambda session: session.rmdir(path), lambda session: _find(session, path) is None)

    def sync(self, folder: str) -> None:
        """Nothing: SFTP cannot sync names; a server that forgets a rename shows the set again."""

    def _once(self, do: Callable[[Session], None], is_done: Callable[[Session], bool]) -> None:
        """Do what must not be done twice: before a repetition, look whether the lost answer was a yes."""

        def operation(session: Session, again: bool) -> None:
            if not (again and is_done(session)):
                do(session)

        self._line.do(operation)


def _find(session: Session, path: str) -> Entry | None:
    try:
        return _entry(PurePosixPath(path).name, session.lstat(path))
    except FileNotFoundError:
        return None


def _make(session: Session, path: PurePosixPath) -> None:
    try:
        session.mkdir(str(path))
    except FileNotFoundError:
        if path.parent == path:
            raise
        _make(session, path.parent)
        _make(session, path)
    except Refused:
        # SFTP has no word of its own for "is there already".
        found = _find(session, str(path))
        if found is None or not found.is_folder:
            raise


def _entry(name: str, found: SFTPAttributes) -> Entry:
    mode = found.st_mode or 0
    moment = datetime.fromtimestamp(found.st_mtime or 0, UTC)
    return Entry(name, found.st_size or 0, moment, stat.S_ISREG(mode), stat.S_ISDIR(mode))
