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
    """Employers get their columns, and what is unique in the table changes."""
    if op.get_bind().dialect.name == "sqlite":
        _copy_employers()
    else:
        _alter_employers()
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


def _alter_employers() -> None:
    op.drop_index("ix_employers_company", "employers")
    op.drop_constraint("uq_employers_noss", "employers")
    op.add_column("employers", sa.Column("lpa", sa.Text(), nullable=False, server_default=""))
    op.add_column("employers", sa.Column("seat_abroad", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("lpa", "seat_abroad"):
        op.alter_column("employers", name, server_default=None)
    op.create_unique_constraint("uq_employers_noss", "employers", ["noss", "lpa", "company", "from_day"])


def _copy_employers() -> None:
    """SQLite changes a constraint by copying the table."""
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
