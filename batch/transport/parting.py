"""Claims that are forgotten while the reader already works on the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from batch.ports import Wanted
from batch.transport.claims import Later


class Parting:
    """Removes finished claims in lanes of its own; with one lane each is removed at once."""

    def __init__(self, lanes: int) -> None:
        self._pool = ThreadPoolExecutor(max(1, lanes // 2), "parting") if lanes > 1 else None
        self._begun: list[tuple[Wanted, Future[None]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()

    def later_for(self, wanted: Wanted) -> Later | None:
        """How a claim of that set is to be forgotten; None: at once."""
        if self._pool is None:
            return None

        def later(forget: Callable[[], None]) -> None:
            if self._pool is None:  # the claims have all been read, nobody waits any more
                forget()
            else:
                self._begun.append((wanted, self._pool.submit(forget)))

        return later

    def failures(self) -> Iterator[tuple[Wanted, Exception]]:
        """Wait for all; those that could not be removed, with the reason."""
        for wanted, future in self._begun:
            error = future.exception()
            if isinstance(error, Exception):
                yield wanted, error
