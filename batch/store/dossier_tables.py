"""Dossiers of career-break requests, as tables: what each is about, where it stands, every step that led there."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from batch.store.metadata import METADATA, NUMBER

dossiers = Table(
    "dossiers",
    METADATA,
    Column("ticket", Text, primary_key=True),
    Column("environment", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("latest", Text, nullable=False),
    Column("inss", Text, nullable=False),
    Column("introduced", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("postcode", Text, nullable=False),
    Column("employer", Text, nullable=False, server_default=text("''")),
    Column("noss", Text, nullable=False, server_default=text("''")),
    Column("lpa", Text, nullable=False, server_default=text("''")),
    Column("company", Text, nullable=False, server_default=text("''")),
    Column("kind", Text, nullable=False, server_default=text("''")),
    Column("regime", Integer, nullable=True),
    Column("start_day", Text, nullable=True),
    Column("end_day", Text, nullable=True),
    Column("community", Integer, nullable=True),
    Column("school", Text, nullable=False, server_default=text("''")),
    Column("reminded", Text, nullable=False, server_default=text("''")),
    Column("child", Text, nullable=False, server_default=text("''")),
    Index("ix_dossiers_inss", "environment", "inss"),
    Index("ix_dossiers_status", "environment", "status"),
    Index("ix_dossiers_introduced", "environment", "introduced", "ticket"),
    Index("ix_dossiers_noss", "environment", "noss", "introduced"),
    Index("ix_dossiers_lpa", "environment", "lpa", "introduced"),
    Index("ix_dossiers_company", "environment", "company", "introduced"),
)

dossier_events = Table(
    "dossier_events",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    Column("dossier", Text, ForeignKey("dossiers.ticket"), nullable=False),
    Column("at", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("ticket", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("told", Boolean, nullable=False),
    Index("ix_dossier_events_dossier", "dossier"),
    Index("ix_dossier_events_told", "told"),
)
