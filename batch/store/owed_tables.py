"""What is owed beside the answers, as a table: one row for each mail and each e-Box copy of an accepted form."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text, UniqueConstraint, text

from batch.store.metadata import METADATA, NUMBER

copies = Table(
    "copies",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    Column("receipt", NUMBER, ForeignKey("receipts.id"), nullable=False),
    Column("ticket", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("why", Text, nullable=False, server_default=text("''")),
    Column("since", Text, nullable=False),
    Column("done_at", Text, nullable=True),
    UniqueConstraint("ticket", "kind"),
    Index("ix_copies_state", "state", "kind"),
)
