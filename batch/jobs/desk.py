"""What every job works with, and how a job says what became of it."""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from batch.errors import OnemBatchError
from batch.jobs.signing import Signing
from batch.jobs.trust import TrustRoom
from batch.model.law import Law
from batch.model.receipt import Receipt
from batch.ports import Archive, Clock, Inbox, Outbox, Register
from batch.ports.leases import Leases
from batch.ports.owed import Ebox, Post
from batch.ports.people import Directory
from batch.settings import Settings


class Log(Protocol):
    """Writes one line per set and job."""

    def info(self, event: str, **fields: Any) -> Any: ...
    def error(self, event: str, **fields: Any) -> Any: ...


class Scanner(Protocol):
    """A virus scanner."""

    def finding(self, content: bytes) -> str | None: ...
    def check(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """One installation, opened: settings, register, archive, inbox, outbox, the law when it is needed."""

    settings: Settings
    register: Register
    leases: Leases
    directory: Directory
    trust: TrustRoom
    signing: Signing
    archive: Archive
    inbox: Inbox
    outbox: Outbox
    post: Post
    ebox: Ebox
    clock: Clock
    logger: Log
    open_law: Callable[[], Law]
    law_room: Path
    scanner: Scanner | None = None
    """None: files are not scanned."""
    opener: Callable[[Path], Desk] | None = None
    """Opens the same installation in another process; None: everything happens in this one."""

    def log(self, event: str, receipt: Receipt, **fields: Any) -> None:
        """One line about one set: its name and tickets, never a person."""
        self.logger.info(
            event,
            receipt=receipt.id,
            set=receipt.stem,
            environment=receipt.environment,
            file_ticket=receipt.file_ticket,
            **fields,
        )

    def aside(self, receipt: Receipt) -> Callable[[Exception], None]:
        """What to do with a set that we could not finish: remember why, and try again in the next run."""

        def remember(error: Exception) -> None:
            try:
                self.register.set_aside(receipt.id, describe(error), self.clock())
            except Exception as second:  # noqa: BLE001 - the first problem is reported; this one beside it
                self.logger.error("could not note the problem", kind=type(second).__name__)  # noqa: TRY400 - no traceback: it may hold values

        return remember


@dataclass(slots=True)
class Outcome:
    """What one pass did, and which problems of ours it met."""

    logger: Log
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Exception] = field(default_factory=list)
    _said: set[tuple[str, ...]] = field(default_factory=set)

    def count(self, what: str, number: int = 1) -> None:
        """Add to a count."""
        self.counts[what] += number

    def problem(self, error: Exception) -> None:
        """Note a problem of ours, once in a pass, and go on with the neighbours."""
        said = type(error).__name__, describe(error), *getattr(error, "__notes__", ())
        if said in self._said:
            return
        self._said.add(said)
        self.problems.append(error)
        self.counts["problems"] += 1
        self.logger.error("problem", kind=type(error).__name__, detail=describe(error), at=place_of(error))

    @contextmanager
    def guard(self, unit: str, aside: Callable[[Exception], None] | None = None) -> Iterator[None]:
        """Keep a failing unit from stopping the others; ``aside`` remembers why it failed.

        Nothing is swallowed: the problem is logged, kept in the outcome, and decides the exit code.
        """
        try:
            yield
        except Exception as error:  # noqa: BLE001 - our bug in one set must not hold back the next
            error.add_note(unit)
            self.problem(error)
            if aside is not None:
                aside(error)

    @property
    def exit_code(self) -> int:
        """The code of the gravest problem; 0 when there was none."""
        codes = [exit_code_of(problem) for problem in self.problems]
        return next((code for code in (70, 73, 74, 69, 78, 77, 75) if code in codes), 0)


_CANNOT_WRITE = {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EFBIG}


def exit_code_of(error: Exception) -> int:
    """The exit code of a problem (README, exit codes)."""
    if isinstance(error, OnemBatchError):
        return error.exit_code
    if isinstance(error, PermissionError):
        return 77
    if isinstance(error, OSError):
        return 73 if error.errno in _CANNOT_WRITE else 74
    return 70


def describe(error: Exception) -> str:
    """A problem in one line, without values of declarations: only our own errors tell their detail."""
    if isinstance(error, OnemBatchError):
        return str(error)
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        return f"{error.strerror or type(error).__name__}{where}"
    return type(error).__name__


def place_of(error: Exception) -> str:
    """Where in our code a problem arose."""
    trace = error.__traceback__
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
