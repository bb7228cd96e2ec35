"""The journal: what happened, in order, each entry chained to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from batch.store.tables import journal

FIRST = "0" * 64


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
    last = connection.execute(select(journal.c.hash).order_by(journal.c.id.desc()).limit(1)).scalar()
    row = {
        "at": at.isoformat(),
        "what": what,
        "receipt": receipt,
        "ticket": ticket,
        "detail": json.dumps(detail or {}, sort_keys=True),
        "before": last or FIRST,
    }
    connection.execute(insert(journal).values(**row, hash=entry_hash(row)))


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
