"""The door: listens, counts, lets in, looks after, and closes; one thread for all of it, and those of each guest."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from datetime import timedelta
from types import TracebackType
from typing import Self

from paramiko.pkey import PKey

from batch.errors import DoorClosed
from batch.model.door import DoorSettings
from batch.ports import Clock
from batch.ports.people import Credentials
from batch.transport.door.connection import Connection, House
from batch.transport.door.farewell import Farewell
from batch.transport.door.folders import Folders
from batch.transport.door.guard import Guard
from batch.transport.door.host_keys import host_keys
from batch.transport.door.house import Log, escaped
from batch.transport.door.room import Room
from batch.transport.door.tidy import tidy_uploads

_LOOK_SECONDS = 0.2
_STOP_SECONDS = 5.0
_BACKLOG = 128


class Door:
    """A small SFTP server over the inbox and outbox folders; ``start`` returns at once, ``stop`` ends everything.

    It may be used as a context manager. ``log`` takes one line per login, refusal, upload and ban.
    """

    def __init__(
        self, settings: DoorSettings, credentials: Credentials, folders: Folders, log: Log, clock: Clock
    ) -> None:
        self._settings = settings
        self._credentials = credentials
        self._folders = folders
        self._log = log
        self._clock = clock
        self._guard = Guard(settings, clock)
        self._farewell = Farewell()
        self._rooms: dict[str, Room] = {}
        self._seats: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._connections: list[Connection] = []
        self._stopping = threading.Event()
        self._keys: list[PKey] = []
        self._listener: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open the door.

        Raises:
            SettingsWrong: a host key cannot be used.
            DoorClosed: the address cannot be listened on.
        """
        self._keys = host_keys(self._settings.host_keys)
        oldest = self._clock() - timedelta(hours=self._settings.partial_hours)
        removed = tidy_uploads(self._folders.inbox, oldest.timestamp())
        address = (self._settings.address, self._settings.port)
        family = socket.AF_INET6 if ":" in self._settings.address else socket.AF_INET
        try:
            self._listener = socket.create_server(address, family=family, backlog=_BACKLOG)
        except OSError as error:
            raise DoorClosed(f"{self._settings.address} port {self._settings.port}: {error.strerror}.") from error
        self._listener.settimeout(_LOOK_SECONDS)
        self._stopping.clear()
        self._thread = threading.Thread(target=self._keep, args=(self._listener,), name="sftp-door", daemon=True)
        self._thread.start()
        self._log.info(
            "door open", address=self._settings.address, port=self.port, keys=self.fingerprints, uploads_removed=removed
        )

    def stop(self) -> None:
        """Close the door: no more guests, every line cut, every thread ended within seconds; again is harmless."""
        self._stopping.set()
        if self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for guests
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)
            self._thread = None
        if self._listener is not None:
            self._listener.close()
            self._listener = None
            self._farewell.close()
            for connection in self._connections:
                connection.cut()
            until = time.monotonic() + _STOP_SECONDS
            for connection in self._connections:
                connection.join(max(0.0, until - time.monotonic()))
            left = sum(not connection.is_over for connection in self._connections)
            self._connections = []
            self._seats.clear()
            self._log.info("door closed", still_running=left)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port it listens on, also when the settings left the choice to the system."""
        if self._listener is None:
            raise DoorClosed("It was not started.")
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def fingerprints(self) -> list[str]:
        """The SHA-256 fingerprints of the host keys, to be told to senders by another way."""
        return [f"{key.get_name()} {key.fingerprint}" for key in self._keys]

    @property
    def public_keys(self) -> list[str]:
        """The host keys as they stand in a known_hosts file, without the name of the host."""
        return [f"{key.get_name()} {key.get_base64()}" for key in self._keys]

    def _keep(self, listener: socket.socket) -> None:
        looked = 0.0
        while not self._stopping.is_set():
            try:
                line, peer = listener.accept()
            except TimeoutError:
                pass
            except OSError as error:  # no descriptors left: wait for guests to leave
                if self._stopping.is_set():
                    return
                self._log.error("door could not", detail=error.strerror, number=error.errno)
                self._stopping.wait(_LOOK_SECONDS)
            else:
                self._receive(line, str(peer[0]))
            if time.monotonic() - looked >= _LOOK_SECONDS:
                looked = time.monotonic()
                self._look_after()

    def _receive(self, line: socket.socket, address: str) -> None:
        reason = self._guard.reason_to_refuse(address)
        if not reason and len(self._connections) >= self._settings.most_connections:
            reason = "the door is full, try again later"
        if not reason:
            try:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection = Connection(line, address, self._house())
                connection.start()
            except (OSError, RuntimeError) as error:  # it has gone, or there is no thread left
                self._log.error("door could not", address=address, kind=type(error).__name__)
                reason = "the server could not take this connection"
            else:
                self._connections.append(connection)
        if reason:
            self._farewell.say(line, reason)
            self._log.info("refused", address=address, reason=reason)

    def _house(self) -> House:
        return House(self._settings, self._credentials, self._keys, self._log, self._room_of, self._seat, self._clock)

    def _look_after(self) -> None:
        self._farewell.look_after()
        for connection in self._connections:
            reason = connection.reason_to_cut()
            if reason:  # told before it is done: who sees his line cut finds the reason in the log
                self._log.info("line cut", address=connection.address, sender=connection.seat, reason=reason)
                connection.cut()
            if connection.is_over:
                self._say_goodbye(connection)
        self._connections = [connection for connection in self._connections if not connection.is_over]

    def _say_goodbye(self, connection: Connection) -> None:
        connection.cut()
        if connection.seat:
            with self._lock:
                self._seats[connection.seat] -= 1
        visitor = connection.visitor
        if connection.is_logged_in or not visitor.has_tried:
            return
        self._log.info("login failed", address=connection.address, user=escaped(visitor.user))
        for _ in range(max(1, visitor.wrong_passwords)):
            if self._guard.failed(connection.address):
                minutes = self._settings.ban_minutes
                self._log.warning("address banned", address=connection.address, minutes=minutes)

    def _seat(self, sender: str) -> bool:
        with self._lock:
            if self._seats[sender] >= self._settings.most_per_sender:
                return False
            self._seats[sender] += 1
            return True

    def _room_of(self, sender: str) -> Room:
        with self._lock:
            if sender not in self._rooms:
                self._rooms[sender] = Room(sender, self._folders, self._settings, self._log)
            return self._rooms[sender]
