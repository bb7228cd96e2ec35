"""What the door does about unfinished uploads when it starts: too old ones go, the others can be resumed."""

from __future__ import annotations

import os
from pathlib import Path

from batch.transport.door.folders import UPLOADS, open_plain, opened
from batch.transport.door.paths import is_temporary
from batch.transport.door.refusal import Refused
from batch.transport.door.uploads import FINISHED, UNFINISHED, shorten


def tidy_uploads(inbox: Path, before: float) -> int:
    """Remove what nobody wrote to since a moment (seconds of the epoch); returns how many files went.

    What the last stop cut off is made one byte shorter, as on every cut, unless its client had closed it.
    """
    removed = 0
    with opened(inbox, UPLOADS):
        pass
    for _, _, names, folder in os.fwalk(inbox / UPLOADS, follow_symlinks=False):
        removed += sum(_tidy(folder, name, before) for name in names)
    return removed


def _tidy(folder: int, name: str, before: float) -> bool:
    try:
        handle = open_plain(folder, name, os.O_RDWR)
    except (Refused, OSError):  # a link or the like: nothing of ours, and never used
        return False
    try:
        found = os.fstat(handle)
        is_over = found.st_mtime < before
        if not is_over and not (is_temporary(name) and found.st_mode & 0o777 == FINISHED):
            os.fchmod(handle, UNFINISHED)
            is_over = shorten(handle) == 0
    finally:
        os.close(handle)
    if is_over:
        os.unlink(name, dir_fd=folder)
    return is_over
