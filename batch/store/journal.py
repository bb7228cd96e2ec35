"""The journal: what happened, in order, each entry chained to the one before by its hash.

There is one chain for all writers: on PostgreSQL who writes an entry is alone with the journal until his transaction
ends. So a unit of work hands its entries over (``wait``) and they are written last, just before it ends.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from batch.model.slices import batches
from batch.store.bulk import Compiled, insert_all
from batch.store.postgres import hold
from batch.store.tables import journal

FIRST = "0" * 64
_LAST = Compiled(select(journal.c.hash).order_by(journal.c.id.desc()).limit(1))
_FIELDS = ("at", "what", "receipt", "ticket", "detail")
_SLICE = 5_000
_Row = tuple[str, str, int | None, str, str]


@dataclass(slots=True)
class Entry:
    """What happened, when, to which set or ticket."""

    at: datetime
    what: str
    receipt: int | None = None
    ticket: str = ""
    detail: Mapping[str, Any] | None = None


def append(
    connection: Connection,
    at: datetime,
    what: str,
    *,
    receipt: int | None = None,
    ticket: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry; the database refuses to change or delete it."""
    append_all(connection, [Entry(at, what, receipt, ticket, detail)])


def append_all(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write entries, each chained to the one before; in a unit of work that waits, when it ends."""
    late: Waiting | None = connection.get_execution_options().get("journal")
    if late is not None:
        late.rows += map(_row, entries)
    elif entries:
        _chain(connection, map(_row, entries))


@dataclass(slots=True)
class Waiting:
    """Entries of one unit of work, in order, until it ends: some 300 bytes for each dossier that it moves."""

    connection: Connection
    rows: list[_Row] = field(default_factory=list)

    def write(self) -> None:
        """Write them; afterwards only the end of the transaction may come."""
        rows, self.rows = self.rows, []
        for slice_ in batches(rows, _SLICE):
            _chain(self.connection, slice_)


def wait(connection: Connection) -> Waiting:
    """Let entries on this connection wait until they are asked for."""
    waiting = Waiting(connection)
    connection.execution_options(journal=waiting)
    return waiting


def mark(connection: Connection) -> Callable[[], None]:
    """What takes back the entries that wait from now on, when the part of the unit that made them is undone."""
    late: Waiting | None = connection.get_execution_options().get("journal")
    if late is None:
        return lambda: None
    count, waiting = len(late.rows), late

    def take_back() -> None:
        del waiting.rows[count:]

    return take_back


def _row(entry: Entry) -> _Row:
    detail = json.dumps(entry.detail or {}, sort_keys=True)
    return entry.at.isoformat(), entry.what, entry.receipt, entry.ticket, detail


def _chain(connection: Connection, entries: Iterable[_Row]) -> None:
    hold(connection, "journal")
    last = _LAST.run(connection).scalar()
    rows, before = [], last or FIRST
    for entry in entries:
        row = {**dict(zip(_FIELDS, entry, strict=True)), "before": before}
        before = entry_hash(row)
        rows.append({**row, "hash": before})
    insert_all(connection, journal, rows)


def entry_hash(row: Mapping[str, Any]) -> str:
    """The hash of an entry: SHA-256 over its fields and the hash before it."""
    content = json.dumps({key: row[key] for key in (*_FIELDS, "before")})
    return hashlib.sha256(content.encode()).hexdigest()


def first_broken(connection: Connection) -> int | None:
    """The first entry whose hash or link is wrong; None when the chain holds."""
    before = FIRST
    query = select(journal).order_by(journal.c.id).execution_options(yield_per=_SLICE)
    with connection.execute(query) as found:
        for row in found.mappings():
            if row["before"] != before or row["hash"] != entry_hash(dict(row)):
                return int(row["id"])
            before = row["hash"]
    return None
