"""Opens the built-in SFTP door over the folders of an installation (``serve --sftp``)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import structlog

from batch.errors import SettingsWrong
from batch.jobs.desk import Desk
from batch.ports import Clock
from batch.ports.people import Directory
from batch.transport.door.door import Door
from batch.transport.door.folders import Folders
from batch.transport.layout import FOLDER, SENDER, layout_of


class RegisteredUsers:
    """Who may log in: what the directory knows of keys, accounts and passwords now."""

    def __init__(self, directory: Directory, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock

    def keys_of(self, user: str) -> tuple[str, tuple[str, ...]] | None:
        """The sender number of a user and its public keys in force now; None: no such user."""
        return self._directory.keys_in_force(user, self._clock())

    def password_of(self, user: str) -> tuple[str, str] | None:
        """The sender number of a user and its stored password; None: it has none."""
        known = self._directory.keys_in_force(user, self._clock())
        stored = self._directory.password_of(user)
        return None if known is None or stored is None else (known[0], stored)


def door_of(desk: Desk, port: int | None = None) -> Door:
    """The door of an installation, closed; ``port`` instead of the one in the settings.

    Raises:
        SettingsWrong: inbox and outbox are not the plain local folders a door can stand before.
    """
    roots = []
    for name in ("inbox", "outbox"):
        layout = layout_of(desk.settings, "inbox" if name == "inbox" else "outbox")
        if layout.server is not None or layout.way != (SENDER, FOLDER):
            raise SettingsWrong(f"The door needs {name} in plain local folders: {SENDER}/{FOLDER} below one root.")
        roots.append(Path(layout.root))
    told = desk.settings.door
    settings = replace(told, host_keys=desk.settings.home / told.host_keys, port=told.port if port is None else port)
    log = structlog.get_logger("door")
    return Door(settings, RegisteredUsers(desk.directory, desk.clock), Folders(*roots), log, desk.clock)
