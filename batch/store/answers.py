"""The outbox in the database: an answer is a row before it is a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Column, Connection, bindparam, select, update

from batch.model.calendar import brussels_day
from batch.model.names import OUT_FOLDER, AnswerName, sequence_of
from batch.model.receipt import Answer
from batch.ports import Posting
from batch.store import counters, journal
from batch.store.bulk import Compiled, insert_all
from batch.store.tables import outbox, receipts

_SENT = Compiled(update(outbox).where(outbox.c.id == bindparam("answer")).values(sent_at=bindparam("moment")))


def post(connection: Connection, posting: Posting, receipt: int | None, moment: datetime, reserved: int = 0) -> str:
    """Enter an answer under the number that was reserved for it, else the next free one; returns its name.

    The name carries the day it may leave, so that a client who fetches by date does not miss it.
    """
    day = max(brussels_day(moment), posting.release_on)
    number = reserved or counters.reserve_answer(connection, posting.code, day, posting.environment)
    name = AnswerName(posting.code, day, sequence_of(number), posting.environment)
    row = {
        "receipt": receipt,
        "code": posting.code,
        "name": name.fo,
        "go_name": name.go,
        "addressee": posting.addressee,
        "folder": OUT_FOLDER[posting.environment],
        "place": posting.artifact.place,
        "size": posting.artifact.size,
        "sha256": posting.artifact.sha256,
        "posted_at": moment.isoformat(),
        "release_on": posting.release_on.isoformat(),
        "sent_at": None,
    }
    insert_all(connection, outbox, [row])
    return name.fo


def post_owed(
    connection: Connection,
    receipt: int,
    owed: Column[bool],
    postings: Sequence[Posting],
    what: str,
    moment: datetime,
) -> None:
    """Enter what a set is owed beside its notification, once; ``owed`` is the column that says so."""
    changed = connection.execute(
        update(receipts)
        .where(receipts.c.id == receipt, owed)
        .values({owed.name: False, "aside": "", "aside_since": ""})
    )
    if changed.rowcount:
        for posting in postings:
            post(connection, posting, receipt, moment)
        journal.append(connection, moment, what, receipt=receipt)


def wait(connection: Connection) -> bool:
    """Whether an answer has not been laid down, be it for a later day."""
    return connection.execute(select(outbox.c.id).where(outbox.c.sent_at.is_(None)).limit(1)).first() is not None


def to_send(connection: Connection, day: date) -> list[Answer]:
    """Answers that may leave and have not, oldest first."""
    query = (
        select(outbox).where(outbox.c.sent_at.is_(None), outbox.c.release_on <= day.isoformat()).order_by(outbox.c.id)
    )
    return [
        Answer(
            id=row["id"],
            code=row["code"],
            name=row["name"],
            go_name=row["go_name"],
            addressee=row["addressee"],
            folder=row["folder"],
            place=row["place"],
            size=row["size"],
            sha256=row["sha256"],
        )
        for row in connection.execute(query).mappings()
    ]


def mark_sent(connection: Connection, answer: int, moment: datetime) -> None:
    """Remember that an answer lies in the outbox, whole, with its GO."""
    _SENT.run(connection, answer=answer, moment=moment.isoformat())
