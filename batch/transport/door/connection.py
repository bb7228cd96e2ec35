"""One connection from accept to end: its transport, its sessions, and the limits it is held to."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paramiko.channel import Channel
from paramiko.pkey import PKey

from batch.model.door import DoorSettings
from batch.ports import Clock
from batch.ports.people import Credentials
from batch.transport.door.house import Log
from batch.transport.door.room import Room
from batch.transport.door.session import Session
from batch.transport.door.transport import transport_over
from batch.transport.door.visitor import Visitor

_MOST_CHANNELS = 10
_MOST_UNREAD = 8 << 20
"""Bytes; four times the window that a client is given, so only one that ignores it comes here."""


@dataclass(frozen=True, slots=True)
class House:
    """What every connection needs of the door."""

    settings: DoorSettings
    credentials: Credentials
    keys: Sequence[PKey]
    log: Log
    room_of: Callable[[str], Room]
    seat: Callable[[str], bool]
    """Takes one of a sender's seats, if there is one left."""
    clock: Clock


class Connection:
    """A client at the door; one thread of paramiko's, and one for each session."""

    def __init__(self, line: socket.socket, address: str, house: House) -> None:
        self.address = address
        self._line = line
        self._house = house
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._channels: list[Channel] = []
        self._sessions: list[Session] = []
        self._threads: list[threading.Thread] = []
        self.seat = ""
        """The sender whose seat it holds."""
        settings = house.settings
        self.visitor = Visitor(
            address,
            house.credentials,
            house.log,
            passwords=settings.passwords,
            admit=self._admit,
            begin=self._begin,
        )
        self._transport = transport_over(line, house.keys, settings.login_seconds)

    def start(self) -> None:
        """Greet the client; returns at once."""
        self._transport.start_server(event=threading.Event(), server=self.visitor)

    @property
    def is_over(self) -> bool:
        """Whether nothing of it runs any more."""
        return not self._transport.is_alive() and not any(one.is_alive() for one in self._threads)

    @property
    def is_logged_in(self) -> bool:
        """Whether a login went through, also when the connection has ended since."""
        handler = self._transport.auth_handler
        return handler is not None and handler.is_authenticated()

    def reason_to_cut(self) -> str:
        """Which of its limits it has passed; empty while it keeps them, or has ended by itself."""
        if not self._transport.is_alive():
            return ""
        self._note_channels()
        now, settings = time.monotonic(), self._house.settings
        if not self.is_logged_in:
            return "no login in time" if now - self._began > settings.login_seconds else ""
        if now - max([self._began, *(one.last_asked for one in self._sessions)]) > settings.idle_seconds:
            return "idle"
        unread = sum(len(one.in_buffer) + len(one.in_stderr_buffer) for one in self._channels)
        return "sends more than it was given leave to" if unread > _MOST_UNREAD else ""

    def cut(self) -> None:
        """Cut the line; its threads end by themselves."""
        with contextlib.suppress(OSError):  # it may be cut already
            self._line.shutdown(socket.SHUT_RDWR)
        self._transport.packetizer.close()
        self._transport.packetizer.complete_handshake()  # stops paramiko's timer, which outlives the line

    def join(self, seconds: float) -> None:
        """Wait until its threads have ended, or the time is over."""
        until = time.monotonic() + seconds
        for thread in (self._transport, *self._threads):
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))

    def _note_channels(self) -> None:
        """Take over the channels that paramiko has opened, and forget those that are closed."""
        with self._lock:
            while (channel := self._transport.accept(0)) is not None:
                self._channels.append(channel)
            self._channels = [one for one in self._channels if not one.closed]

    def _admit(self, sender: str) -> bool:
        if not self.seat:
            if not self._house.seat(sender):
                self._house.log.info(
                    "refused", sender=sender, address=self.address, reason="too many connections of this sender"
                )
                return False
            self.seat = sender
        self._note_channels()
        return len(self._channels) < _MOST_CHANNELS

    def _begin(self, channel: Channel, sender: str) -> bool:
        session = Session(channel, self._house.room_of(sender), self._house.log, self._house.clock)
        thread = threading.Thread(target=self._run, args=(session, channel), name="sftp-session", daemon=True)
        self._sessions = [*self._sessions[-_MOST_CHANNELS:], session]
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        thread.start()
        return True

    def _run(self, session: Session, channel: Channel) -> None:
        session.run()
        with contextlib.suppress(OSError, EOFError):  # the line may be gone
            channel.send_exit_status(0)
            channel.close()
