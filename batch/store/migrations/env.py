"""Alembic's way in: runs on the connection that ``store.connect.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from batch.store.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=METADATA, transactional_ddl=True, transaction_per_migration=True
)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
