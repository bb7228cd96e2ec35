"""Other processes on the same installation: started anew, each with its own desk, gone with their parent."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from threading import Thread

from batch.jobs.desk import Desk

Opener = Callable[[Path], Desk]


def processes(opener: Opener | None, home: Path, count: int) -> ProcessPoolExecutor:
    """So many processes beside this one; they start when the first work is handed to them."""
    return ProcessPoolExecutor(
        count,
        mp_context=get_context("spawn"),  # a forked database connection would be shared
        initializer=_open,
        initargs=(opener, home),
    )


# -- in the other process ------------------------------------------------------------------------------------

_desk: Desk | None = None


def desk_here() -> Desk:
    """The desk of this process.

    Raises:
        RuntimeError: it is no process of :func:`processes`.
    """
    if _desk is None:
        raise RuntimeError
    return _desk


def _open(opener: Opener | None, home: Path) -> None:
    global _desk  # noqa: PLW0603 - a process of the pool has one desk as long as it lives
    Thread(target=_leave_with_parent, daemon=True).start()
    if opener is not None:
        _desk = opener(home)


def _leave_with_parent() -> None:
    """A killed parent leaves no process behind that still works."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
