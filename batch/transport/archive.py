"""The archive: exact bytes, kept for good in folders of ours."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from batch.ports import Artifact
from batch.transport.files import chunks_of, open_regular, write_whole


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

    def scratch(self, name: str) -> Path:
        """A path for a file that is needed until the set is done."""
        folder = self._root / "scratch"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name
