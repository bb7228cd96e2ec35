"""Who works on what, as a table."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from batch.store.metadata import METADATA

leases = Table(
    "leases",
    METADATA,
    Column("unit", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Text, nullable=False),
)
"""``until`` is a moment in UTC by the holder's clock."""
