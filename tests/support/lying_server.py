"""An SFTP server on loopback that lies: over paramiko's server side, in a folder, with lies that a test tells it."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import paramiko
from paramiko import SFTP_OK, SFTPAttributes, SFTPHandle, SFTPServer, SFTPServerInterface
from paramiko.sftp import CMD_EXTENDED, CMD_EXTENDED_REPLY, int64


@dataclass
class Lies:
    """What the server does wrong."""

    keeps: int | None = None
    """Bytes of a file that it keeps, while it confirms all."""
    gives: int | None = None
    """Bytes of a file that it gives before it says that the file ends."""
    no_times_in_listings: bool = False
    knows_posix_rename: bool = True
    limits: tuple[int, int] | None = None
    """Bytes of one request to read and of one to write, as it tells them; None: it does not know the question."""
    at_once: int | None = None
    """Bytes that it gives to one request at most, whatever it told."""
    requests: list[tuple[str, int]] = field(default_factory=list)
    """Of every request to read or to write: which, and its bytes."""
    asked: list[str] = field(default_factory=list)


class _Login(paramiko.ServerInterface):
    def check_auth_publickey(self, _username: str, _key: paramiko.PKey) -> int:
        return paramiko.AUTH_SUCCESSFUL

    def get_allowed_auths(self, _username: str) -> str:
        return "publickey"

    def check_channel_request(self, _kind: str, _channel: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _Handle(SFTPHandle):
    lies: Lies

    def read(self, offset: int, length: int) -> bytes | int:
        self.lies.requests.append(("read", length))
        length = min(length, self.lies.at_once or length)
        if self.lies.gives is not None:
            length = max(0, min(length, self.lies.gives - offset))
        return super().read(offset, length) if length else b""

    def write(self, offset: int, data: bytes) -> int:
        self.lies.requests.append(("write", len(data)))
        if self.lies.keeps is not None:
            data = data[: max(0, self.lies.keeps - offset)]
        return super().write(offset, data)


class _Files(SFTPServerInterface):
    def __init__(self, server: paramiko.ServerInterface, lies: Lies) -> None:
        super().__init__(server)
        self._lies = lies

    def list_folder(self, path: str) -> list[SFTPAttributes] | int:
        self._lies.asked.append(f"list {path}")
        try:
            entries = list(os.scandir(path))
        except OSError as error:
            return SFTPServer.convert_errno(error.errno)
        if not self._lies.no_times_in_listings:
            return [SFTPAttributes.from_stat(one.stat(follow_symlinks=False), one.name) for one in entries]
        bare = []
        for one in entries:
            attributes = SFTPAttributes()
            attributes.filename = one.name
            bare.append(attributes)
        return bare

    def lstat(self, path: str) -> SFTPAttributes | int:
        try:
            return SFTPAttributes.from_stat(os.lstat(path), Path(path).name)
        except OSError as error:
            return SFTPServer.convert_errno(error.errno)

    stat = lstat

    def open(self, path: str, flags: int, _attributes: SFTPAttributes) -> _Handle | int:
        try:
            number = os.open(path, flags, 0o600)
        except OSError as error:
            return SFTPServer.convert_errno(error.errno)
        handle = _Handle(flags)
        handle.lies = self._lies
        handle.readfile = handle.writefile = os.fdopen(number, "r+b" if flags & os.O_RDWR else "wb" if flags else "rb")
        return handle

    def rename(self, oldpath: str, newpath: str) -> int:
        self._lies.asked.append(f"rename {newpath}")
        if os.path.lexists(newpath):
            return paramiko.SFTP_FAILURE
        return self._do(os.rename, oldpath, newpath)

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        self._lies.asked.append(f"posix-rename {newpath}")
        if not self._lies.knows_posix_rename:
            return paramiko.SFTP_OP_UNSUPPORTED
        return self._do(os.replace, oldpath, newpath)

    def remove(self, path: str) -> int:
        return self._do(os.unlink, path)

    def mkdir(self, path: str, _attributes: SFTPAttributes) -> int:
        return self._do(os.mkdir, path)

    def rmdir(self, path: str) -> int:
        return self._do(os.rmdir, path)

    def _do(self, work, *args: str) -> int:
        try:
            work(*args)
        except OSError as error:
            return SFTPServer.convert_errno(error.errno)
        return SFTP_OK


class _Subsystem(SFTPServer):
    """The library's, which also tells limits when it has any."""

    def __init__(self, channel, name: str, server: paramiko.ServerInterface, kind: type[_Files], lies: Lies) -> None:
        super().__init__(channel, name, server, kind, lies)
        self._lies = lies

    def _process(self, kind: int, number: int, message: paramiko.Message) -> None:
        if kind == CMD_EXTENDED and self._lies.limits is not None:
            if message.get_text() == "limits@openssh.com":
                self._lies.asked.append("limits")
                read, write = (int64(one) for one in self._lies.limits)
                self._response(number, CMD_EXTENDED_REPLY, int64(0), read, write, int64(0))
                return
            message.rewind()
            message.get_int()
        super()._process(kind, number, message)


@contextmanager
def lying_server(lies: Lies) -> Iterator[tuple[int, str]]:
    """Start the server; its port and the fingerprint of its host key."""
    key = paramiko.RSAKey.generate(2048)
    listener = socket.create_server(("127.0.0.1", 0))
    transports: list[paramiko.Transport] = []

    def accept() -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(near)
            transports.append(transport)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", _Subsystem, _Files, lies)
            with suppress(paramiko.SSHException, EOFError):
                transport.start_server(server=_Login())

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], key.fingerprint
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for transport in transports:
            transport.close()
        thread.join(timeout=10)
