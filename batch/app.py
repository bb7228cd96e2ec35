"""The composition root: the one place that knows which implementation plays which role."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType

import structlog

from batch.clock import system_clock
from batch.errors import SettingsWrong
from batch.jobs.desk import Desk
from batch.jobs.signing import Signing, SigningFiles
from batch.jobs.trust import TrustRoom
from batch.lawbook import law_room, open_law
from batch.ports import Clock
from batch.settings import Settings, read_settings
from batch.store.database import Database
from batch.store.directory import SqlDirectory
from batch.store.register import SqlRegister
from batch.transport.archive import LocalArchive
from batch.transport.boxes import open_boxes
from batch.transport.ebox import EboxFolder
from batch.transport.folders import make_folders
from batch.transport.lock import run_lock
from batch.transport.mail import open_post
from batch.transport.scanner import ClamdScanner
from batch.transport.trust import read_trust_files, trust_stamp

_SIGNING_SECRET = "ONEM_BATCH_SIGNING_PASSPHRASE"  # noqa: S105 - the name of a variable, not what it holds

_DATABASE_SECRET = "ONEM_BATCH_DATABASE_PASSWORD"  # noqa: S105 - likewise

_SMTP_SECRET = "ONEM_BATCH_SMTP_PASSWORD"  # noqa: S105 - likewise


def make_store(settings: Settings) -> SqlRegister:
    """Make the database, or bring it to the present layout; also what the engine of several hosts needs in it."""
    database = database_of(settings)
    register = database.make()
    if settings.engine == "procrastinate":
        bells_of(settings).make(database.address)
    return register


def register_of(settings: Settings, patience_seconds: int = 5, holder: str = "") -> SqlRegister:
    """Open the database of an installation.

    Raises:
        StoreUnreachable, StoreMismatch: it cannot be opened, or is of another version.
    """
    return database_of(settings, holder).open(patience_seconds)


def database_of(settings: Settings, holder: str = "") -> Database:
    """The database of an installation, not opened yet; its password comes by the environment.

    ``holder``: the name under which another process has taken what this one works on.
    """
    holder = holder or f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(8)}"
    ring = bells_of(settings).ring if settings.engine == "procrastinate" else None
    return Database(settings.database_url, os.environ.get(_DATABASE_SECRET), holder, ring)


def bells_of(settings: Settings) -> ModuleType:
    """The engine of workers on several hosts.

    Raises:
        SettingsWrong: it is not installed, or the register is no PostgreSQL.
    """
    if not settings.database.startswith("postgresql:"):
        raise SettingsWrong('engine = "procrastinate" needs database = "postgresql://...".')
    try:
        from batch import bells
    except ModuleNotFoundError as error:
        raise SettingsWrong(f'engine = "procrastinate" needs "onem-batch[hosts]" ({error}).') from None
    return bells


@contextmanager
def listening(desk: Desk, heard: Callable[[int], None]) -> Iterator[None]:
    """Hear that sets wait as soon as another host says so; without an engine nobody does."""
    if desk.settings.engine != "procrastinate":
        yield
        return
    with bells_of(desk.settings).listening(database_of(desk.settings).address, heard, desk.logger.error):
        yield


def open_directory(home: Path) -> SqlDirectory:
    """Open who may send what for whom, of the installation in a folder."""
    return register_of(read_settings(home)).directory


def make_sender_folders(home: Path, sender: str) -> bool:
    """Make what is missing of a sender's folders on this machine; False when they all lie on a server."""
    return make_folders(read_settings(home), sender)


def desk_of(settings: Settings, register: SqlRegister, clock: Clock = system_clock) -> Desk:
    """Put one installation together."""
    inbox, outbox = open_boxes(settings)
    return Desk(
        settings=settings,
        register=register,
        leases=register.leases,
        directory=register.directory,
        trust=_trust_room(settings),
        signing=Signing(lambda: list(_signing_files(settings)), _passphrase()),
        archive=LocalArchive(settings.folder("archive")),
        inbox=inbox,
        outbox=outbox,
        post=open_post(settings.home, settings.mail, os.environb.get(_SMTP_SECRET.encode())),
        ebox=EboxFolder(settings.folder("ebox")),
        clock=clock,
        logger=structlog.get_logger("batch"),
        open_law=open_law,
        law_room=law_room(),
        scanner=ClamdScanner(settings.scanner) if settings.scanner.address else None,
        opener=partial(open_beside, holder=register.leases.holder),
    )


def _trust_room(settings: Settings) -> TrustRoom:
    folder = settings.folder("trust")
    return TrustRoom(lambda: read_trust_files(folder), lambda: trust_stamp(folder), settings.revocation)


def _signing_files(settings: Settings) -> Iterator[SigningFiles]:
    for stem in settings.signing:
        key, certificates = (settings.home / f"{stem}.{kind}.pem" for kind in ("key", "cert"))
        try:
            yield SigningFiles(stem, key.read_bytes(), certificates.read_bytes())
        except FileNotFoundError as error:
            raise SettingsWrong(f'signing = "{stem}": there is no {error.filename}.') from None


def _passphrase() -> bytes | None:
    """Of our signing keys: a secret comes by file or environment, never by the settings."""
    return os.environb.get(_SIGNING_SECRET.encode()) or None


def open_desk(home: Path, clock: Clock = system_clock) -> Desk:
    """Open the installation in a folder."""
    settings = read_settings(home)
    return desk_of(settings, register_of(settings), clock)


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the run lock of an installation; where its register is on a server leases keep processes apart.

    Raises:
        AnotherRun: another process holds it.
    """
    if read_settings(home).database.startswith("postgresql:"):
        yield
        return
    with run_lock(home):
        yield


def open_beside(home: Path, holder: str = "") -> Desk:
    """The same installation in a process that works for another: under its leases, and patient while others write."""
    settings = read_settings(home)
    return desk_of(settings, register_of(settings, patience_seconds=600, holder=holder))
