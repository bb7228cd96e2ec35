"""Who works on what: leases keep processes on several hosts from doing the same unit at the same time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One empty table; an installation whose register is a file uses the run lock instead."""
    op.create_table(
        "leases",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_leases")),
    )
