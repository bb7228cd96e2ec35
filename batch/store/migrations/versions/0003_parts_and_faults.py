"""Sets of several parts, the reasons of refused files, and since when a file waits."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What the frame told moves from the set to its parts; a form knows its part.

    SQLite changes a column by copying its table; PostgreSQL does it in place.
    """
    anew: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("parts", recreate=anew) as table:
        for name in ("content", "release", "encoding", "prefixes", "signature"):
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("forms", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE parts SET content = place")
    for name in ("release", "encoding", "prefixes", "forms"):
        op.execute(
            f"UPDATE parts SET {name} = (SELECT {name} FROM receipts WHERE receipts.id = parts.receipt)"
            " WHERE parts.name LIKE 'FI.%'"
        )
    op.execute("UPDATE parts SET prefixes = '[]' WHERE prefixes = ''")
    op.execute("UPDATE parts SET encoding = 'UTF-8' WHERE encoding = ''")
    with op.batch_alter_table("parts", recreate=anew) as table:
        for name in ("content", "release", "encoding", "prefixes", "signature", "forms"):
            table.alter_column(name, server_default=None)
    for name in ("release", "encoding", "prefixes"):
        op.drop_column("receipts", name)
    with op.batch_alter_table("forms", recreate=anew) as table:
        table.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("forms", recreate=anew) as table:
        table.alter_column("part", server_default=None)
    op.create_index("ix_forms_header", "forms", ["environment", "sender", "header"])
    op.create_index("ix_forms_own_reference", "forms", ["environment", "sender", "own_reference"])
    op.create_table(
        "file_faults",
        sa.Column("receipt", _NUMBER, nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("column", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["receipt"], ["receipts.id"], name=op.f("fk_file_faults_receipt")),
        sa.PrimaryKeyConstraint("receipt", "nth", name=op.f("pk_file_faults")),
    )
    op.create_table(
        "seen",
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sender", "folder", "name", name=op.f("pk_seen")),
    )
