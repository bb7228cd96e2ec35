"""A claimed set: its files, moved out of the inbox into a folder of their own under ``.claims``."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import BinaryIO

from batch.transport.layout import Layout
from batch.transport.tree import Entry, Tree

MOST_AHEAD = 1 << 20
"""Bytes of one claim that are held in memory ahead of the reader; what is above is read when it is asked for."""

Later = Callable[[Callable[[], None]], None]


class FolderClaim:
    """One folder ``<id>~<sender>~<folder>``; of two processes that move the same GO, one gets it."""

    def __init__(self, tree: Tree, layout: Layout, name: str, later: Later | None = None) -> None:
        self._tree = tree
        self._layout = layout
        self._later = later
        self._path = f"{layout.claims}/{name}"
        self._ahead: dict[str, bytes] = {}
        self._names: tuple[str, ...] | None = None
        self.id, _, rest = name.partition("~")
        self.sender, _, self.folder = rest.rpartition("~")

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the claimed files."""
        if self._names is None:
            self._names = tuple(sorted(entry.name for entry in self._tree.entries(self._path)))
        return self._names

    def open(self, name: str) -> BinaryIO:
        """Open one claimed file."""
        kept = self._ahead.pop(name, None)
        return self._tree.open(self._in(name)) if kept is None else BytesIO(kept)

    def make(self, first: str, others: Sequence[str]) -> bool:
        """Move the files in, ``first`` before the others; False when somebody else took that one."""
        if not self.move(first, others):
            return False
        self.sync()
        return True

    def move(self, first: str, others: Sequence[str]) -> bool:
        """The same without a wait for the disk."""
        self._tree.make_folder(self._path)
        if not self._take(first):
            self._tree.remove_folder(self._path)
            return False
        for name in others:
            self._take(name)
        return True

    def sync(self) -> None:
        """Make the move survive a power cut."""
        self._tree.sync(self._path)

    def read_ahead(self) -> None:
        """Fetch small files now, so that reading them later waits for nobody."""
        entries = sorted(self._tree.entries(self._path), key=lambda entry: entry.size)
        self._names = tuple(sorted(entry.name for entry in entries))
        left = MOST_AHEAD
        for entry in entries:
            left -= entry.size
            if left >= 0:
                self._fetch(entry)

    def _fetch(self, entry: Entry) -> None:
        if not entry.is_file:
            return
        if entry.size == 0:
            self._ahead[entry.name] = b""
            return
        # A file that cannot be read now cannot be read later either; the one who opens it then hears why.
        with contextlib.suppress(OSError), self._tree.open(self._in(entry.name)) as file:
            self._ahead[entry.name] = file.read()

    def give_back(self) -> None:
        """Put the files back, the GO last; a name that was delivered anew meanwhile stays in the claim."""
        for name in sorted(self.files, key=lambda name: name.startswith("GO.")):
            with contextlib.suppress(FileExistsError):
                self._tree.place(self._in(name), self._home(name))
        with contextlib.suppress(OSError):
            self._tree.remove_folder(self._path)

    def finish(self) -> None:
        """Forget the files: their bytes are in the archive and in the register."""
        if self._later is None:
            self._forget()
        else:
            self._later(self._forget)

    def _forget(self) -> None:
        for name in self.files:
            self._tree.remove(self._in(name))
        self._tree.remove_folder(self._path)

    def _take(self, name: str) -> bool:
        try:
            self._tree.move(self._home(name), self._in(name))
        except FileNotFoundError:
            return False
        return True

    def _in(self, name: str) -> str:
        return f"{self._path}/{name}"

    def _home(self, name: str) -> str:
        return f"{self._layout.folder(self.sender, self.folder)}/{name}"
