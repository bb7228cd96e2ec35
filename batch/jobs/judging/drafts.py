"""Pieces of a set judged out of turn, in any process: as if the set began with them.

A draft also says what each of its forms may know of others and what it changes for later ones, so that who keeps the
set in order can tell which of its forms were judged rightly (``together``).
"""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from batch.jobs.desk import Desk
from batch.jobs.entitlement import Entitlement, Granted
from batch.jobs.judging.facts import Facts, facts_of
from batch.jobs.judging.rehearsal import Judged
from batch.jobs.judging.sheets import SheetWriter
from batch.jobs.judging.spool import packed
from batch.model import tickets
from batch.model.receipt import Part, Receipt
from batch.model.verdict import Effect
from batch.pipeline import Bench, Judge, Piece
from batch.ports import Archive


@dataclass(slots=True)
class Draft:
    """What is written of one piece, were it the first one of its set."""

    texts: list[str]
    """The notification about each form."""
    rows: bytes
    """Their rows, packed."""
    accepted: int
    keys: list[frozenset[str]]
    """By what each form knows of others."""
    effects: list[Effect | None]
    """What each form changes."""

    def write(self, path: Path) -> None:
        """Write it for another process of this run: plain values, several times as fast as objects."""
        effects = pickle.dumps(self.effects, pickle.HIGHEST_PROTOCOL)
        path.write_bytes(marshal.dumps((self.texts, self.rows, self.accepted, self.keys, effects)))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what another process of this run has written."""
        texts, rows, accepted, keys, effects = marshal.loads(path.read_bytes())  # noqa: S302 - our own file
        return cls(texts, rows, accepted, keys, pickle.loads(effects))  # noqa: S301 - likewise


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of a set, and where its draft goes."""

    part: int
    """Number in the set, from 1."""
    piece: Piece
    path: Path


@dataclass(frozen=True, slots=True)
class Judging:
    """One judging of one set: what all its processes must know alike."""

    receipt: Receipt
    harmful: frozenset[str] | None
    granted: Granted
    nth: int
    """Tells it from an earlier judging of the same set, whose reference data may be older."""


class Drafting:
    """Drafts pieces of one set in one process."""

    def __init__(self, desk: Desk, judging: Judging, rights: Entitlement, facts: Facts) -> None:
        self._facts = facts
        self._judges = judges_of(desk, judging.receipt, facts.bench)
        self._writer = SheetWriter(desk, judging.receipt, rights.language)

    def draft(self, task: Task) -> Draft:
        """One piece."""
        self._facts.forget()
        keys: list[frozenset[str]] = []
        effects: list[Effect | None] = []
        sheet = self._writer.sheet(task.part, self._judged(task, keys, effects))
        return Draft(sheet.texts, packed(sheet.rows), sheet.accepted, keys, effects)

    def _judged(self, task: Task, keys: list[frozenset[str]], effects: list[Effect | None]) -> Iterator[Judged]:
        for verdict, known_by in self._judges[task.part].drafted(task.piece):
            keys.append(known_by)
            effects.append(verdict.effect())
            yield Judged(verdict, self._facts.situations.get(tickets.compact(verdict.target)))


@contextmanager
def drafting_of(desk: Desk, judging: Judging) -> Iterator[Drafting]:
    """What drafts pieces of a set; it knows what is stored, and nothing of the rest of the set."""
    rights = Entitlement(desk, judging.receipt, judging.granted)
    with facts_of(desk, judging.receipt, rights, judging.harmful) as facts:
        yield Drafting(desk, judging, rights, facts)


def judges_of(desk: Desk, receipt: Receipt, bench: Bench) -> dict[int, Judge]:
    """A judge for each part of a set, by its number."""
    return {part.number: Judge(_opening(desk.archive, part), part.frame, bench) for part in receipt.inputs()}


def _opening(archive: Archive, part: Part) -> Callable[[], BinaryIO]:
    return lambda: archive.open(part.content)
