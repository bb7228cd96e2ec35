"""The names of one reply to a listing, read by hand: a folder may hold many.

Through the library's messages a name takes several times as long.
"""

from __future__ import annotations

import struct

from paramiko.message import Message
from paramiko.sftp import SFTPError
from paramiko.sftp_attr import SFTPAttributes

Names = list[tuple[str, SFTPAttributes]]

_INT, _LONG = struct.Struct(">I"), struct.Struct(">Q")


def names_in(message: Message) -> Names:
    """The names of one reply; bytes that are no UTF-8 are kept as the operating system's interface does.

    Raises:
        SFTPError: it ends too early.
    """
    found: Names = []
    reply, at = message.get_remainder(), 4
    try:
        for _ in range(_INT.unpack_from(reply)[0]):
            name, at = _text_at(reply, at)
            _, at = _text_at(reply, at)
            attributes, at = _attributes_at(reply, at)
            if name not in (b".", b".."):
                found.append((name.decode("utf-8", "surrogateescape"), attributes))
    except struct.error as error:
        raise SFTPError("a list of names that ends too early") from error
    return found


def _text_at(reply: bytes, at: int) -> tuple[bytes, int]:
    end = at + 4 + _INT.unpack_from(reply, at)[0]
    if end > len(reply):
        raise struct.error
    return reply[at + 4 : end], end


def _attributes_at(reply: bytes, at: int) -> tuple[SFTPAttributes, int]:
    """Size, rights and time of change, and where they end."""
    found = SFTPAttributes()
    (flags,) = _INT.unpack_from(reply, at)
    at += 4
    if flags & SFTPAttributes.FLAG_SIZE:
        (found.st_size,) = _LONG.unpack_from(reply, at)
        at += 8
    if flags & SFTPAttributes.FLAG_UIDGID:
        at += 8
    if flags & SFTPAttributes.FLAG_PERMISSIONS:
        (found.st_mode,) = _INT.unpack_from(reply, at)
        at += 4
    if flags & SFTPAttributes.FLAG_AMTIME:
        (found.st_mtime,) = _INT.unpack_from(reply, at + 4)
        at += 8
    if flags & SFTPAttributes.FLAG_EXTENDED:
        (pairs,) = _INT.unpack_from(reply, at)
        at += 4
        for _ in range(2 * pairs):
            _, at = _text_at(reply, at)
    return found, at
