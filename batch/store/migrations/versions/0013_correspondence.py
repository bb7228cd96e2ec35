"""Employers' parameters and workers' notifications."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Three empty tables: no earlier layout took such forms."""
    _parameters()
    op.create_table(
        "notifications",
        sa.Column("ticket", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("environment", "addressee", "at", "parameters")),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("regime", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("start_day", "end_day", "noted", "comment", "status")),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("passed_on", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_notifications")),
    )
    op.create_index("ix_notifications_addressee", "notifications", ["environment", "addressee", "status"])
    op.create_index("ix_notifications_passed_on", "notifications", ["passed_on"])


def _parameters() -> None:
    texts = ("ticket", "environment", "sender", "at", "employer", "contact", "first_name", "phone", "mobile", "email")
    op.create_table(
        "parameters",
        sa.Column("id", _NUMBER, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*texts, "sector")),
        sa.Column("electronic", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameters")),
        sa.UniqueConstraint("ticket", name=op.f("uq_parameters_ticket")),
    )
    op.create_table(
        "parameter_keys",
        sa.Column("environment", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("parameters", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["parameters"], ["parameters.id"], name=op.f("fk_parameter_keys_parameters")),
        sa.PrimaryKeyConstraint("environment", "key", name=op.f("pk_parameter_keys")),
    )
