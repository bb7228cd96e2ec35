"""What an overview shows and a search finds of a request stands with its dossier; indexes for both."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TEXTS = ("employer", "noss", "lpa", "company", "kind", "school")
_INDEXES = {
    "ix_dossiers_introduced": ("dossiers", ["environment", "introduced", "ticket"]),
    "ix_dossiers_noss": ("dossiers", ["environment", "noss", "introduced"]),
    "ix_dossiers_lpa": ("dossiers", ["environment", "lpa", "introduced"]),
    "ix_dossiers_company": ("dossiers", ["environment", "company", "introduced"]),
    "ix_receipts_received_at": ("receipts", ["received_at"]),
    "ix_forms_inss": ("forms", ["inss"]),
    "ix_forms_noss": ("forms", ["noss"]),
    "ix_forms_lpa": ("forms", ["lpa"]),
    "ix_forms_company": ("forms", ["company"]),
}


def upgrade() -> None:
    """Columns for dossiers, filled from their forms; regime and community of earlier ones stay unknown."""
    op.add_column("receipts", sa.Column("to_list", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in _TEXTS[:5]:
        op.add_column("dossiers", sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("dossiers", sa.Column("regime", sa.Integer(), nullable=True))
    for name in ("start_day", "end_day"):
        op.add_column("dossiers", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("dossiers", sa.Column("community", sa.Integer(), nullable=True))
    op.add_column("dossiers", sa.Column("school", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.execute(
        "UPDATE dossiers SET (employer, noss, lpa, company, kind, start_day) ="
        " (SELECT employer, ltrim(noss, '0'), ltrim(lpa, '0'), ltrim(company, '0'), kind, start_day"
        " FROM forms WHERE forms.ticket = dossiers.ticket),"
        " end_day = (SELECT end_day FROM forms WHERE forms.ticket = dossiers.latest)"
    )
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns)
