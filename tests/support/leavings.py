"""All that passes leave in an installation, to be compared with what they leave in another."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from installations import Installation
from sqlalchemy import select

from batch.store.tables import METADATA

_CLAIM = re.compile(r"\b[0-9a-f]{32}\b")
"""What a delivery is called by: by chance."""


def everything(made: Installation) -> dict[str, Any]:
    """Answers byte for byte, and every row of every table, the journal among them."""
    outbox = {
        str(path.relative_to(made.home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((made.home / "outbox").rglob("*"))
        if path.is_file()
    }
    with made.register.reading() as connection:
        rows = {
            name: sorted(_CLAIM.sub("CLAIM", repr(row)) for row in connection.execute(select(table)))
            for name, table in METADATA.tables.items()
        }
    return {"outbox": outbox, **rows}
