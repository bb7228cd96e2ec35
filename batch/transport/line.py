"""One line to an SFTP server: a bounded pool of channels over one connection, made anew when it breaks."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from paramiko import ChannelException, SFTPError, SSHClient, SSHException

from batch.errors import HostKeyUnknown, LoginRefused, OnemBatchError, SftpUnreachable
from batch.transport.dialling import Dialler, LineBroken
from batch.transport.session import Refused, Session

T = TypeVar("T")

PAUSES = (0.2, 1.0, 3.0)
"""Seconds before the next try; after the last of them we give up."""
_REST = 30.0
_REST_AFTER_REFUSAL = 600.0
"""Seconds in which a line that was given up is not tried again: a run ends soon, and no account gets locked."""

Operation = Callable[[Session, bool], T]
"""Works with a channel; told whether it is being repeated because the answer to an earlier try was lost."""


@dataclass(slots=True)
class _Connection:
    client: SSHClient
    most: int
    idle: list[Session] = field(default_factory=list)
    opened: int = 0


class Line:
    """Threads may share it; each operation has a channel to itself."""

    def __init__(self, dialler: Dialler, channels: int, pauses: Sequence[float] | None = None) -> None:
        self.channels = channels
        self._dialler = dialler
        self._pauses = PAUSES if pauses is None else pauses
        self._changed = threading.Condition()
        self._opening = threading.Lock()
        self._connection: _Connection | None = None
        self._given_up: OnemBatchError | None = None
        self._rests_until = 0.0
        self._held: list[SSHClient] = []
        # A desk that is put away closes its line: nobody has to remember it.
        weakref.finalize(self, _hang_up_all, self._held)

    def do(self, operation: Operation[T]) -> T:
        """Do something on a channel; after a broken line again on a new one, a few times.

        Raises:
            SftpUnreachable, HostKeyUnknown: the line could not be had, or broke again and again.
            OSError: the server refused what was asked.
        """
        tries = 0
        while True:
            try:
                with self._channel() as session:
                    return operation(session, tries > 0)
            except LineBroken as error:
                tries += 1
                if tries > len(self._pauses):
                    raise self._give_up(SftpUnreachable(f"{self._dialler.server}: {error}")) from error

    @contextmanager
    def _channel(self) -> Iterator[Session]:
        connection, session = self._borrow()
        try:
            yield session
        except Refused:
            self._give_back(connection, session)
            raise
        except (SSHException, SFTPError, EOFError, TimeoutError) as error:
            self._drop(connection)
            raise LineBroken(_why(error)) from error
        except OSError as error:
            # A socket's error has our own disk's number or none at all; a dead transport tells them apart.
            if session.sock.closed or not _is_alive(connection.client):
                self._drop(connection)
                raise LineBroken(_why(error)) from error
            self._give_back(connection, session)
            raise
        except BaseException:
            self._drop(connection)
            raise
        else:
            self._give_back(connection, session)

    def _borrow(self) -> tuple[_Connection, Session]:
        with self._changed:
            while True:
                connection = self._connection or self._connect()
                if connection.idle:
                    return connection, connection.idle.pop()
                if connection.opened < connection.most:
                    connection.opened += 1
                    break
                self._changed.wait()
        return self._open(connection)

    def _open(self, connection: _Connection) -> tuple[_Connection, Session]:
        try:
            return connection, self._new_session(connection.client)
        except ChannelException as error:
            return self._with_fewer(connection, error)
        except (SSHException, SFTPError, EOFError, OSError) as error:
            self._drop(connection)
            raise LineBroken(_why(error)) from error

    def _new_session(self, client: SSHClient) -> Session:
        # One at a time: the library tells a refusal to whichever thread asks first, be it meant for another or not.
        with self._opening:
            transport = client.get_transport()
            if transport is None:
                raise EOFError("the connection was closed")
            channel = transport.open_session(timeout=self._dialler.timeout)
            channel.settimeout(self._dialler.timeout)
            channel.invoke_subsystem("sftp")
            return Session(channel)

    def _with_fewer(self, connection: _Connection, error: Exception) -> tuple[_Connection, Session]:
        """The server allows fewer channels than we would use: go on with those that it gave."""
        with self._changed:
            connection.opened -= 1
            connection.most = connection.opened
            self._changed.notify_all()
        if not connection.most:
            raise self._give_up(SftpUnreachable(f"{self._dialler.server}: no channel is opened: {error}")) from error
        return self._borrow()

    def _give_back(self, connection: _Connection, session: Session) -> None:
        with self._changed:
            connection.idle.append(session)
            self._changed.notify_all()

    def _drop(self, connection: _Connection) -> None:
        """Forget a connection; whoever else works on it finds it broken too and comes for the new one."""
        with self._changed:
            if self._connection is connection:
                self._connection = None
                self._held.clear()
            self._changed.notify_all()
        connection.client.close()

    def _connect(self) -> _Connection:
        """Dial, a few times, within the time-out of a silent line; the lock is held, so that only one does."""
        if self._given_up is not None and time.monotonic() < self._rests_until:
            raise _fresh(self._given_up)
        started, last = time.monotonic(), LineBroken()
        for pause in (0.0, *self._pauses):
            if pause and time.monotonic() + pause - started >= self._dialler.timeout:
                break
            time.sleep(pause)
            try:
                client = self._dialler.dial()
            except LineBroken as error:
                last = error
                continue
            except (SftpUnreachable, HostKeyUnknown) as error:
                raise self._give_up(error) from None
            self._given_up = None
            self._held.append(client)
            self._connection = _Connection(client, self.channels)
            return self._connection
        raise self._give_up(SftpUnreachable(f"{self._dialler.server}: {last}")) from last

    def _give_up(self, error: OnemBatchError) -> OnemBatchError:
        rest = _REST_AFTER_REFUSAL if isinstance(error, (LoginRefused, HostKeyUnknown)) else _REST
        self._given_up, self._rests_until = error, time.monotonic() + rest
        return error


def _fresh(error: OnemBatchError) -> OnemBatchError:
    """The same fault once more: whoever it meets writes his own note on it."""
    kind = type(error)
    return kind.__new__(kind, *error.args)


def _is_alive(client: SSHClient) -> bool:
    transport = client.get_transport()
    return transport is not None and transport.is_active()


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the line went silent"
    return f"the line broke ({error or type(error).__name__})"


def _hang_up_all(clients: list[SSHClient]) -> None:
    for client in clients:
        client.close()
