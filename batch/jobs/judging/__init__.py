"""Judges the forms of one set: its notification whole in the archive, its rows in a spool beside.

Nothing is written to the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from batch.jobs.desk import Desk
from batch.jobs.entitlement import Entitlement
from batch.jobs.judging.attachments import kept
from batch.jobs.judging.beside import Beside, beside_of
from batch.jobs.judging.drafts import judges_of
from batch.jobs.judging.facts import Facts, facts_of
from batch.jobs.judging.rehearsal import Judged
from batch.jobs.judging.scanning import harmful_in
from batch.jobs.judging.sheets import SheetWriter
from batch.jobs.judging.spool import SpoolWriter, packed
from batch.jobs.judging.together import WORTH_IT, Together
from batch.model import tickets
from batch.model.receipt import Receipt
from batch.pipeline import Judge, Piece
from batch.ports import Artifact
from batch.writers import noti


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """What judging one set made."""

    noti: Artifact
    spool: Path
    """Its rows; to be unlinked when they are kept, for they name workers."""
    accepted: int
    refused: int


def judge_set(desk: Desk, receipt: Receipt, beside: int = 0) -> JudgedSet:
    """Judge every form of a set; repeating it gives the same bytes.

    ``beside``: how many further processes may be started to help, when there are many forms.
    """
    spool = desk.archive.scratch(f"{receipt.id}.rows")
    writing = _Writing(desk, receipt, spool, harmful_in(desk, receipt))
    with beside_of(desk, beside if receipt.forms >= WORTH_IT else 0) as helping:
        artifact = desk.archive.write(f"out/{receipt.id}/NOTI.xml", writing.chunks(helping))
    return JudgedSet(artifact, spool, writing.accepted, writing.forms - writing.accepted)


class _Writing:
    """Judges the forms of one set: yields the notification, and spools the rows beside it."""

    def __init__(self, desk: Desk, receipt: Receipt, spool: Path, harmful: frozenset[str] | None) -> None:
        self._desk = desk
        self._receipt = receipt
        self._spool = spool
        self._harmful = harmful
        self._rights = Entitlement(desk, receipt)
        self.forms = self.accepted = 0

    def chunks(self, beside: Beside | None) -> Iterator[bytes]:
        yield noti.HEAD.encode()
        with (
            SpoolWriter(self._spool) as spool,
            facts_of(self._desk, self._receipt, self._rights, self._harmful) as facts,
        ):
            yield from self._alone(spool, facts) if beside is None else self._helped(spool, facts, beside)
        yield noti.TAIL.encode()

    def _alone(self, spool: SpoolWriter, facts: Facts) -> Iterator[bytes]:
        writer = SheetWriter(self._desk, self._receipt, self._rights.language)
        for part, judge in judges_of(self._desk, self._receipt, facts.bench).items():
            for piece in judge.pieces():
                sheet = writer.sheet(part, self._judged(judge, piece, facts))
                yield self._kept(spool, sheet.texts, packed(sheet.rows), sheet.accepted)

    def _judged(self, judge: Judge, piece: Piece, facts: Facts) -> Iterator[Judged]:
        for verdict in judge.judged(piece):
            acted_on = facts.situations.get(tickets.compact(verdict.target))
            yield Judged(kept(self._desk.archive, verdict), acted_on)

    def _helped(self, spool: SpoolWriter, facts: Facts, beside: Beside) -> Iterator[bytes]:
        together = Together(self._desk, self._receipt, self._rights, facts)
        with closing(together.drafts(beside, self._harmful)) as drafts:
            for one in drafts:
                yield self._kept(spool, one.texts, one.rows, one.accepted)

    def _kept(self, spool: SpoolWriter, texts: list[str], rows: bytes, accepted: int) -> bytes:
        spool.add_packed(rows)
        self.forms += len(texts)
        self.accepted += accepted
        return "".join(texts).encode()
