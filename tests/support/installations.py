"""One installation in a folder, with a clock that stands still, and ways to lay sets into its inbox."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template

from declarations import without, worker_part
from stores import fresh_store

from batch.app import desk_of
from batch.jobs.crew import Crew
from batch.jobs.desk import Desk, Outcome
from batch.jobs.run import run_once
from batch.jobs.shift import Shift
from batch.lawbook import law_room
from batch.model.names import IN_FOLDER, OUT_FOLDER
from batch.model.sender import EVERY, Mandate, Sender
from batch.settings import read_settings
from batch.store.register import SqlRegister

STEM = "TWCT.123456.20260316.00001.R"
NOW = datetime(2026, 3, 16, 8, 30, 0, 125000, tzinfo=UTC)
VALUES = {
    "yesterday": "2026-03-15",
    "start": "2026-03-25",
    "soon": "2026-03-18",
    "earlier": "2026-04-04",
    "end": "2026-04-19",
    "told": "2026-02-23",
    "leave_start": "2026-05-23",
    "leave_end": "2026-11-22",
    "leave_earlier": "2026-09-22",
}


def alone(desk: Desk) -> Shift:
    """A pass in which nobody else works."""
    return Shift(Crew(desk, 0))


def demo_set(name: str, **tickets: str) -> str:
    """One of the demo sets, with days around NOW."""
    template = Template((law_room() / "demo" / f"{name}.xml").read_text(encoding="utf-8"))
    return template.substitute(VALUES, **tickets)


@dataclass
class Installation:
    """What a test needs of one installation."""

    home: Path
    register: SqlRegister
    now: datetime = NOW

    @property
    def desk(self) -> Desk:
        return desk_of(read_settings(self.home), self.register, lambda: self.now)

    def lay(
        self, stem: str, content: str | bytes, *, folder: str = "IN", sender: str = "123456", age: float = 60
    ) -> None:
        """A set of one part: FI, then GO, both as old as told in seconds."""
        self.lay_file(f"FI.{stem}.1.1", content, folder=folder, sender=sender, age=age + 1)
        self.lay_file(f"GO.{stem}.1", "", folder=folder, sender=sender, age=age)

    def lay_parts(
        self, stem: str, *contents: str | bytes, folder: str = "IN", sender: str = "123456", age: float = 60
    ) -> None:
        """A set of as many parts as there are contents."""
        for number, content in enumerate(contents, 1):
            self.lay_file(f"FI.{stem}.{len(contents)}.{number}", content, folder=folder, sender=sender, age=age + 1)
        self.lay_file(f"GO.{stem}.{len(contents)}", "", folder=folder, sender=sender, age=age)

    def lay_file(
        self, name: str, content: str | bytes, *, folder: str = "IN", sender: str = "123456", age: float = 60
    ) -> Path:
        path = self.home / "inbox" / sender / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        moment = (self.now - timedelta(seconds=age)).timestamp()
        os.utime(path, (moment, moment))
        return path

    def complete(self, request: str, stem: str = "LOWK.999997.20260316.00001.R") -> None:
        """The worker's part of a request, all of it."""
        self.lay(stem, without(worker_part(ticket=request), "ReferenceData"), sender="999997")

    def run(self) -> Outcome:
        return run_once(self.desk)

    def answers(self, sender: str = "123456", folder: str = "OUT") -> dict[str, bytes]:
        """What lies in an outbox folder, by name."""
        path = self.home / "outbox" / sender / folder
        return {one.name: one.read_bytes() for one in sorted(path.glob("*"))} if path.is_dir() else {}

    def texts(self, code: str, sender: str = "123456", folder: str = "OUT") -> list[str]:
        """The answers of one kind, as text, in the order of their names."""
        found = self.answers(sender, folder)
        return [content.decode() for name, content in found.items() if name.startswith(f"FO.{code}.")]

    def waiting(self, sender: str = "123456", folder: str = "IN") -> list[str]:
        """What still lies in an inbox folder."""
        return sorted(path.name for path in (self.home / "inbox" / sender / folder).glob("*"))


def make_installation(home: Path, signature: str = "off", more: str = "") -> Installation:
    """An installation whose boxes lie in its home folder, here or seen through a server: ``more`` settings say so."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "onem-batch.toml").write_text(f'signature = "{signature}"\n{more}', encoding="utf-8")
    settings = read_settings(home)
    register = fresh_store(settings)
    for sender in (
        Sender("123456", "Demo", "service-provider", "fr"),
        Sender("234567", "Voorbeeld", "service-provider", "nl"),
        Sender("999997", "ONEM front office", "front-office", "fr"),
        Sender("999998", "ONEM back office", "back-office", "fr"),
    ):
        register.directory.add_sender(sender, NOW)
        for folder in IN_FOLDER.values():
            (home / "inbox" / sender.number / folder).mkdir(parents=True)
        for folder in OUT_FOLDER.values():
            (home / "outbox" / sender.number / folder).mkdir(parents=True)
    for number in ("123456", "234567"):
        register.directory.add_mandate(Mandate(number, EVERY, "", EVERY), NOW)
    return Installation(home, register)
