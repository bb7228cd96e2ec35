"""One SFTP channel: whole operations with many requests under way, every answer of the server looked at.

paramiko's own file objects drop the status of pipelined writes and lose replies that come out of order; this
class uses its packets and its transport, and keeps the bookkeeping to itself.
"""

from __future__ import annotations

import errno
import hashlib
from collections import deque
from collections.abc import Iterable
from typing import BinaryIO

from paramiko.message import Message
from paramiko.sftp import (
    CMD_CLOSE,
    CMD_DATA,
    CMD_EXTENDED,
    CMD_EXTENDED_REPLY,
    CMD_HANDLE,
    CMD_NAME,
    CMD_OPEN,
    CMD_OPENDIR,
    CMD_READ,
    CMD_READDIR,
    CMD_STATUS,
    CMD_WRITE,
    SFTP_EOF,
    SFTP_FLAG_CREATE,
    SFTP_FLAG_READ,
    SFTP_FLAG_TRUNC,
    SFTP_FLAG_WRITE,
    SFTP_NO_SUCH_FILE,
    SFTP_OK,
    SFTP_OP_UNSUPPORTED,
    SFTP_PERMISSION_DENIED,
    SFTPError,
    int64,
)
from paramiko.sftp_attr import SFTPAttributes
from paramiko.sftp_client import SFTPClient

from batch.transport.listing import Names, names_in

_BLOCK = 32_768
"""Bytes of one request; every server takes that much."""
_MOST = 131_072
"""Bytes of one request where the server says that it takes as much: a quarter of the replies to look at."""
_UNDER_WAY = 1 << 20
"""Bytes under way at once, so that neither side gathers more; a file of more is worth asking for its limits."""
_LISTINGS = 32
"""Requests for names under way at once in a long listing; each brings up to a hundred."""
_FIRST_LISTINGS = 8
"""Requests for names before the first answer: most folders are short, and what is asked too much is answered too."""


class Refused(OSError):
    """The server said no to one request; the line is well."""


class Absent(Refused, FileNotFoundError):
    """There is nothing of that name."""


class Denied(Refused, PermissionError):
    """Our account may not do that."""


_MEANING: dict[int, tuple[type[Refused], int]] = {
    SFTP_NO_SUCH_FILE: (Absent, errno.ENOENT),
    SFTP_PERMISSION_DENIED: (Denied, errno.EACCES),
    SFTP_OP_UNSUPPORTED: (Refused, errno.EOPNOTSUPP),
}


class _EndOfFile(Exception):
    """The server has no more bytes or names."""


class Session(SFTPClient):
    """One channel; not to be shared between threads."""

    _asked: set[int]
    _got: dict[int, tuple[int, Message]]
    _limits: tuple[int, int] | None = None
    """Bytes of one request to read and of one to write, once the server was asked."""

    def names(self, folder: str) -> Names:
        """Every name in a folder with its attributes, in the order of the server."""
        handle = self._handle(self._ask(CMD_OPENDIR, folder.encode()))
        found: Names = []
        under_way: deque[int] = deque()
        most = _FIRST_LISTINGS
        try:
            while True:
                while len(under_way) < most:
                    under_way.append(self._ask(CMD_READDIR, handle))
                found += names_in(self._answer(under_way.popleft(), CMD_NAME))
                most = min(most + 1, _LISTINGS)
        except _EndOfFile:
            self._drop(under_way)
        finally:
            self._leave(handle)
        return found

    def read(self, path: str, offset: int, size: int, end: int) -> bytes:
        """Up to ``size`` bytes from an offset; fewer only at the end of the file.

        No request crosses ``end``, the believed size: so a byte behind it can be asked for without waiting.
        """
        most = self._most_of_one()[0] if end > _UNDER_WAY else _BLOCK
        handle = self._handle(self._ask(CMD_OPEN, path.encode(), SFTP_FLAG_READ, SFTPAttributes()))
        under_way: deque[tuple[int, int]] = deque()
        asked, got, blocks = 0, 0, []
        try:
            while asked < size or under_way:
                while asked < size and asked - got < _UNDER_WAY:
                    rest = end - offset - asked
                    length = min(most, size - asked, rest if rest > 0 else most)
                    under_way.append((self._ask(CMD_READ, handle, int64(offset + asked), length), length))
                    asked += length
                number, length = under_way.popleft()
                block = self._answer(number, CMD_DATA).get_string()
                blocks.append(block)
                got += len(block)
                if len(block) < length:  # the server may give less than asked: go on behind what came
                    self._drop(one for one, _ in under_way)
                    under_way.clear()
                    asked, most = got, max(_BLOCK, len(block))
        except _EndOfFile:
            self._drop(one for one, _ in under_way)
        finally:
            self._leave(handle)
        return b"".join(blocks)

    def store(self, path: str, content: BinaryIO) -> tuple[int, str]:
        """Write a file anew and ask the server to sync it; returns size and SHA-256 of what was sent."""
        flags = SFTP_FLAG_WRITE | SFTP_FLAG_CREATE | SFTP_FLAG_TRUNC
        handle = self._handle(self._ask(CMD_OPEN, path.encode(), flags, SFTPAttributes()))
        under_way: deque[int] = deque()
        digest, size, most = hashlib.sha256(), 0, _BLOCK
        try:
            while block := content.read(most):
                under_way.append(self._ask(CMD_WRITE, handle, int64(size), block))
                digest.update(block)
                size += len(block)
                if len(under_way) * most >= _UNDER_WAY:
                    self._answer(under_way.popleft(), CMD_STATUS)
                    most = self._most_of_one()[1]
            while under_way:
                self._answer(under_way.popleft(), CMD_STATUS)
            if size:
                self._sync(handle)
        except OSError:
            self._drop(under_way)
            self._leave(handle)
            raise
        self._answer(self._ask(CMD_CLOSE, handle), CMD_STATUS)
        return size, digest.hexdigest()

    def _most_of_one(self) -> tuple[int, int]:
        """Bytes of one request to read and of one to write; OpenSSH tells its limits since 8.5."""
        if self._limits is None:
            try:
                told = self._answer(self._ask(CMD_EXTENDED, b"limits@openssh.com"), CMD_EXTENDED_REPLY)
            except Refused:
                self._limits = _BLOCK, _BLOCK
            else:
                told.get_int64()  # of a packet, its head included
                self._limits = _within(told.get_int64()), _within(told.get_int64())
        return self._limits

    def _sync(self, handle: bytes) -> None:
        """Have the far disk written, where the server knows how (OpenSSH does)."""
        try:
            self._answer(self._ask(CMD_EXTENDED, b"fsync@openssh.com", handle), CMD_STATUS)
        except Refused as error:
            if error.errno != errno.EOPNOTSUPP:
                raise

    def _ask(self, kind: int, *args: object) -> int:
        if not hasattr(self, "_asked"):
            self._asked, self._got = set(), {}
        number: int = self._async_request(type(None), kind, *args)  # type: ignore[attr-defined]  # the stubs are silent
        self._asked.add(number)
        return number

    def _answer(self, number: int, wanted: int) -> Message:
        """The reply to one request; replies to others that come before it are kept for them."""
        while number not in self._got:
            kind, packet = self._read_packet()  # type: ignore[attr-defined]  # likewise
            message = Message(packet)
            whose = message.get_int()
            self._expecting.pop(whose, None)  # type: ignore[attr-defined]  # likewise
            if whose in self._asked:
                self._asked.discard(whose)
                self._got[whose] = kind, message
        kind, message = self._got.pop(number)
        if kind == CMD_STATUS:
            self._convert_status(message)
        if kind != wanted:
            raise SFTPError(f"a reply of kind {kind} where {wanted} was due")
        return message

    def _drop(self, numbers: Iterable[int]) -> None:
        """Forget requests whose replies nobody wants any more."""
        for number in numbers:
            self._asked.discard(number)
            self._got.pop(number, None)

    def _handle(self, number: int) -> bytes:
        return self._answer(number, CMD_HANDLE).get_string()

    def _leave(self, handle: bytes) -> None:
        """Close a handle that was read from; its answer tells nothing and is not waited for."""
        self._drop([self._ask(CMD_CLOSE, handle)])

    def _convert_status(self, msg: Message) -> None:
        code = msg.get_int()
        if code == SFTP_OK:
            return
        text = msg.get_string().decode("utf-8", "replace")
        if code == SFTP_EOF:
            raise _EndOfFile
        kind, number = _MEANING.get(code, (Refused, errno.EIO))
        raise kind(number, text)


def _within(told: int) -> int:
    """A limit of a server as we keep it; 0: it names none."""
    return min(_MOST, told) if told >= _BLOCK else _BLOCK
