"""A virus scanner that speaks the protocol of clamd: contents are sent to it, it needs no file of ours."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from itertools import chain

from batch.errors import ScannerUnreachable
from batch.model.scanner import ScannerSettings

_CHUNK = 1 << 16
_LONGEST_ANSWER = 4096
_CLEAN, _FOUND = "stream: OK", " FOUND"
_PONG = "PONG"


class ClamdScanner:
    """A clamd at an address; every content has a connection of its own."""

    def __init__(self, settings: ScannerSettings) -> None:
        self._place = settings.place or ("", 0)
        self._seconds = settings.timeout_seconds

    def finding(self, content: bytes) -> str | None:
        """What it has found in a content, by the name it gives it; None: nothing.

        Raises:
            ScannerUnreachable: it is not there, or gives no verdict.
        """
        answer = self._ask(chain([b"zINSTREAM\0"], _stream(content)))
        if answer == _CLEAN:
            return None
        if answer.endswith(_FOUND):
            return answer.removesuffix(_FOUND).removeprefix("stream: ")
        raise ScannerUnreachable(f"It answers: {answer[:200]!r}.")

    def check(self) -> None:
        """Ask whether it is there.

        Raises:
            ScannerUnreachable: it is not.
        """
        answer = self._ask(iter([b"zPING\0"]))
        if answer != _PONG:
            raise ScannerUnreachable(f"It answers: {answer[:200]!r}.")

    def _ask(self, chunks: Iterator[bytes]) -> str:
        try:
            with self._connected() as line:
                try:
                    for chunk in chunks:
                        line.sendall(chunk)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # it may have said why before it hung up
                return _answer(line)
        except OSError as error:
            raise ScannerUnreachable(f"{error.strerror or type(error).__name__}.") from error

    def _connected(self) -> socket.socket:
        if not isinstance(self._place, str):
            return socket.create_connection(self._place, timeout=self._seconds)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self._seconds)
        try:
            line.connect(self._place)
        except OSError:
            line.close()
            raise
        return line


def _stream(content: bytes) -> Iterator[bytes]:
    """A content in chunks, each after its length; a chunk of no bytes ends it."""
    for start in range(0, len(content), _CHUNK):
        chunk = content[start : start + _CHUNK]
        yield len(chunk).to_bytes(4, "big") + chunk
    yield bytes(4)


def _answer(line: socket.socket) -> str:
    told = b""
    while b"\0" not in told and len(told) < _LONGEST_ANSWER:
        more = line.recv(_LONGEST_ANSWER)
        if not more:
            break
        told += more
    return told.partition(b"\0")[0].decode("utf-8", "replace").strip()
