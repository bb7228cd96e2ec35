"""Who may send what for whom, as tables: senders, credentials, accounts, mandates, permissions; reference data.

``since`` and ``until`` of credentials and accounts are moments, the second one excluded; those of permissions,
employers and personnel are days, both included. What ends gets an end and stays; only an import of employers or
personnel replaces its rows.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, false

from batch.store.metadata import METADATA, NUMBER

senders = Table(
    "senders",
    METADATA,
    Column("number", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("quality", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("wants_status", Boolean, nullable=False),
    Column("codes", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("noss", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("wants_print", Boolean, nullable=False, server_default=false()),
    Column("wants_mail", Boolean, nullable=False, server_default=false()),
    Column("wants_ebox", Boolean, nullable=False, server_default=false()),
)

ssh_keys = Table(
    "ssh_keys",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    Column("sender", Text, ForeignKey("senders.number"), nullable=False, index=True),
    Column("fingerprint", Text, nullable=False, index=True),
    Column("line", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=True),
    Column("added_at", Text, nullable=False),
)

certificates = Table(
    "certificates",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    Column("sender", Text, ForeignKey("senders.number"), nullable=False, index=True),
    Column("fingerprint", Text, nullable=False, index=True),
    Column("pem", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("serial", Text, nullable=False),
    Column("not_before", Text, nullable=False),
    Column("not_after", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=True),
    Column("added_at", Text, nullable=False),
)

accounts = Table(
    "accounts",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    Column("user", Text, nullable=False, index=True),
    Column("sender", Text, ForeignKey("senders.number"), nullable=False),
    Column("password", Text, nullable=True),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=True),
)

mandates = Table(
    "mandates",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    Column("sender", Text, ForeignKey("senders.number"), nullable=False),
    Column("noss", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("application_group", Text, nullable=False),
    Column("from_quarter", Integer, nullable=False),
    Column("until_quarter", Integer, nullable=False),
    Column("ended_at", Text, nullable=True),
    Index("ix_mandates_sender", "sender", "noss", "company"),
)

permissions = Table(
    "permissions",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    Column("company", Text, nullable=False, index=True),
    Column("permission", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=True),
)

employers = Table(
    "employers",
    METADATA,
    Column("line", NUMBER, primary_key=True),
    Column("noss", Text, nullable=False),
    Column("lpa", Text, nullable=False, index=True),
    Column("company", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("curatorship", Boolean, nullable=False),
    Column("seat_abroad", Boolean, nullable=False),
    Column("from_day", Text, nullable=False),
    Column("until_day", Text, nullable=True),
    UniqueConstraint("noss", "lpa", "company", "from_day"),
)

personnel = Table(
    "personnel",
    METADATA,
    Column("line", NUMBER, primary_key=True),
    Column("niss", Text, nullable=False, index=True),
    Column("noss", Text, nullable=False),
    Column("lpa", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("from_day", Text, nullable=False),
    Column("until_day", Text, nullable=True),
)

imports = Table(
    "imports",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    Column("what", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("loaded_at", Text, nullable=False),
    Column("rows", NUMBER, nullable=False),
    Column("source", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)
