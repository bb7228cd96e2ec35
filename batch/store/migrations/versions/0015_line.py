"""Sets stand in a line: in the order of their ACRF, with the employers they name and the number of their NOTI."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Sets that are acknowledged already stand first and may concern any employer; each gets the number of its NOTI."""
    for name in ("turn", "noti"):
        op.add_column("receipts", sa.Column(name, _NUMBER, nullable=False, server_default=sa.text("0")))
    op.add_column("receipts", sa.Column("employers", sa.Text(), nullable=True))
    connection = op.get_bind()
    waiting = "SELECT id, received_at, environment FROM receipts WHERE state = 'acknowledged' ORDER BY id"
    for number, received_at, environment in connection.execute(sa.text(waiting)).all():
        day = datetime.fromisoformat(received_at).astimezone(ZoneInfo("Europe/Brussels")).date()
        noti = _next(connection, f"answer NOTI {day.isoformat()} {environment}")
        connection.execute(
            sa.text("UPDATE receipts SET noti = :noti WHERE id = :number"), {"noti": noti, "number": number}
        )


def _next(connection: sa.Connection, counter: str) -> int:
    """The next free number of a counter, which then is taken."""
    named = {"name": counter}
    free = connection.execute(sa.text("SELECT next FROM counters WHERE name = :name"), named).scalar()
    taken = "INSERT INTO counters (name, next) VALUES (:name, 2)"
    if free is not None:
        taken = "UPDATE counters SET next = next + 1 WHERE name = :name"
    connection.execute(sa.text(taken), named)
    return free or 1
