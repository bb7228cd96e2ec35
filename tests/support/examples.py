"""Plays one folder of ``tests/examples`` in a fresh installation whose clock stands still (examples/README.md)."""

from __future__ import annotations

import io
import os
import shutil
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from stores import fresh_store

from batch.app import desk_of
from batch.jobs.run import run_once
from batch.model.sender import EVERY, Mandate, Permit, Sender
from batch.settings import FILE, Settings, read_settings
from batch.store.directory import SqlDirectory
from batch.transport.credentials import read_certificate

EXAMPLES = Path(__file__).parents[1] / "examples"
KEYS = EXAMPLES / "keys"
NAMES = sorted(path.parent.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("clock.txt"))
SENDERS = (
    Sender("123456", "Secrétariat social Le Hêtre", "service-provider", "fr"),
    Sender("234567", "Sociaal secretariaat De Linde", "service-provider", "nl"),
    Sender("345678", "Sozialsekretariat Die Eiche", "service-provider", "de"),
    Sender("999997", "ONEM front office", "front-office", "fr"),
    Sender("999998", "ONEM back office", "back-office", "fr"),
)
Tree = dict[str, bytes]


# -- what is in the folder of an example -------------------------------------------------------------------


def moments_of(example: Path) -> list[datetime]:
    """One moment for each step."""
    return [datetime.fromisoformat(line) for line in (example / "clock.txt").read_text(encoding="utf-8").split()]


def inbox_of(example: Path, step: int) -> Path:
    return example / ("inbox" if step == 1 else f"{step}-inbox")


def expected_of(example: Path, step: int) -> Path:
    last = step == len(moments_of(example))
    return example / ("expected" if last else f"{step}-expected")


def tree(folder: Path) -> Tree:
    """Every file below a folder, by its path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sent_in(example: Path) -> Tree:
    """All files that the senders lay, whatever the step; a sound ZIP by what is in it."""
    steps = range(1, len(moments_of(example)) + 1)
    laid = {f"{step}/{name}": content for step in steps for name, content in tree(inbox_of(example, step)).items()}
    return {name: _unpacked(content) for name, content in laid.items()}


def _unpacked(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            (name,) = archive.namelist()
            return archive.read(name)
    except (zipfile.BadZipFile, RuntimeError, ValueError):  # none; encrypted; not one file
        return content


# -- playing -----------------------------------------------------------------------------------------------


def play(example: Path, home: Path, database: str = "") -> Iterator[tuple[int, Tree]]:
    """The outbox after every step; the register is the usual file, or in a fresh database of a server."""
    settings = _settings(example, home, database)
    register = fresh_store(settings)
    _enter(register.directory, example, moments_of(example)[0])
    for step, moment in enumerate(moments_of(example), 1):
        _lay(inbox_of(example, step), home / "inbox", moment)
        outcome = run_once(desk_of(settings, register, lambda moment=moment: moment))
        assert not outcome.problems, outcome.problems
        yield step, tree(home / "outbox")
    register.close()
    assert not tree(home / "inbox"), "something is left in the inbox"


def _settings(example: Path, home: Path, database: str) -> Settings:
    """The folders of an installation and its settings: signatures off, or what the example wants."""
    for name in ("inbox", "outbox", "archive"):
        (home / name).mkdir(parents=True)
    shutil.copytree(KEYS, home / "keys")
    shutil.copytree(KEYS / "trust", home / "trust")
    own = example / "settings.toml"
    text = own.read_text(encoding="utf-8") if own.is_file() else ""
    text = f'database = "{database}"\n{text}' if database else text
    off = "" if "signature" in tomllib.loads(text) else 'signature = "off"\n'
    (home / FILE).write_text(off + text, encoding="utf-8")
    return read_settings(home)


def _enter(directory: SqlDirectory, example: Path, moment: datetime) -> None:
    """The senders that every example has, each with a mandate for everybody, and what this one says otherwise."""
    own = example / "senders.toml"
    given: dict[str, list[dict[str, Any]]] = tomllib.loads(own.read_text(encoding="utf-8")) if own.is_file() else {}
    other = [Sender(**{**one, "codes": tuple(one.get("codes", ()))}) for one in given.get("sender", ())]
    known = {sender.number for sender in other}
    usual = [sender for sender in SENDERS if sender.number not in known]
    for sender in [*usual, *other]:
        directory.add_sender(sender, moment)
    for sender in usual:
        directory.add_mandate(Mandate(sender.number, EVERY, "", EVERY), moment)
    for one in given.get("mandate", ()):
        directory.add_mandate(Mandate(**one), moment)
    for one in given.get("permission", ()):
        directory.add_permission(Permit(**one), moment)
    for one in given.get("certificate", ()):
        certificate = read_certificate((KEYS / one["file"]).read_bytes(), moment)
        directory.rotate(one["sender"], certificate, moment, overlap=timedelta(days=365))


def _lay(sets: Path, inbox: Path, moment: datetime) -> None:
    """Lay the files of one step, a minute before its moment, each a little younger than the one before."""
    arrived = moment - timedelta(minutes=1)
    for nth, (name, content) in enumerate(sorted(tree(sets).items())):
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        age = (arrived + timedelta(milliseconds=nth)).timestamp()
        os.utime(path, (age, age))
