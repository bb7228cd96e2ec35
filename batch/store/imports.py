"""Whole files of reference data: all or nothing, every bad line told, each import remembered with its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from batch.errors import EntryRefused, ImportRefused
from batch.model.listing import REPLACED, Line, Listing, Loaded, Refuse, Source
from batch.model.sender import Mandate, Permit, Sender
from batch.store import employers, journal, mandates, permissions, personnel, senders, staged
from batch.store.credentials import moment_text
from batch.store.mandates import Outcome
from batch.store.sender_tables import imports
from batch.store.staged import Staged

STAGED: dict[Listing, Staged] = {"employers": employers.LISTING, "personnel": personnel.LISTING}
"""Listings of which each import replaces the one before."""


def load(connection: Connection, lines: Iterable[Line], source: Source, refuse: Refuse, moment: datetime) -> Loaded:
    """Enter a listing of senders, mandates or permissions; what the file leaves out stays as it is.

    ``refuse`` is told every line that is wrong, by number and reason.

    Raises:
        ImportRefused: a line is wrong; the transaction must be undone.
    """
    told = _Told(refuse)
    outcomes, seen = Counter[Outcome](), dict[Any, int]()
    for line, entry in told.sound(lines):
        first = seen.setdefault(_identity(entry), line)
        if first != line:
            told(line, f"it speaks of the same as line {first}")
            continue
        try:
            outcomes[_ENTER[type(entry)](connection, entry, moment)] += 1
        except EntryRefused as error:
            told(line, str(error))
    told.check()
    done = Loaded(outcomes["added"], outcomes["changed"], outcomes["same"])
    _remember(connection, source, done, moment)
    return done


def stage(connection: Connection, what: Listing, lines: Iterable[Line], refuse: Refuse) -> int:
    """Check a listing that is to replace the one before, and lay it aside; returns how many lines it has.

    Raises:
        ImportRefused: a line is wrong, or there is none.
    """
    told = _Told(refuse)
    count = staged.stage(connection, STAGED[what], told.sound(lines), told)
    told.check()
    if not count:
        raise ImportRefused(f"The file names no {STAGED[what].noun}.")
    return count


def take_over(connection: Connection, count: int, source: Source, moment: datetime) -> Loaded:
    """Put what was laid aside in the place of the earlier import.

    Raises:
        ImportRefused: a newer import is loaded.
    """
    replaced = loaded(connection, source.what)
    if replaced is not None and replaced > source.as_of:
        raise ImportRefused(f"The {source.what} of {replaced} are loaded, these are of {source.as_of}.")
    staged.take_over(connection, STAGED[source.what])
    done = Loaded(added=count, replaced=replaced)
    _remember(connection, source, done, moment)
    return done


def unload(connection: Connection, source: Source, moment: datetime) -> date:
    """Take a listing out again, so that its rules stay silent; returns the day it was of.

    Remembered as an import without rows, which no file can be.

    Raises:
        ImportRefused: it is not loaded.
    """
    gone = loaded(connection, source.what)
    if gone is None:
        raise ImportRefused(f"No {source.what} are loaded.")
    staged.clear(connection, STAGED[source.what])
    _remember(connection, source, Loaded(), moment)
    return gone


def loaded(connection: Connection, what: Listing) -> date | None:
    """The day of the last import of a listing; None when there was none, or it was taken out since."""
    query = select(imports.c.as_of, imports.c.rows).where(imports.c.what == what)
    found = connection.execute(query.order_by(imports.c.id.desc()).limit(1)).first()
    if found is None or (what in REPLACED and not found.rows):
        return None
    return date.fromisoformat(found.as_of)


class _Told:
    """Tells bad lines, and remembers how many there were."""

    def __init__(self, refuse: Refuse) -> None:
        self._refuse = refuse
        self._lines: set[int] = set()

    def __call__(self, line: int, why: str) -> None:
        self._lines.add(line)
        self._refuse(line, why)

    def sound(self, lines: Iterable[Line]) -> Iterator[tuple[int, Any]]:
        """The lines that say something; of the others, why not."""
        for line, entry in lines:
            if isinstance(entry, str):
                self(line, entry)
            else:
                yield line, entry

    def check(self) -> None:
        """Refuse the whole file when a line was bad."""
        if self._lines:
            raise ImportRefused(f"Bad lines: {len(self._lines)}.")


def _enter_sender(connection: Connection, sender: Sender, moment: datetime) -> Outcome:
    if senders.find(connection, sender.number) is None:
        senders.add(connection, sender, moment)
        return "added"
    return "changed" if senders.change(connection, sender, moment) else "same"


_ENTER: dict[type, Callable[[Connection, Any, datetime], Outcome]] = {
    Sender: _enter_sender,
    Mandate: mandates.enter,
    Permit: permissions.enter,
}


def _identity(entry: Sender | Mandate | Permit) -> tuple[Any, ...]:
    """What two lines of one file may not both say."""
    if isinstance(entry, Sender):
        return (entry.number,)
    if isinstance(entry, Mandate):
        return (entry.sender, entry.noss, entry.company, entry.group, entry.since)
    return (entry.company, entry.permission, entry.since)


def _remember(connection: Connection, source: Source, done: Loaded, moment: datetime) -> None:
    rows = done.added + done.changed + done.same
    connection.execute(
        insert(imports).values(
            what=source.what,
            as_of=source.as_of.isoformat(),
            loaded_at=moment_text(moment),
            rows=rows,
            source=source.name,
            sha256=source.sha256,
        )
    )
    detail = {"as_of": source.as_of.isoformat(), "rows": rows, "sha256": source.sha256}
    journal.append(connection, moment, f"{source.what} imported", detail=detail)
