"""Since when files lie in an inbox: what their own times tell is the client's business."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from batch.ports import FileKey
from batch.store.tables import seen


def known(connection: Connection) -> dict[FileKey, datetime]:
    """Every file that was seen waiting, and when first."""
    return {
        (row.sender, row.folder, row.name): datetime.fromisoformat(row.since)
        for row in connection.execute(select(seen))
    }


def remember(connection: Connection, files: Iterable[FileKey], now: datetime) -> None:
    """Files that are seen for the first time."""
    rows = [
        {"sender": sender, "folder": folder, "name": name, "since": now.isoformat()}
        for sender, folder, name in sorted(files)
    ]
    if rows:
        connection.execute(insert(seen), rows)


def forget(connection: Connection, files: Iterable[FileKey]) -> None:
    """Files that are gone: taken, or removed by their sender."""
    gone = [{"of": sender, "into": folder, "called": name} for sender, folder, name in files]
    if gone:
        same = (
            seen.c.sender == bindparam("of"),
            seen.c.folder == bindparam("into"),
            seen.c.name == bindparam("called"),
        )
        connection.execute(delete(seen).where(*same), gone)
