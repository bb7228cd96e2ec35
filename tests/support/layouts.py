"""The layout of a database as SQL, to be held against another; and how its guard is taken away."""

from __future__ import annotations

import re

from sqlalchemy import Connection, inspect

_TRIGGERS = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
_COLUMNS = (
    "SELECT column_name, data_type, collation_name, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{}' ORDER BY column_name"
)
_CONSTRAINTS = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '{}'::regclass ORDER BY 1"
_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'"


def layout(connection: Connection) -> dict[str, list[str]]:
    """Every table, index and trigger as SQL, without blanks and with the parts of a table sorted."""
    if connection.dialect.name == "postgresql":
        return _of_postgresql(connection)
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
    found = {}
    for kind, name, sql in connection.exec_driver_sql(query):
        plain = sql.replace('"', "")  # a table that was made anew by a migration has its name quoted
        # a column that was added to a table that stays stands on the line of the last one
        split = r",\s*\n|(?<=NULL), |(?<=TEXT), |(?<=INTEGER), "
        parts = re.split(split, plain.replace("(\n", "(,\n", 1)) if kind == "table" else [plain]
        found[f"{kind} {name}"] = sorted(re.sub(r"[\s()]+", " ", part).strip() for part in parts)
    return found


def _of_postgresql(connection: Connection) -> dict[str, list[str]]:
    found = {f"index {name}": [sql] for name, sql in connection.exec_driver_sql(_INDEXES)}
    found |= {f"trigger {name}": [sql] for name, sql in connection.exec_driver_sql(_TRIGGERS)}
    for name in set(inspect(connection).get_table_names()) - {"alembic_version"}:
        told = (row for query in (_COLUMNS, _CONSTRAINTS) for row in connection.exec_driver_sql(query.format(name)))
        found[f"table {name}"] = [" ".join(map(str, row)) for row in told]
    return found


def without_triggers(connection: Connection) -> Connection:
    """As somebody who has the database in his hand; on PostgreSQL until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return connection
    for act in ("update", "delete"):
        connection.exec_driver_sql(f"DROP TRIGGER journal_no_{act}")
    return connection
