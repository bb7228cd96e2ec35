"""Dossiers of career-break requests; those of an earlier layout wait for the worker, are cancelled or closed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """A dossier for each accepted request, named after it by every form that changed it."""
    op.add_column("forms", sa.Column("dossier", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "dossiers",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("environment", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("latest", sa.Text(), nullable=False),
        sa.Column("inss", sa.Text(), nullable=False),
        sa.Column("introduced", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_dossiers")),
    )
    op.create_index("ix_dossiers_inss", "dossiers", ["environment", "inss"])
    op.create_index("ix_dossiers_status", "dossiers", ["environment", "status"])
    op.create_table(
        "dossier_events",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossiers.ticket"], name=op.f("fk_dossier_events_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_events")),
    )
    op.create_index("ix_dossier_events_dossier", "dossier_events", ["dossier"])
    op.create_index("ix_dossier_events_told", "dossier_events", ["told"])
    _begin()


_STEPS = {0: "request", 1: "new-end", 3: "cancellation"}


def _begin() -> None:
    """Follow each chain from its request, in the order in which its forms were accepted."""
    connection = op.get_bind()
    query = sa.text(
        "SELECT forms.*, receipts.received_at FROM forms JOIN receipts ON receipts.id = forms.receipt"
        " WHERE forms.identification = 'LOIC001' AND forms.accepted ORDER BY forms.receipt, forms.form"
    )
    dossier_of: dict[str, str] = {}
    for row in connection.execute(query).mappings().all():
        dossier = row["ticket"] if row["status"] == 0 else dossier_of.get(row["target"])
        if dossier is None:
            continue
        dossier_of[row["ticket"]] = dossier
        _step(connection, dossier, row)
    _close(connection)


def _step(connection: sa.Connection, dossier: str, row: sa.RowMapping) -> None:
    day, step = row["received_at"][:10], _STEPS[row["status"]]
    connection.execute(
        sa.text("UPDATE forms SET dossier = :dossier WHERE ticket = :ticket"), {"dossier": dossier, "ticket": row["ticket"]}
    )
    if step == "request":
        connection.execute(
            sa.text(
                "INSERT INTO dossiers VALUES (:ticket, :environment, :sender, :ticket, :inss, :day, 'awaiting-worker', :day, '')"
            ),
            {**{key: row[key] for key in ("ticket", "environment", "sender", "inss")}, "day": day},
        )
    elif step == "new-end":
        connection.execute(
            sa.text("UPDATE dossiers SET latest = :latest WHERE ticket = :ticket"),
            {"latest": row["ticket"], "ticket": dossier},
        )
    else:
        _status(connection, dossier, "cancelled", day)
    status = "cancelled" if step == "cancellation" else "awaiting-worker"
    _event(connection, dossier, row["received_at"], day, step, row["ticket"], status, True)


def _close(connection: sa.Connection) -> None:
    """Decisions on requests close them; one that was not answered is told by its dossier."""
    query = sa.text(
        "SELECT decisions.*, forms.dossier FROM decisions JOIN forms ON forms.ticket = decisions.ticket"
        " WHERE decisions.counts_for IS NOT NULL AND forms.dossier <> '' ORDER BY decisions.id"
    )
    for row in connection.execute(query).mappings().all():
        _status(connection, row["dossier"], "closed", row["day"])
        told = row["state"] != "noted"
        _event(connection, row["dossier"], row["noted_at"], row["day"], "decision", row["ticket"], "closed", told)
        connection.execute(sa.text("UPDATE decisions SET state = 'answered' WHERE id = :id"), {"id": row["id"]})
    connection.execute(sa.text("UPDATE forms SET life = 'open' WHERE life = 'closed' AND dossier <> ''"))


def _status(connection: sa.Connection, dossier: str, status: str, day: str) -> None:
    connection.execute(
        sa.text("UPDATE dossiers SET status = :status, since = :day WHERE ticket = :ticket"),
        {"status": status, "day": day, "ticket": dossier},
    )


def _event(
    connection: sa.Connection, dossier: str, at: str, day: str, step: str, ticket: str, status: str, told: bool
) -> None:
    connection.execute(
        sa.text(
            "INSERT INTO dossier_events (dossier, at, day, step, ticket, status, told)"
            " VALUES (:dossier, :at, :day, :step, :ticket, :status, :told)"
        ),
        {"dossier": dossier, "at": at, "day": day, "step": step, "ticket": ticket, "status": status, "told": told},
    )
