"""The archive: exact bytes, kept for good in folders of ours."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from batch.ports import Artifact
from batch.transport.files import Draft, chunks_of, open_regular, publish, write_whole


class LocalArchive:
    """An archive in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, place: str, source: BinaryIO) -> Artifact:
        """Copy the bytes of an open file, and sync them."""
        return self.write(place, chunks_of(source))

    def write(self, place: str, chunks: Iterable[bytes]) -> Artifact:
        """Write bytes of ours, and sync them; the same place again replaces them whole."""
        size, sha256 = write_whole(self._root / place, chunks)
        return Artifact(place, size, sha256)

    def open(self, place: str) -> BinaryIO:
        """Open kept bytes."""
        return open_regular(self._root / place)

    def find(self, place: str) -> Artifact | None:
        """Kept bytes as they are; None when nothing was kept there."""
        if not (self._root / place).is_file():
            return None
        digest, size = hashlib.sha256(), 0
        with self.open(place) as file:
            for chunk in chunks_of(file):
                digest.update(chunk)
                size += len(chunk)
        return Artifact(place, size, digest.hexdigest())

    def forget(self, folder: str) -> None:
        """Remove copies that never came into the register; the originals are still where they were."""
        if (self._root / folder).exists():
            shutil.rmtree(self._root / folder)

    def discard(self, place: str) -> None:
        """Remove bytes of ours that turned out to be worth nothing; never what was received."""
        (self._root / place).unlink()

    @contextmanager
    def shelf(self) -> Iterator[Shelf]:
        """The archive for a batch; what was not synced when it is left is gone."""
        shelf = Shelf(self._root)
        try:
            yield shelf
        finally:
            shelf.clear()

    def scratch(self, name: str) -> Path:
        """A path for a file that is needed until the set is done."""
        folder = self._root / "scratch"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name


class Shelf(LocalArchive):
    """What is written can be read at once, and gets its name when all of it is synced together."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._drafts: dict[str, Draft] = {}

    def write(self, place: str, chunks: Iterable[bytes]) -> Artifact:
        """Write bytes of ours, without waiting for the disk."""
        draft = Draft(self._root / place)
        try:
            draft.write(chunks, sync=False)
        except BaseException:
            draft.discard()
            raise
        self._drafts[place] = draft
        return Artifact(place, draft.size, draft.sha256)

    def sync(self) -> None:
        """Wait for the disk, and give everything its name.

        Raises:
            OSError: something could not be synced; the rest is kept.
        """
        drafts, self._drafts = self._drafts, {}
        for error in publish(drafts.values()).values():
            raise error

    def open(self, place: str) -> BinaryIO:
        """Open bytes, also such as wait for the disk."""
        draft = self._drafts.get(place)
        return super().open(place) if draft is None else open_regular(draft.temporary)

    def find(self, place: str) -> Artifact | None:
        """Bytes as they are; None when nothing was written there."""
        draft = self._drafts.get(place)
        return super().find(place) if draft is None else Artifact(place, draft.size, draft.sha256)

    def forget(self, folder: str) -> None:
        """Remove copies that never came into the register."""
        self._drafts = {place: draft for place, draft in self._drafts.items() if not place.startswith(f"{folder}/")}
        super().forget(folder)

    def discard(self, place: str) -> None:
        """Remove bytes of ours that turned out to be worth nothing."""
        draft = self._drafts.pop(place, None)
        if draft is None:
            super().discard(place)
        else:
            draft.discard()

    def clear(self) -> None:
        """Forget what was not synced."""
        for draft in self._drafts.values():
            draft.discard()
        self._drafts = {}
