"""SFTP version 3 as bytes: requests in, replies out (draft-ietf-secsh-filexfer-02).

paramiko brings the encrypted channel and the primitive types; its own SFTP server is not used, since it trusts
lengths and counts of the client, closes files alike whether the client or a cut line ends them, and offers more
than the door wants to.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Protocol

from paramiko.message import Message

from batch.transport.door.house import Entry

INIT, VERSION, OPEN, CLOSE, READ, WRITE, LSTAT, FSTAT, SETSTAT, FSETSTAT, OPENDIR, READDIR, REMOVE = range(1, 14)
MKDIR, RMDIR, REALPATH, STAT, RENAME, READLINK, SYMLINK = range(14, 21)
_STATUS, _HANDLE, _DATA, _NAME, _ATTRS = range(101, 106)
EXTENDED = 200

FOR_READ, FOR_WRITE, APPEND, CREATE, TRUNCATE, EXCLUSIVE = (1 << bit for bit in range(6))
_HAS_SIZE, _HAS_OWNER, _HAS_MODE, _HAS_TIMES = (1 << bit for bit in range(4))

LARGEST_READ = 256 << 10
_LARGEST_PACKET = (256 << 10) + (4 << 10)
_HALF_A_YEAR = 15_778_476
"""Seconds, as ls counts them."""
_OFFERS = (("posix-rename@openssh.com", "1"), ("fsync@openssh.com", "1"))

Reply = tuple[int, bytes]
"""The kind of a reply, and what follows the number of the request."""


class Line(Protocol):
    """What is needed of a channel."""

    def recv(self, nbytes: int) -> bytes: ...
    def sendall(self, s: bytes) -> None: ...


class Garbage(Exception):
    """What comes in is not SFTP."""


def packets(line: Line) -> Iterator[tuple[int, bytes]]:
    """The packets of a client until it closes the channel or the line is cut: kind and content.

    Raises:
        Garbage: a length that no client has a reason for, or another first packet than a greeting.
    """
    while head := _exactly(line, 4):
        size = int.from_bytes(head, "big")
        if not 1 <= size <= _LARGEST_PACKET:
            raise Garbage(f"a packet of {size} bytes")
        packet = _exactly(line, size)
        if not packet:
            return
        yield packet[0], packet[1:]


def _exactly(line: Line, size: int) -> bytes:
    """So many bytes, or none when the line ended before."""
    parts = bytearray()
    while len(parts) < size:
        part = line.recv(size - len(parts))
        if not part:
            return b""
        parts += part
    return bytes(parts)


def greet(line: Line) -> None:
    """Answer the client's greeting with our version and the two extensions we offer."""
    message = Message()
    message.add_int(3)
    for offer in _OFFERS:
        for text in offer:
            message.add_string(text)
    _send(line, VERSION, message.asbytes())


def answer(line: Line, request: int, reply: Reply) -> None:
    """Send the reply to a request."""
    kind, content = reply
    _send(line, kind, request.to_bytes(4, "big") + content)


def _send(line: Line, kind: int, content: bytes) -> None:
    line.sendall((len(content) + 1).to_bytes(4, "big") + bytes([kind]) + content)


def status(code: int, text: str = "") -> Reply:
    """Yes, no, or the end."""
    message = Message()
    message.add_int(code)
    message.add_string(text)
    message.add_string("en")
    return _STATUS, message.asbytes()


def handle(name: bytes) -> Reply:
    """The handle of an opened file or folder."""
    return _HANDLE, _string(name)


def content(piece: bytes) -> Reply:
    """Bytes of a file."""
    return _DATA, _string(piece)


def attributes(entry: Entry) -> Reply:
    """Size, mode and time of a file or folder."""
    return _ATTRS, _attributes(entry)


def listing(entries: Iterable[Entry], now: float) -> Reply:
    """Names with their attributes, and as lines a person can read, as of a moment (seconds of the epoch)."""
    lines = [_string(one.name.encode()) + _string(_long(one, now)) + _attributes(one) for one in entries]
    return _NAME, len(lines).to_bytes(4, "big") + b"".join(lines)


def one_name(path: str) -> Reply:
    """A path made absolute."""
    return _NAME, (1).to_bytes(4, "big") + _string(path.encode()) * 2 + bytes(4)


def wished_size(message: Message) -> int | None:
    """The size in attributes of a client, the rest of which we do not keep: neither times nor modes are its own."""
    return message.get_int64() if message.get_int() & _HAS_SIZE else None


def _string(text: bytes) -> bytes:
    return len(text).to_bytes(4, "big") + text


def _mode(entry: Entry) -> int:
    return stat.S_IFDIR | 0o700 if entry.is_folder else stat.S_IFREG | 0o600


def _attributes(entry: Entry) -> bytes:
    message = Message()
    message.add_int(_HAS_SIZE | _HAS_OWNER | _HAS_MODE | _HAS_TIMES)
    message.add_int64(entry.size)
    for number in (0, 0, _mode(entry), entry.modified, entry.modified):
        message.add_int(number)
    return message.asbytes()


def _long(entry: Entry, now: float) -> bytes:
    """A line as ``ls -l`` writes it: the time within the last six months, else the year; in UTC."""
    moment = datetime.fromtimestamp(entry.modified, UTC)
    when = f"{moment:%b %d %H:%M}" if 0 <= now - entry.modified < _HALF_A_YEAR else f"{moment:%b %d  %Y}"
    return f"{stat.filemode(_mode(entry))} 1 onem onem {entry.size:12d} {when} {entry.name}".encode()
