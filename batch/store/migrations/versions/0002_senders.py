"""Senders with codes, numbers and contact; their credentials, mandates, permissions, employers, imports, accounts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make senders and mandates anew with their rows, then the new tables.

    SQLite cannot add a column that is NOT NULL without leaving a default behind.
    """
    senders, mandates = _rows("senders"), _rows("mandates")
    op.drop_table("mandates")
    op.drop_table("senders")
    _make_senders()
    _make_credentials()
    _make_mandates()
    _make_reference_tables()
    meta = sa.MetaData()
    for name, rows in (("senders", senders), ("mandates", mandates)):
        if rows:
            table = sa.Table(name, meta, autoload_with=op.get_bind())
            op.bulk_insert(table, [_FILL[name](row) for row in rows])


def _rows(name: str) -> list[dict[str, Any]]:
    table = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
    return [dict(row) for row in op.get_bind().execute(sa.select(table)).mappings()]


def _sender(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"codes": "", "company": "", "noss": "", "contact": ""}


def _mandate(row: dict[str, Any]) -> dict[str, Any]:
    """The employer was one number, or ``*``; both are a ``noss`` now."""
    employer = row.pop("employer")
    return row | {"noss": employer, "company": "", "ended_at": None}


_FILL = {"senders": _sender, "mandates": _mandate}


def _make_senders() -> None:
    op.create_table(
        "senders",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("wants_status", sa.Boolean(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("noss", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_senders")),
    )


def _make_credentials() -> None:
    op.create_table(
        "ssh_keys",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sender"], ["senders.number"], name=op.f("fk_ssh_keys_sender")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ssh_keys")),
    )
    op.create_table(
        "certificates",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("pem", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("not_before", sa.Text(), nullable=False),
        sa.Column("not_after", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sender"], ["senders.number"], name=op.f("fk_certificates_sender")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["sender"], ["senders.number"], name=op.f("fk_accounts_sender")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
    )
    for table in ("ssh_keys", "certificates"):
        for column in ("sender", "fingerprint"):
            op.create_index(f"ix_{table}_{column}", table, [column], unique=False)
    op.create_index("ix_accounts_user", "accounts", ["user"], unique=False)


def _make_mandates() -> None:
    op.create_table(
        "mandates",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("noss", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("application_group", sa.Text(), nullable=False),
        sa.Column("from_quarter", sa.Integer(), nullable=False),
        sa.Column("until_quarter", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["sender"], ["senders.number"], name=op.f("fk_mandates_sender")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    op.create_index("ix_mandates_sender", "mandates", ["sender", "noss", "company"], unique=False)
    op.create_table(
        "permissions",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permissions")),
    )
    op.create_index("ix_permissions_company", "permissions", ["company"], unique=False)


def _make_reference_tables() -> None:
    op.create_table(
        "employers",
        sa.Column("line", _NUMBER, nullable=False),
        sa.Column("noss", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("curatorship", sa.Boolean(), nullable=False),
        sa.Column("from_day", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_employers")),
        sa.UniqueConstraint("noss", "company", "from_day", name=op.f("uq_employers_noss")),
    )
    op.create_index("ix_employers_company", "employers", ["company"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.Text(), nullable=False),
        sa.Column("rows", _NUMBER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
