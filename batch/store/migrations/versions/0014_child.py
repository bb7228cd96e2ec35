"""The child's birth date that a worker tells stands with his dossier: what a child gives is counted for each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column; of worker's parts that are in already it stays empty."""
    op.add_column("dossiers", sa.Column("child", sa.Text(), nullable=False, server_default=sa.text("''")))
