"""How much one sender has lying: counted on the disk now and then, added up in between."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from batch.transport.door.refusal import failed

_FRESH_SECONDS = 5.0
_STALE_SECONDS = 0.5


class Quota:
    """What a sender may still add.

    The pipeline takes files away at any time, so the count is renewed every few seconds, and at most twice a
    second while it says that the quota is used up.
    """

    def __init__(self, count: Callable[[], tuple[int, int]], most_bytes: int, most_files: int) -> None:
        self._count = count
        self._most_bytes = most_bytes
        self._most_files = most_files
        self._lock = threading.Lock()
        self._counted_at = float("-inf")
        self._bytes = 0
        self._files = 0

    def take(self, size: int, files: int = 0) -> None:
        """Add bytes and files.

        Raises:
            Refused: there is no room for them; nothing was added.
        """
        with self._lock:
            self._renew(_FRESH_SECONDS)
            if self._is_full(size, files):
                self._renew(_STALE_SECONDS)
            if self._is_full(size, files):
                raise failed("quota used up: fetch or remove files, or wait until yours are taken in")
            self._bytes += size
            self._files += files

    def _is_full(self, size: int, files: int) -> bool:
        too_many = files > 0 and self._files + files > self._most_files
        return too_many or (size > 0 and self._bytes + size > self._most_bytes)

    def _renew(self, age: float) -> None:
        now = time.monotonic()
        if now - self._counted_at > age:
            self._bytes, self._files = self._count()
            self._counted_at = now
