"""Clients that are not served: each is told why in its own protocol, and nobody waits for it."""

from __future__ import annotations

import socket
import time

from paramiko.message import Message

from batch.transport.door.transport import GREETING

_DISCONNECT = 1
_TOO_MANY_CONNECTIONS = 12
_LINGER_SECONDS = 2.0
_MOST = 128


class Farewell:
    """Lines on which the reason was sent, held open a moment: closed at once, many a client never reads it."""

    def __init__(self) -> None:
        self._lines: list[tuple[float, socket.socket]] = []

    def say(self, line: socket.socket, reason: str) -> None:
        """Send the reason; never blocks."""
        line.setblocking(False)
        try:
            line.send(f"{GREETING}\r\n".encode() + _disconnect(reason))
            line.shutdown(socket.SHUT_WR)
        except OSError:  # it has gone by itself
            line.close()
            return
        self._lines.append((time.monotonic(), line))
        if len(self._lines) > _MOST:
            self._lines.pop(0)[1].close()

    def look_after(self) -> None:
        """Close the lines whose client has hung up, or had time enough to."""
        now = time.monotonic()
        staying = []
        for since, line in self._lines:
            if now - since < _LINGER_SECONDS and _is_there(line):
                staying.append((since, line))
            else:
                line.close()
        self._lines = staying

    def close(self) -> None:
        """Close every line."""
        for _, line in self._lines:
            line.close()
        self._lines = []


def _is_there(line: socket.socket) -> bool:
    try:
        return bool(line.recv(4096))
    except BlockingIOError:
        return True
    except OSError:
        return False


def _disconnect(reason: str) -> bytes:
    """The message that ends an SSH connection, as a packet before any keys are agreed on (RFC 4253, 6 and 11.1)."""
    message = Message()
    message.add_byte(bytes([_DISCONNECT]))
    message.add_int(_TOO_MANY_CONNECTIONS)
    message.add_string(reason)
    message.add_string("en")
    payload = message.asbytes()
    padding = 4 + -(len(payload) + 9) % 8
    return (len(payload) + padding + 1).to_bytes(4, "big") + bytes([padding]) + payload + bytes(padding)
