"""Senders may ask for confirmation mails and e-Box copies; what is owed of them; who was reminded of a request."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nobody asked before, so nothing is owed for what was answered before."""
    for name in ("wants_mail", "wants_ebox"):
        op.add_column("senders", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("dossiers", sa.Column("reminded", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "copies",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("receipt", _NUMBER, nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("done_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["receipt"], ["receipts.id"], name=op.f("fk_copies_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copies")),
        sa.UniqueConstraint("ticket", "kind", name=op.f("uq_copies_ticket")),
    )
    op.create_index("ix_copies_state", "copies", ["state", "kind"])
