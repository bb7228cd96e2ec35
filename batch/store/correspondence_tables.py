"""Employers' parameters and workers' notifications, as tables."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from batch.store.metadata import METADATA, NUMBER

parameters = Table(
    "parameters",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    Column("ticket", Text, nullable=False, unique=True),
    Column("environment", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("employer", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("mobile", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("electronic", Boolean, nullable=False),
    Column("language", Integer, nullable=False),
)

parameter_keys = Table(
    "parameter_keys",
    METADATA,
    Column("environment", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("parameters", NUMBER, ForeignKey("parameters.id"), nullable=False),
)
"""The latest parameters under each number of an employer."""

notifications = Table(
    "notifications",
    METADATA,
    Column("ticket", Text, primary_key=True),
    Column("environment", Text, nullable=False),
    Column("addressee", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("parameters", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("regime", Integer, nullable=False),
    Column("start_day", Text, nullable=False),
    Column("end_day", Text, nullable=False),
    Column("noted", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("answer", Text, nullable=True),
    Column("proposed", Text, nullable=True),
    Column("passed_on", Boolean, nullable=False),
    Index("ix_notifications_addressee", "environment", "addressee", "status"),
    Index("ix_notifications_passed_on", "passed_on"),
)
"""Workers' notifications, by the ticket of their form."""
