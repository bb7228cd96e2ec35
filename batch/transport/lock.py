"""One run at a time on one installation: a lock that the system takes back when a process dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from batch.errors import AnotherRun


@contextmanager
def run_lock(home: Path) -> Iterator[None]:
    """Hold the lock of an installation.

    Raises:
        AnotherRun: another process holds it.
    """
    handle = os.open(home / ".run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherRun from None
        yield
    finally:
        os.close(handle)
