"""The journal: what happened, in order, each entry chained to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from batch.store.bulk import insert_all
from batch.store.tables import journal

FIRST = "0" * 64


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
    """Write entries, each chained to the one before."""
    if not entries:
        return
    last = connection.execute(select(journal.c.hash).order_by(journal.c.id.desc()).limit(1)).scalar()
    rows, before = [], last or FIRST
    for entry in entries:
        row = {
            "at": entry.at.isoformat(),
            "what": entry.what,
            "receipt": entry.receipt,
            "ticket": entry.ticket,
            "detail": json.dumps(entry.detail or {}, sort_keys=True),
            "before": before,
        }
        before = entry_hash(row)
        rows.append({**row, "hash": before})
    insert_all(connection, journal, rows)


def entry_hash(row: Mapping[str, Any]) -> str:
    """The hash of an entry: SHA-256 over its fields and the hash before it."""
    content = json.dumps({key: row[key] for key in ("at", "what", "receipt", "ticket", "detail", "before")})
    return hashlib.sha256(content.encode()).hexdigest()


def first_broken(connection: Connection) -> int | None:
    """The first entry whose hash or link is wrong; None when the chain holds."""
    before = FIRST
    for row in connection.execute(select(journal).order_by(journal.c.id)).mappings():
        if row["before"] != before or row["hash"] != entry_hash(dict(row)):
            return int(row["id"])
        before = row["hash"]
    return None
