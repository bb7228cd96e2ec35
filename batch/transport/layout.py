"""Where the folders of the channel lie: a template of a setting, on this machine or on an SFTP server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from batch.errors import SettingsWrong
from batch.settings import Settings

SENDER, FOLDER = "{sender}", "{folder}"
_REMOTE = re.compile(
    r"sftp://(?P<user>[^@:/\s]+)@(?P<host>\[[0-9A-Fa-f:.]+\]|[^:/@\[\]\s{}]+)(?::(?P<port>[0-9]{1,5}))?(?P<path>/.*)?"
)
_SSH_PORT = 22


@dataclass(frozen=True, slots=True)
class Server:
    """One account on one SFTP server."""

    user: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.user}@{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Layout:
    """One box of the channel: a root, and below it the way to a sender's folder."""

    server: Server | None
    """None: this machine."""
    root: str
    """The folder in which the senders' folders stand, as an absolute path."""
    way: tuple[str, ...]
    """The components below the root; the first is ``{sender}``."""

    def folder(self, sender: str, folder: str) -> str:
        """The path of one folder of one sender."""
        given = {SENDER: sender, FOLDER: folder}
        return "/".join((self.root, *(given.get(one, one) for one in self.way)))

    @property
    def claims(self) -> str:
        """The folder of claimed sets; beside the senders, so that a claim is a rename on one file system."""
        return f"{self.root}/.claims"


def layout_of(settings: Settings, name: Literal["inbox", "outbox"]) -> Layout:
    """Read the template of a box; a setting without braces is the root of ``{sender}/{folder}``.

    Raises:
        SettingsWrong: no address, or not once ``{sender}`` and then once ``{folder}``, each a whole component.
    """
    text = settings.inbox if name == "inbox" else settings.outbox
    server, path = _split(name, text)
    home = "" if server or path.startswith("/") else str(settings.home.absolute())
    parts = [one for one in path.split("/") if one]
    if not set("{}") & set(path):
        parts += [SENDER, FOLDER]
    _check(name, text, parts)
    first = parts.index(SENDER)
    return Layout(server, home + "".join(f"/{one}" for one in parts[:first]), tuple(parts[first:]))


def _split(name: str, text: str) -> tuple[Server | None, str]:
    if "://" not in text:
        return None, text
    found = _REMOTE.fullmatch(text)
    if found is None:
        raise SettingsWrong(
            f"{name} = {text!r} is no address: write sftp://USER@HOST:PORT/PATH. "
            "A password cannot be given; the login is by key."
        )
    port = int(found["port"] or _SSH_PORT)
    if not 0 < port < 1 << 16:
        raise SettingsWrong(f"{name} = {text!r}: there is no port {port}.")
    return Server(found["user"], found["host"].strip("[]"), port), found["path"] or "/"


def _check(name: str, text: str, parts: list[str]) -> None:
    rest = [one for one in parts if one not in (SENDER, FOLDER)]
    once = parts.count(SENDER) == parts.count(FOLDER) == 1
    if not once or parts.index(SENDER) > parts.index(FOLDER) or any(set("{}") & set(one) for one in rest):
        raise SettingsWrong(
            f"{name} = {text!r} must have {SENDER} once and after it {FOLDER} once, each a whole part of the path, "
            "and no other braces."
        )
