"""What waits is found by an index of the few rows that do, so that a pass costs the same after a million sets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_FEW = (
    (
        "ix_receipts_to_hand_over",
        "receipts",
        "state = 'answered' AND handed_over IS {false} AND environment = 'R' AND accepted > 0",
    ),
    ("ix_receipts_to_print", "receipts", "to_print IS {true}"),
    ("ix_receipts_to_list", "receipts", "to_list IS {true}"),
    ("ix_outbox_to_send", "outbox", "sent_at IS NULL"),
    ("ix_decisions_to_answer", "decisions", "state = 'noted'"),
)


def upgrade() -> None:
    """Five small indexes, and one large that nothing asks any more."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    words = {"true": 1, "false": 0} if is_sqlite else {"true": "true", "false": "false"}
    for name, table, which in _FEW:
        where = sa.text(which.format(**words))
        op.create_index(name, table, ["id"], sqlite_where=where, postgresql_where=where)
    op.drop_index("ix_outbox_sent_at", "outbox")
