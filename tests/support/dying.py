"""Installations opened in another process, where something goes wrong in the middle."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from batch.app import open_beside
from batch.jobs.desk import Desk

_OPENED = 4
"""Files that are opened before the end comes: some pieces are judged then."""


@dataclass
class _Archive:
    """An archive that lets so many files be opened."""

    real: Any
    last: Any
    left: int = _OPENED

    def open(self, place: str) -> BinaryIO:
        self.left -= 1
        if self.left < 0:
            self.last()
        found: BinaryIO = self.real.open(place)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fail() -> None:
    raise OSError("the disk is gone")


def dying(home: Path) -> Desk:
    """The process is killed while it judges."""
    desk = open_beside(home)
    return replace(desk, archive=_Archive(desk.archive, _die))


def failing(home: Path) -> Desk:
    """Judging raises, piece after piece."""
    desk = open_beside(home)
    return replace(desk, archive=_Archive(desk.archive, _fail))
