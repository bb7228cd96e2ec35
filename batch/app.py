"""The composition root: the one place that knows which implementation plays which role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from batch.jobs.desk import Desk
from batch.jobs.intake import Waiting, sets_of
from batch.lawbook import law_room, open_law
from batch.model.calendar import brussels_day
from batch.model.names import is_of_the_channel
from batch.ports import Arrival, Clock
from batch.settings import Settings, read_settings
from batch.store import overview
from batch.store.connect import check_layout, migrate, open_engine
from batch.store.register import SqlRegister
from batch.transport.archive import LocalArchive
from batch.transport.local import LocalInbox, LocalOutbox
from batch.transport.lock import run_lock


def system_clock() -> datetime:
    """The moment it is, in UTC."""
    return datetime.now(UTC)


def make_store(settings: Settings) -> SqlRegister:
    """Make the database, or bring it to the present layout."""
    engine = open_engine(settings.database_url)
    migrate(engine)
    return SqlRegister(engine)


def register_of(settings: Settings) -> SqlRegister:
    """Open the database of an installation.

    Raises:
        StoreUnreachable, StoreMismatch: it cannot be opened, or is of another version.
    """
    engine = open_engine(settings.database_url)
    check_layout(engine)
    return SqlRegister(engine)


def desk_of(settings: Settings, register: SqlRegister, clock: Clock = system_clock) -> Desk:
    """Put one installation together."""
    return Desk(
        settings=settings,
        register=register,
        archive=LocalArchive(settings.folder("archive")),
        inbox=LocalInbox(settings.folder("inbox")),
        outbox=LocalOutbox(settings.folder("outbox")),
        clock=clock,
        logger=structlog.get_logger("batch"),
        open_law=open_law,
        law_room=law_room(),
    )


def open_desk(home: Path, clock: Clock = system_clock) -> Desk:
    """Open the installation in a folder."""
    settings = read_settings(home)
    return desk_of(settings, register_of(settings), clock)


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the run lock of an installation.

    Raises:
        AnotherRun: another process holds it.
    """
    with run_lock(home):
        yield


def status_of(home: Path, *, with_sets: bool) -> dict[str, Any]:
    """What waits, what failed, what is late, as plain data."""
    settings = read_settings(home)
    register = register_of(settings)
    inbox = LocalInbox(settings.folder("inbox")).arrivals()
    today = brussels_day(system_clock()).isoformat()
    with register.reading() as connection:
        unsent = overview.unsent(connection)
        found = {
            "sets": overview.states(connection),
            "forms": overview.form_counts(connection),
            "unsent": unsent,
            "due": [row for row in unsent if row["release_on"] <= today],
            "aside": overview.set_aside(connection),
            "conflicts": overview.conflicts(connection),
            "last": overview.last_entry(connection),
            **waiting_of(inbox, settings, system_clock()),
        }
        if with_sets:
            found["list"] = overview.every_set(connection)
    return found


def waiting_of(arrivals: Sequence[Arrival], settings: Settings, now: datetime) -> dict[str, Any]:
    """What lies in the inbox: sets, oldest first, and old files that do not belong to the channel."""
    sets = [
        {
            "set": one.stem,
            "sender": one.sender,
            "folder": one.folder,
            "since": one.oldest.isoformat(timespec="seconds"),
            "why": _why_waiting(one, settings),
        }
        for one in sets_of(arrivals)
    ]
    limit = now - timedelta(hours=settings.unknown_file_hours)
    unknown = [
        {
            "file": one.name,
            "sender": one.sender,
            "folder": one.folder,
            "since": one.modified.isoformat(timespec="seconds"),
        }
        for one in arrivals
        if _is_left_alone(one.name) and one.modified < limit
    ]
    return {"waiting": sets, "unknown": unknown}


def _why_waiting(waiting: Waiting, settings: Settings) -> str:
    if waiting.go is None:
        return "its GO is missing"
    if not waiting.inputs():
        return "its FI is missing"
    if waiting.folder == "IN" and settings.signature != "off":
        return 'signatures cannot be checked yet and signature is not "off"'
    return "for the next run"


def _is_left_alone(name: str) -> bool:
    """Not of the channel, or a TD, which is not acted on yet."""
    return not is_of_the_channel(name) or name.startswith("TD.")


def records_of(home: Path, wanted: str) -> list[dict[str, Any]]:
    """Everything known under a file name, a stem or a ticket."""
    register = register_of(read_settings(home))
    with register.reading() as connection:
        return overview.show(connection, wanted)
