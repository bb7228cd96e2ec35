"""Why a first day of unemployment is told: the window for its cancellation depends on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forms of an earlier layout do not say it: they are cancelled as any other."""
    op.add_column("forms", sa.Column("cause", sa.Integer(), nullable=False, server_default=sa.text("0")))
