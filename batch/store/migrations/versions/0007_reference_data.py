"""Employers have a PPL number and a seat; the personnel file. Rows of before: no such number, a seat in Belgium."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BEFORE = "line, noss, company, name, curatorship, from_day, until_day"


def upgrade() -> None:
    """Employers are copied into a table of the new layout, because what is unique in it changes."""
    op.rename_table("employers", "employers_before")
    op.drop_index("ix_employers_company", "employers_before")
    op.create_table(
        "employers",
        sa.Column("line", _NUMBER, nullable=False),
        sa.Column("noss", sa.Text(), nullable=False),
        sa.Column("lpa", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("curatorship", sa.Boolean(), nullable=False),
        sa.Column("seat_abroad", sa.Boolean(), nullable=False),
        sa.Column("from_day", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_employers")),
        sa.UniqueConstraint("noss", "lpa", "company", "from_day", name=op.f("uq_employers_noss")),
    )
    op.execute(f"INSERT INTO employers ({_BEFORE}, lpa, seat_abroad) SELECT {_BEFORE}, '', 0 FROM employers_before")
    op.drop_table("employers_before")
    for column in ("lpa", "company"):
        op.create_index(f"ix_employers_{column}", "employers", [column], unique=False)
    op.create_table(
        "personnel",
        sa.Column("line", _NUMBER, nullable=False),
        sa.Column("niss", sa.Text(), nullable=False),
        sa.Column("noss", sa.Text(), nullable=False),
        sa.Column("lpa", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_personnel")),
    )
    op.create_index("ix_personnel_niss", "personnel", ["niss"], unique=False)
