"""The settings of the virus scanner, each with its default."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """Which clamd looks into attachments, and how long it may take; none unless told."""

    address: str = ""
    """The path of its unix socket, or ``host:port``; empty: files are not scanned."""
    timeout_seconds: int = 60
    """A scanner that is silent so long counts as unreachable."""

    @property
    def place(self) -> str | tuple[str, int] | None:
        """A path, or host and port; None when the address is neither."""
        if self.address.startswith("/"):
            return self.address
        host, colon, port = self.address.rpartition(":")
        if not (host and colon and port.isascii() and port.isdigit() and 0 < int(port) < 1 << 16):
            return None
        return host.strip("[]"), int(port)
