"""Inbox and outbox in local folders: ``inbox/<sender>/<IN|INTEST|INTEST-S>/``."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from batch.errors import AnswerChanged
from batch.model.names import IN_FOLDER
from batch.model.receipt import Answer
from batch.ports import Arrival, Claim
from batch.transport.files import chunks_of, open_regular, sync_folder, write_whole

_CLAIMS = ".claims"
_SENDER = re.compile(r"[0-9]{6}")


class LocalClaim:
    """Files that were moved out of an inbox folder into a folder of their own."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._path = folder
        self.id, _, rest = folder.name.partition("~")
        self.sender, _, self.folder = rest.rpartition("~")

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the claimed files."""
        return tuple(sorted(entry.name for entry in self._path.iterdir()))

    def open(self, name: str) -> BinaryIO:
        """Open one claimed file."""
        return open_regular(self._path / name)

    def take(self, name: str) -> bool:
        """Move one file in; False when somebody else took it or it is gone."""
        try:
            (self._root / self.sender / self.folder / name).rename(self._path / name)
        except FileNotFoundError:
            return False
        return True

    def give_back(self) -> None:
        """Put the files back, the GO last; a name that was delivered anew meanwhile stays in the claim."""
        home = self._root / self.sender / self.folder
        for name in sorted(self.files, key=lambda name: name.startswith("GO.")):
            if not (home / name).exists():
                (self._path / name).rename(home / name)
        with contextlib.suppress(OSError):
            self._path.rmdir()

    def finish(self) -> None:
        """Forget the files: their bytes are in the archive and in the register."""
        for name in self.files:
            (self._path / name).unlink()
        self._path.rmdir()


class LocalInbox:
    """All inbox folders of all senders."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def arrivals(self) -> list[Arrival]:
        """Every regular file in the folders of the channel; links and the like are never looked at."""
        found = []
        for sender in sorted(self._folders(self._root)):
            for folder in IN_FOLDER.values():
                found += self._in(sender, folder)
        return found

    def _folders(self, path: Path) -> list[str]:
        with os.scandir(path) as entries:
            return [one.name for one in entries if one.is_dir(follow_symlinks=False) and _SENDER.fullmatch(one.name)]

    def _in(self, sender: str, folder: str) -> list[Arrival]:
        found = []
        try:
            with os.scandir(self._root / sender / folder) as entries:
                for entry in entries:
                    arrival = _arrival(sender, folder, entry)
                    if arrival is not None:
                        found.append(arrival)
        except (FileNotFoundError, NotADirectoryError):
            return []
        return found

    def is_growing(self, arrivals: Sequence[Arrival], pause: float) -> set[Arrival]:
        """Those files that change while one looks at them twice."""
        if arrivals:
            time.sleep(pause)
        growing = set()
        for one in arrivals:
            try:
                now = (self._root / one.sender / one.folder / one.name).lstat()
            except FileNotFoundError:
                growing.add(one)
                continue
            if (now.st_size, _moment(now.st_mtime_ns)) != (one.size, one.modified):
                growing.add(one)
        return growing

    def claim(self, sender: str, folder: str, first: str, others: Sequence[str]) -> Claim | None:
        """Move a set out, ``first`` (the GO) before the others; None when somebody else was faster.

        A rename is atomic: of two processes that want the same GO, one gets it.
        """
        path = self._root / _CLAIMS / f"{uuid.uuid4().hex}~{sender}~{folder}"
        path.mkdir(parents=True)
        claim = LocalClaim(self._root, path)
        if not claim.take(first):
            path.rmdir()
            return None
        for name in others:
            claim.take(name)
        sync_folder(path)
        return claim

    def unfinished(self) -> list[Claim]:
        """Claims that a crash left behind, oldest first; ask only while holding the run lock."""
        claims = self._root / _CLAIMS
        if not claims.is_dir():
            return []
        folders = sorted(filter(Path.is_dir, claims.iterdir()), key=lambda path: path.stat().st_mtime_ns)
        return [LocalClaim(self._root, folder) for folder in folders]


def _arrival(sender: str, folder: str, entry: os.DirEntry[str]) -> Arrival | None:
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Arrival(sender, folder, entry.name, found.st_size, _moment(found.st_mtime_ns))


def _moment(nanoseconds: int) -> datetime:
    return datetime.fromtimestamp(nanoseconds / 1e9, UTC)


class LocalOutbox:
    """All outbox folders: ``outbox/<addressee>/<OUT|OUTTEST|OUTTEST-S>/``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def deliver(self, answer: Answer, content: BinaryIO) -> None:
        """Lay down FO, then the empty GO; again is the same files with the same bytes.

        Raises:
            AnswerChanged: a file of that name stands there with other content.
        """
        folder = self._root / answer.addressee / answer.folder
        path = folder / answer.name
        if path.exists():
            if _digest(path) != answer.sha256:
                raise AnswerChanged(answer.name)
        else:
            write_whole(path, chunks_of(content))
        if not (folder / answer.go_name).exists():
            write_whole(folder / answer.go_name, ())


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with open_regular(path) as file:
        for chunk in chunks_of(file):
            digest.update(chunk)
    return digest.hexdigest()
