"""Who knocks, and what he may have: a login by key (or password, if allowed), then SFTP and nothing else."""

# ruff: noqa: ARG002 - the signatures are those of paramiko

from __future__ import annotations

import base64
import binascii
import re
import threading
from collections.abc import Callable
from typing import TypeVar

from paramiko.channel import Channel
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED,
    OPEN_FAILED_RESOURCE_SHORTAGE,
    OPEN_SUCCEEDED,
)
from paramiko.pkey import PKey
from paramiko.server import ServerInterface

from batch.errors import OnemBatchError
from batch.model.accounts import NOBODY, is_password
from batch.ports.people import Credentials
from batch.transport.door.house import Log, escaped

BANNER = (
    "onem-batch: built-in SFTP door, for trying out and for small installations.\r\n"
    "SFTP only: no shell, no commands, no forwarding. Folders: IN OUT INTEST OUTTEST INTEST-S OUTTEST-S.\r\n"
)
_SENDER = re.compile(r"[0-9]{6}")
_LONGEST_USER = 64
_LEAST_RSA_BITS = 2048
_MOST_REFUSALS_TOLD = 10
_HASHING = threading.Semaphore(2)
"""Passwords are expensive to check (16 MB each); two at a time, so that a flood of them cannot fill the memory."""

Known = TypeVar("Known")


class Visitor(ServerInterface):
    """One connection as paramiko asks about it; answers come from its thread."""

    def __init__(
        self,
        address: str,
        credentials: Credentials,
        log: Log,
        *,
        passwords: bool,
        admit: Callable[[str], bool],
        begin: Callable[[Channel, str], bool],
    ) -> None:
        self._address = address
        self._credentials = credentials
        self._log = log
        self._passwords = passwords
        self._admit = admit
        self._begin = begin
        self._by = ""
        self.user = ""
        """The name under which a login was tried last, as given."""
        self.sender = ""
        """The number of the sender whose login would be accepted or was; empty as long as there is none."""
        self.has_tried = False
        """Whether a login was tried at all; a port scan does not."""
        self.wrong_passwords = 0
        self._is_told = False
        self._refused: set[str] = set()

    # -- login -----------------------------------------------------------------------------------------------------

    def get_banner(self) -> tuple[str | None, str | None]:
        return BANNER, "en"

    def get_allowed_auths(self, username: str) -> str:
        return "publickey,password" if self._passwords else "publickey"

    def check_auth_publickey(self, username: str, key: PKey) -> int:
        """Whether a key is one of the user's; paramiko checks the signature afterwards."""
        self.has_tried, self.user = True, username
        known = self._ask(self._credentials.keys_of, username)
        if known is None:
            return self._out()
        sender, keys = known
        if key.get_name() == "ssh-rsa" and key.get_bits() < _LEAST_RSA_BITS:
            return self._out()
        if not any(_blob(text) == key.asbytes() for text in keys):
            return self._out()
        return self._in(sender, key.fingerprint)

    def check_auth_password(self, username: str, password: str) -> int:
        """Whether a password is the user's; a user who does not exist takes as long."""
        self.has_tried, self.user = True, username
        known = self._ask(self._credentials.password_of, username) if self._passwords else None
        if not self._passwords or not isinstance(password, str):
            return self._out()
        sender, stored = known or ("", NOBODY)
        with _HASHING:
            fits = is_password(stored, password)
        if known is None or not fits:
            self.wrong_passwords += 1
            return self._out()
        return self._in(sender, "password")

    def _ask(self, question: Callable[[str], Known | None], user: str) -> Known | None:
        if len(user) > _LONGEST_USER:
            return None
        try:
            return question(user)
        except OnemBatchError as error:
            self.has_tried = False  # not the client's fault, so it does not count against it
            self._log.error("login not possible", kind=type(error).__name__, detail=str(error))
            return None

    def _in(self, sender: str, by: str) -> int:
        if not _SENDER.fullmatch(sender):  # it becomes the name of a folder
            self._log.error("login not possible", user=escaped(self.user), detail="its sender is not six digits")
            return self._out()
        self.sender, self._by = sender, by
        return AUTH_SUCCESSFUL

    def _out(self) -> int:
        self.sender = ""
        return AUTH_FAILED

    # -- what is opened after the login ----------------------------------------------------------------------------

    def check_channel_request(self, kind: str, chanid: int) -> int:
        if not self._is_told:
            self._is_told = True
            self._log.info("login", sender=self.sender, user=escaped(self.user), address=self._address, by=self._by)
        if kind != "session":
            return self._prohibited(kind)
        return OPEN_SUCCEEDED if self._admit(self.sender) else OPEN_FAILED_RESOURCE_SHORTAGE

    def check_channel_subsystem_request(self, channel: Channel, name: str) -> bool:
        return self._begin(channel, self.sender) if name == "sftp" else self._no(f"subsystem {name}")

    def check_channel_direct_tcpip_request(
        self, chanid: int, origin: tuple[str, int], destination: tuple[str, int]
    ) -> int:
        return self._prohibited("forwarding")

    def check_port_forward_request(self, address: str, port: int) -> int:
        self._no("forwarding back")
        return 0

    def check_channel_shell_request(self, channel: Channel) -> bool:
        return self._no("shell")

    def check_channel_exec_request(self, channel: Channel, command: bytes) -> bool:
        return self._no("command")

    def check_channel_forward_agent_request(self, channel: Channel) -> bool:
        return self._no("agent")

    def check_channel_x11_request(
        self, channel: Channel, single_connection: bool, auth_protocol: str, auth_cookie: bytes, screen_number: int
    ) -> bool:
        return self._no("x11")

    def _prohibited(self, what: str) -> int:
        self._no(what)
        return OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def _no(self, what: str) -> bool:
        if (
            what not in self._refused and len(self._refused) < _MOST_REFUSALS_TOLD
        ):  # rclone asks for commands by the dozen
            self._refused.add(what)
            self._log.info(
                "refused", sender=self.sender, address=self._address, asked=escaped(what), reason="SFTP only"
            )
        return False


def _blob(text: str) -> bytes:
    """The binary form of a public key in a line of OpenSSH; empty when it is none."""
    words = text.split()
    try:
        return base64.b64decode(words[1], validate=True)
    except (IndexError, binascii.Error):
        return b""
