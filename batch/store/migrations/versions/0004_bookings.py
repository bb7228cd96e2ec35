"""What accepted forms take for their employers: control cards, and months of workers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One row for each thing taken; no form of an earlier layout takes anything."""
    op.create_table(
        "bookings",
        sa.Column("environment", sa.Text(), nullable=False),
        sa.Column("booking", sa.Text(), nullable=False),
        sa.Column("receipt", _NUMBER, nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["receipt"], ["receipts.id"], name=op.f("fk_bookings_receipt")),
        sa.PrimaryKeyConstraint("environment", "booking", name=op.f("pk_bookings")),
    )
