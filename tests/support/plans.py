"""How the database goes about a query: by which index, in which order."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, Select
from sqlalchemy.dialects import sqlite


def plan(engine: Engine, query: Select[Any]) -> list[str]:
    """The steps of a query as SQLite plans them."""
    text = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with engine.connect() as connection:
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")]


def is_by_index(steps: list[str]) -> bool:
    """Nothing is read from end to end, unless in the order of an index, where the limit stops it."""
    return not any(step.startswith("SCAN") and "INDEX" not in step and "SUBQUERY" not in step for step in steps)
