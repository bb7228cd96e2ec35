"""Senders may ask for printable copies; a set remembers whether its copies are still to be made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody asked before, so nothing that was answered before is printed."""
    for table, name in (("senders", "wants_print"), ("receipts", "to_print")):
        op.add_column(table, sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
