"""One set judged by several processes: drafts of its pieces, put right and together in their order.

A form was judged rightly out of its turn when no form before it changed anything under one of its keys. Those of which
that cannot be said are judged again here, when everything before them is known, and so is what depends on them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from batch.jobs.desk import Desk
from batch.jobs.entitlement import Entitlement
from batch.jobs.judging.attachments import keep, kept
from batch.jobs.judging.beside import Beside, Dealing
from batch.jobs.judging.drafts import Draft, Judging, Task, drafting_of, judges_of
from batch.jobs.judging.facts import Facts
from batch.jobs.judging.rehearsal import Judged
from batch.jobs.judging.sheets import SheetWriter
from batch.jobs.judging.spool import packed, unpacked
from batch.jobs.judging.touched import Touched
from batch.model import tickets
from batch.model.receipt import Receipt
from batch.pipeline import Judge, Piece

WORTH_IT = 4_000
"""Forms of a set from which on other processes help: one that is started judges nothing for half a second."""
_TRIED = 4_000
"""Forms after which it is seen whether drafts are worth it: not when half of them are judged again."""
_nth = count()


class Together:
    """Puts the drafts of one set right: what it gives is what one process alone writes."""

    def __init__(self, desk: Desk, receipt: Receipt, rights: Entitlement, facts: Facts) -> None:
        self._desk = desk
        self._receipt = receipt
        self._rights = rights
        self._facts = facts
        self._judges = judges_of(desk, receipt, facts.bench)
        self._writer = SheetWriter(desk, receipt, rights.language)
        self._touched = Touched()
        self._seen = self._again = 0

    def drafts(self, beside: Beside, harmful: frozenset[str] | None) -> Generator[Draft, None, None]:
        """The forms of the set, piece by piece."""
        folder = f"{self._receipt.id}.drafts"
        self._desk.archive.forget(f"scratch/{folder}")  # what a killed process left
        path = self._desk.archive.scratch(folder)
        path.mkdir()
        judging = Judging(self._receipt, harmful, self._rights.granted(), next(_nth))
        try:
            with (
                drafting_of(self._desk, judging) as here,
                closing(Dealing(beside, judging, path, here.draft)) as dealing,
            ):
                for task, draft in dealing.drafts(self._tasks(path)):
                    yield self._put_right(task, draft)
                    dealing.is_worth_it = self._seen < _TRIED or self._again * 2 < self._seen
        finally:
            self._desk.archive.forget(f"scratch/{folder}")

    def _tasks(self, folder: Path) -> Iterator[Task]:
        for part, judge in self._judges.items():
            for piece in judge.pieces():
                yield Task(part, piece, folder / f"{part}.{piece.forms[0][0]}")

    def _put_right(self, task: Task, draft: Draft | None) -> Draft:
        """A draft as it stands in its turn; everything before it is known."""
        forms = task.piece.forms
        if draft is None:
            again = list(range(len(forms)))
            draft = Draft([""] * len(forms), packed([[]] * len(forms)), 0, [], [None] * len(forms))
        else:
            again = self._in_doubt(draft)
            self._seen += len(forms)
            self._again += len(again)
        judge = self._judges[task.part]
        judged = self._apply(draft, judge, Piece(tuple(forms[nth] for nth in again)), set(again))
        if again:
            self._replace(draft, task.part, dict(zip(again, judged, strict=True)))
        return draft

    def _in_doubt(self, draft: Draft) -> list[int]:
        """The forms of a piece that may know of what forms before it changed, and those that may know of these."""
        found, reached = [], set[str]()
        for nth, keys in enumerate(draft.keys):
            if not reached.isdisjoint(keys) or self._touched.holds_any(keys):
                found.append(nth)
                reached |= keys
        return found

    def _apply(self, draft: Draft, judge: Judge, piece: Piece, again: set[int]) -> list[Judged]:
        """Let later forms see what those of a piece did, in their order; the verdicts on those judged again."""
        bench, situations = self._facts.bench, self._facts.situations
        verdicts = judge.judged(piece, {one.target for one in draft.effects if one is not None and one.target})
        judged = []
        for nth, drafted in enumerate(draft.effects):
            effect = drafted
            if nth in again:
                verdict = kept(self._desk.archive, next(verdicts))
                judged.append(Judged(verdict, situations.get(tickets.compact(verdict.target))))
                effect = verdict.effect()
            elif effect is not None:
                bench.apply(effect)
                keep(self._desk.archive, effect.attachments)
            if effect is not None:
                self._touched.note(effect.keys())
        return judged

    def _replace(self, draft: Draft, part: int, judged: dict[int, Judged]) -> None:
        sheet, rows = self._writer.sheet(part, judged.values()), unpacked(draft.rows)
        for nth, text, row in zip(judged, sheet.texts, sheet.rows, strict=True):
            draft.texts[nth], rows[nth] = text, row
        draft.rows = packed(rows)
        draft.accepted = sum(form["accepted"] for form, *_ in rows)
