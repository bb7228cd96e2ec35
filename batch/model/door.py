"""The settings of the built-in SFTP door, each with its default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """What the door may do and how much of it; the limits are ours, the real channel publishes none."""

    host_keys: Path = Path("keys")
    """The folder of the host keys ``door_ed25519`` and ``door_rsa``; made on the first start, mode 0600."""
    address: str = "127.0.0.1"
    """The address it listens on; only the machine itself unless told otherwise."""
    port: int = 8022
    """The port it listens on, that of the real channel; 0 takes a free one."""
    passwords: bool = False
    """Whether a password is a login too; a key always is."""
    most_connections: int = 64
    """Connections at once, logged in or not; more are told to come back later."""
    most_per_sender: int = 16
    """Connections of one sender at once; clients that send in parallel open about ten."""
    most_per_minute: int = 120
    """Connections from one address in a minute."""
    login_seconds: int = 20
    """A connection that has not logged in by then is closed."""
    idle_seconds: int = 300
    """A connection that asks for nothing so long is closed."""
    ban_after: int = 6
    """So many failed logins from one address within ``ban_minutes`` ban it."""
    ban_minutes: int = 15
    """How long a ban lasts."""
    most_file_bytes: int = 200 << 20
    """The largest upload."""
    quota_bytes: int = 2 << 30
    """What one sender may have lying in its IN folders, unfinished uploads included."""
    quota_files: int = 10_000
    """How many files one sender may have lying there."""
    partial_hours: int = 48
    """An upload that was cut off can be resumed so long; older ones are removed when the door starts."""
