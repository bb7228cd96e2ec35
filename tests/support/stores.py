"""A new database for an installation: the program makes one, each test gets a copy and waits for no migrations."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from batch.app import make_store, register_of
from batch.settings import Settings
from batch.store.register import SqlRegister

_USUAL = Settings(Path()).database
_FILE = _USUAL.removeprefix("sqlite:///")


def fresh_store(settings: Settings) -> SqlRegister:
    """An empty database of the present layout, open: the usual file, or the fresh one of a server that is named."""
    if settings.database.startswith("postgresql:"):
        return register_of(settings)
    assert settings.database == _USUAL
    (settings.home / _FILE).write_bytes(_made())
    return register_of(settings)


@cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        make_store(Settings(Path(folder)))
        return (Path(folder) / _FILE).read_bytes()
