"""The layout of a database as SQL, to be held against another."""

from __future__ import annotations

import re

from sqlalchemy import Connection


def layout(connection: Connection) -> dict[str, list[str]]:
    """Every table, index and trigger as SQL, without blanks and with the parts of a table sorted."""
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
    found = {}
    for kind, name, sql in connection.exec_driver_sql(query):
        plain = sql.replace('"', "")  # a table that was made anew by a migration has its name quoted
        # a column that was added to a table that stays stands on the line of the last one
        split = r",\s*\n|(?<=NULL), |(?<=TEXT), |(?<=INTEGER), "
        parts = re.split(split, plain.replace("(\n", "(,\n", 1)) if kind == "table" else [plain]
        found[f"{kind} {name}"] = sorted(re.sub(r"[\s()]+", " ", part).strip() for part in parts)
    return found
