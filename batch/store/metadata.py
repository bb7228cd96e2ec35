"""What every table shares: the layout it belongs to, how its keys and indexes are named, the kind of its numbers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Integer, MetaData, Text
from sqlalchemy.ext.compiler import compiles

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
NUMBER = BigInteger().with_variant(Integer, "sqlite")


@compiles(Text, "postgresql")
def _text_by_bytes(_kind: Text, _compiler: Any, **_options: Any) -> str:
    """Text is compared byte by byte, as SQLite does it: tickets and moments sort so, whatever the host's language."""
    return 'TEXT COLLATE "C"'
