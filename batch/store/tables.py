"""What we remember, as tables. Days and moments are ISO text, moments in UTC; nothing is a mapped object."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    DDL,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    and_,
    event,
    false,
    literal_column,
    text,
)

import batch.store.attachment_tables
import batch.store.correspondence_tables
import batch.store.dossier_tables
import batch.store.lease_tables
import batch.store.owed_tables
import batch.store.sender_tables  # noqa: F401 - the tables of all of these belong to the same layout
from batch.store import metadata

METADATA = metadata.METADATA
_NUMBER = metadata.NUMBER

receipts = Table(
    "receipts",
    METADATA,
    Column("id", _NUMBER, primary_key=True),
    Column("delivery", Text, nullable=False, unique=True),
    Column("sender", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("environment", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("go_name", Text, nullable=False),
    Column("stem", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("intake_codes", Text, nullable=False),
    Column("duplicate_of", _NUMBER, nullable=True),
    Column("file_ticket", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("codes", Text, nullable=False),
    Column("forms", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("series", Text, nullable=False),
    Column("first_counter", _NUMBER, nullable=False),
    Column("handed_over", Boolean, nullable=False),
    Column("aside", Text, nullable=False),
    Column("aside_since", Text, nullable=False),
    Column("to_print", Boolean, nullable=False, server_default=false()),
    Column("to_list", Boolean, nullable=False, server_default=false()),
    Column("turn", _NUMBER, nullable=False, server_default=text("0")),
    Column("noti", _NUMBER, nullable=False, server_default=text("0")),
    Column("employers", Text, nullable=True),
    Index("ix_receipts_state", "state"),
    Index("ix_receipts_stem", "stem"),
    Index("ix_receipts_received_at", "received_at"),
)
NOT_HANDED_OVER = and_(
    receipts.c.state == literal_column("'answered'"),
    receipts.c.handed_over.is_(False),
    receipts.c.environment == literal_column("'R'"),
    receipts.c.accepted > literal_column("0"),
)
"""Written out, not bound: only then a database knows that the index of these few is the one to ask."""


def _of_few(name: str, column: Column[Any], which: ColumnElement[bool]) -> None:
    """An index of the few rows that still wait for something; it does not grow with those that do not."""
    Index(name, column, sqlite_where=which, postgresql_where=which)


_of_few("ix_receipts_to_hand_over", receipts.c.id, NOT_HANDED_OVER)
_of_few("ix_receipts_to_print", receipts.c.id, receipts.c.to_print.is_(True))
_of_few("ix_receipts_to_list", receipts.c.id, receipts.c.to_list.is_(True))

names = Table(
    "names",
    METADATA,
    Column("stem", Text, primary_key=True),
    Column("receipt", _NUMBER, nullable=False),
)

parts = Table(
    "parts",
    METADATA,
    Column("receipt", _NUMBER, ForeignKey("receipts.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("size", _NUMBER, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("release", Text, nullable=False),
    Column("encoding", Text, nullable=False),
    Column("prefixes", Text, nullable=False),
    Column("forms", Integer, nullable=False),
    Column("signature", Text, nullable=False),
)

file_faults = Table(
    "file_faults",
    METADATA,
    Column("receipt", _NUMBER, ForeignKey("receipts.id"), primary_key=True),
    Column("nth", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("line", Integer, nullable=True),
    Column("column", Integer, nullable=True),
)

seen = Table(
    "seen",
    METADATA,
    Column("sender", Text, primary_key=True),
    Column("folder", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("since", Text, nullable=False),
)

forms = Table(
    "forms",
    METADATA,
    Column("receipt", _NUMBER, ForeignKey("receipts.id"), primary_key=True),
    Column("form", Integer, primary_key=True),
    Column("ticket", Text, nullable=False, unique=True),
    Column("environment", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("identification", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("life", Text, nullable=False),
    Column("own_reference", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("dossier", Text, nullable=False, server_default=text("''")),
    Column("header", Text, nullable=False),
    Column("employer", Text, nullable=False),
    Column("noss", Text, nullable=False),
    Column("lpa", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("inss", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("postcode", Text, nullable=False),
    Column("start_day", Text, nullable=True),
    Column("end_day", Text, nullable=True),
    Column("first_end", Text, nullable=True),
    Column("workers", Integer, nullable=False),
    Column("language", Integer, nullable=True),
    Column("cause", Integer, nullable=False, server_default=text("0")),
    Column("law_day", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("offset", _NUMBER, nullable=False),
    Column("size", _NUMBER, nullable=False),
    Index("ix_forms_header", "environment", "sender", "header"),
    Index("ix_forms_own_reference", "environment", "sender", "own_reference"),
    Index("ix_forms_inss", "inss"),
    Index("ix_forms_noss", "noss"),
    Index("ix_forms_lpa", "lpa"),
    Index("ix_forms_company", "company"),
)

bookings = Table(
    "bookings",
    METADATA,
    Column("environment", Text, primary_key=True),
    Column("booking", Text, primary_key=True),
    Column("receipt", _NUMBER, ForeignKey("receipts.id"), nullable=False),
    Column("form", Integer, nullable=False),
)

anomalies = Table(
    "anomalies",
    METADATA,
    Column("receipt", _NUMBER, ForeignKey("receipts.id"), primary_key=True),
    Column("form", Integer, primary_key=True),
    Column("nth", Integer, primary_key=True),
    Column("error_id", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("tag", Text, nullable=False),
    Column("value", Text, nullable=True),
    Column("line", Integer, nullable=True),
    Column("column", Integer, nullable=True),
    Column("location", Text, nullable=False),
)

workers = Table(
    "workers",
    METADATA,
    Column("worker", Text, primary_key=True),
    Column("receipt", _NUMBER, ForeignKey("receipts.id"), primary_key=True),
    Column("form", Integer, primary_key=True),
    Column("first_day", Text, nullable=False),
    Column("last_day", Text, nullable=False),
    Column("regime", Integer, nullable=False),
    Column("white_collar", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

counters = Table(
    "counters",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("next", _NUMBER, nullable=False),
)

outbox = Table(
    "outbox",
    METADATA,
    Column("id", _NUMBER, primary_key=True),
    Column("receipt", _NUMBER, nullable=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False, unique=True),
    Column("go_name", Text, nullable=False),
    Column("addressee", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("size", _NUMBER, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("posted_at", Text, nullable=False),
    Column("release_on", Text, nullable=False),
    Column("sent_at", Text, nullable=True),
)
_of_few("ix_outbox_to_send", outbox.c.id, outbox.c.sent_at.is_(None))

decisions = Table(
    "decisions",
    METADATA,
    Column("id", _NUMBER, primary_key=True),
    Column("ticket", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("positive", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("allowance", Boolean, nullable=True),
    Column("office", Text, nullable=False),
    Column("noted_at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("counts_for", Text, nullable=True, unique=True),
)
TO_ANSWER = decisions.c.state == literal_column("'noted'")
_of_few("ix_decisions_to_answer", decisions.c.id, TO_ANSWER)

journal = Table(
    "journal",
    METADATA,
    Column("id", _NUMBER, primary_key=True),
    Column("at", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("receipt", _NUMBER, nullable=True),
    Column("ticket", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

APPEND_ONLY = {
    "sqlite": tuple(
        f"CREATE TRIGGER journal_no_{act.lower()} BEFORE {act} ON journal"
        " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        (
            "CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$"
        ),
        (
            "CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal"
            " FOR EACH ROW EXECUTE FUNCTION journal_append_only()"
        ),
    ),
}
"""The database itself refuses to change what the journal says."""


def _ddl(statement: str, dialect: str) -> Any:
    make: Any = DDL  # SQLAlchemy leaves its constructor untyped
    return make(statement).execute_if(dialect=dialect)


for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        event.listen(journal, "after_create", _ddl(_statement, _dialect))
