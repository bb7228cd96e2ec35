"""Paths as a client writes them, and the one place each of them names; nothing here touches a disk.

A sender sees a root with exactly six folders and plain files in them, nothing deeper (docs of the channel, section 2).

>>> place_of("/IN//GO.TWCT.123456.20260105.00001.R.1")
Place(folder='IN', name='GO.TWCT.123456.20260105.00001.R.1')
>>> absolute("IN/../OUT/.")
'/OUT'
"""

from __future__ import annotations

from dataclasses import dataclass

from batch.model.names import IN_FOLDER, OUT_FOLDER
from batch.transport.door.refusal import denied, missing

IN_FOLDERS = tuple(IN_FOLDER.values())
OUT_FOLDERS = tuple(OUT_FOLDER.values())
SIX = tuple(name for pair in zip(IN_FOLDERS, OUT_FOLDERS, strict=True) for name in pair)
"""The six folders, in the order in which the root lists them."""

LONGEST_NAME = 255
"""Bytes; what the usual file systems take."""
_LONGEST_PATH = 1024
_TEMPORARY = (".part", ".filepart", ".partial", ".tmp", ".temp", "~")


@dataclass(frozen=True, slots=True)
class Place:
    """The root (no folder), one of the six folders (no name), or a file in one."""

    folder: str = ""
    name: str = ""

    def __str__(self) -> str:
        return "/" + "/".join(filter(None, (self.folder, self.name)))


def place_of(path: str) -> Place:
    """The place that a path names.

    Raises:
        Refused: it leads out, deeper, to a folder that is none of the six, or holds a sign no name may have.
    """
    steps = _steps(path)
    if ".." in steps:
        raise denied("a path may not go up")
    if not steps:
        return Place()
    if steps[0] not in SIX:
        raise missing("there are these folders only: " + " ".join(SIX))
    if len(steps) > 2:
        raise missing("the folders have no folders in them")
    return Place(*steps)


def absolute(path: str) -> str:
    """A path from the root with every ``..`` resolved by its letters; the root is above itself.

    Clients ask for this when a person types ``cd ..``; there are no links, so letters are enough.

    Raises:
        Refused: it holds a sign no name may have.
    """
    walked: list[str] = []
    for step in _steps(path):
        if step != "..":
            walked.append(step)
        elif walked:
            walked.pop()
    return "/" + "/".join(walked)


def _steps(path: str) -> list[str]:
    if "\\" in path or not path.isprintable():
        raise denied("a name may not hold a backslash or a sign that cannot be printed")
    steps = [step for step in path.split("/") if step not in ("", ".")]
    if len(path) > _LONGEST_PATH or any(len(step.encode()) > LONGEST_NAME for step in steps):
        raise denied(f"a name may not be longer than {LONGEST_NAME} bytes")
    return steps


def is_temporary(name: str) -> bool:
    """Whether a client will rename this file when it is whole: by the habits of WinSCP, lftp, rclone and others.

    >>> [is_temporary(name) for name in ("GO.X.part", "FI.X.filepart", ".in.FI.X.", "FI.X.1.1")]
    [True, True, True, False]
    """
    return name.startswith(".") or name.casefold().endswith(_TEMPORARY)


def is_shown(name: str) -> bool:
    """Whether a name found on our disk can be told to a client at all."""
    return name.isprintable() and "\\" not in name
