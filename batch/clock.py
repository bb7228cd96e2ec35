"""The clock on the wall; jobs are given it, nothing below them knows it."""

from __future__ import annotations

from datetime import UTC, datetime


def system_clock() -> datetime:
    """The moment it is, in UTC."""
    return datetime.now(UTC)
