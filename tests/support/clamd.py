"""A stand-in for clamd: takes contents on loopback or a unix socket, and reports the EICAR text in any of them."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from papers import EICAR

FINDING = "Eicar-Test-Signature"


@dataclass
class Clamd:
    """What it was sent, and how it is told to answer."""

    address: str
    contents: list[bytes] = field(default_factory=list)
    most_bytes: int = 1 << 25
    says: str = ""
    """An answer to everything; empty: what is right."""

    def verdict(self, content: bytes) -> str:
        if self.says:
            return self.says
        if len(content) > self.most_bytes:
            return "INSTREAM size limit exceeded. ERROR"
        return f"stream: {FINDING} FOUND" if EICAR.encode() in content else "stream: OK"


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        clamd: Clamd = self.server.clamd  # type: ignore[attr-defined]
        command = self._until_zero()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            content = b"".join(self._chunks())
            clamd.contents.append(content)
            self.wfile.write(clamd.verdict(content).encode() + b"\0")

    def _until_zero(self) -> bytes:
        told = b""
        while (sign := self.rfile.read(1)) not in (b"", b"\0"):
            told += sign
        return told

    def _chunks(self) -> Iterator[bytes]:
        while size := int.from_bytes(self.rfile.read(4), "big"):
            yield self.rfile.read(size)


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(path: Path | None = None, port: int = 0) -> Iterator[Clamd]:
    """One that listens: at a path, else on a port of loopback."""
    server = _Unix(str(path), _Talk) if path else _Tcp(("127.0.0.1", port), _Talk)
    made = Clamd(str(path) if path else f"127.0.0.1:{server.server_address[1]}")
    server.clamd = made  # type: ignore[union-attr]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
