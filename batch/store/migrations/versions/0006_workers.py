"""What accepted communications told of workers; those judged before this layout told nothing that is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One row for a worker and a communication."""
    op.create_table(
        "workers",
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("receipt", _NUMBER, nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.Column("regime", sa.Integer(), nullable=False),
        sa.Column("white_collar", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["receipt"], ["receipts.id"], name=op.f("fk_workers_receipt")),
        sa.PrimaryKeyConstraint("worker", "receipt", "form", name=op.f("pk_workers")),
        sqlite_with_rowid=False,
    )
