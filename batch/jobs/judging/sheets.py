"""Judged forms as they are written: their notification and their rows, some forms together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from batch.jobs.desk import Desk
from batch.jobs.judging.rehearsal import Judged, warned
from batch.jobs.judging.rows import Seat, rows_of
from batch.model import tickets
from batch.model.law import Language, Law
from batch.model.receipt import Receipt
from batch.writers import noti


@dataclass(slots=True)
class Sheet:
    """Some forms of one part as they are written, in the order of the file."""

    texts: list[str] = field(default_factory=list)
    """The notification about each."""
    rows: list[list[Any]] = field(default_factory=list)
    """The rows of each, as they are spooled."""

    @property
    def accepted(self) -> int:
        """How many are accepted."""
        return sum(form["accepted"] for form, *_ in self.rows)


class SheetWriter:
    """Writes the judged forms of one set; tickets and words depend on nothing but the set and the verdict."""

    def __init__(self, desk: Desk, receipt: Receipt, language: Language) -> None:
        law = desk.open_law()
        self._register = desk.register
        self._receipt = receipt
        self._noti = noti.NotiWriter(receipt, law, language)
        self._office = office_told(law, language, receipt.message)
        self._before: dict[int, int] = {}
        before = 0
        for part in receipt.inputs():
            self._before[part.number] = before
            before += part.frame.count

    def sheet(self, part: int, judged: Iterable[Judged]) -> Sheet:
        """What is written of some forms of a part."""
        sheet = Sheet()
        for one in warned(self._register, self._receipt, judged):
            verdict, acted_on = one.verdict, one.acted_on
            form = self._before[part] + verdict.index
            ticket = tickets.make(self._receipt.series, self._receipt.first_counter + form - 1)
            postcode = verdict.essence.postcode or (acted_on.postcode if acted_on else "")
            sheet.texts.append(self._noti.form(verdict, ticket, self._office(postcode) if verdict.accepted else ""))
            sheet.rows.append(rows_of(Seat(self._receipt, part, form, ticket), verdict, acted_on))
        return sheet


def office_told(law: Law, language: Language, message: str) -> Callable[[str], str]:
    """Tells the competent office of an accepted form by its postcode: for temporary unemployment only; may be empty."""
    if message != "TWCT001":
        return lambda _postcode: ""
    return lru_cache(maxsize=4_096)(lambda postcode: law.office_of(postcode, language))
