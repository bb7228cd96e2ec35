"""What is attached to dossiers, as a table; the bytes lie in the archive by their SHA-256."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from batch.store import metadata

attachments = Table(
    "attachments",
    metadata.METADATA,
    Column("ticket", Text, primary_key=True),
    Column("attachment", Text, primary_key=True),
    Column("dossier", Text, ForeignKey("dossiers.ticket"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", metadata.NUMBER, nullable=False),
    Column("origin", Text, nullable=False),
    Index("ix_attachments_dossier", "dossier"),
)
