"""Hands every processed production set to ONEM's back office: one HAND set, split at 500 declarations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO, Self

from batch.jobs.desk import Desk, Outcome
from batch.jobs.judging.breaks import Counts, whole_counts
from batch.jobs.sharing import returned
from batch.model.balance import written
from batch.model.calendar import brussels_day
from batch.model.findings import Report
from batch.model.frame import Frame
from batch.model.law import Language, Law
from batch.model.receipt import Receipt
from batch.model.slices import batches, slices
from batch.ports import AnomalyRow, Posting, StoredForm
from batch.switchboard import BY_IDENTIFICATION
from batch.writers import gxd, messages
from batch.writers.balance import balances

_SMALL, _TOGETHER = 50, 100
"""Forms of a set that may share its commit with others, and how many sets do."""


def hand_over_sets(desk: Desk, outcome: Outcome) -> None:
    """One pass over all answered production sets that the back office has not got."""
    now = desk.clock()
    for batch in slices(desk.register.sets_to_hand_over(), _TOGETHER, lambda one: one.forms, _SMALL * _TOGETHER):
        small = [one for one in batch if one.forms <= _SMALL]
        for receipts in (small, *([one] for one in batch if one.forms > _SMALL)):
            _hand_over_all(desk, receipts, now, outcome)


def _hand_over_all(desk: Desk, receipts: Sequence[Receipt], now: datetime, outcome: Outcome) -> None:
    with desk.archive.shelf() as shelf:
        beside = replace(desk, archive=shelf)
        units = [partial(_hand_over, beside, receipt, now) for receipt in receipts]
        handed_over = desk.register.together(units, shelf.sync)
    for receipt, sets in zip(receipts, handed_over, strict=True):
        with outcome.guard(receipt.stem, aside=desk.aside(receipt)):
            number = returned(sets)
            outcome.count("sets handed over")
            desk.log("handed over", receipt, sets=number)


def _hand_over(desk: Desk, receipt: Receipt, now: datetime) -> int:
    """Post what the back office gets of a set; how many sets it gets."""
    postings: list[Posting] = []
    if BY_IDENTIFICATION[receipt.message].is_handed_over:
        forms = desk.register.accepted_forms(receipt.id)
        with Files(desk, receipt) as files:
            for slice_ in batches(forms, gxd.MOST_FORMS):
                postings.append(_posting(desk, receipt, slice_, files, len(postings) + 1))
    desk.register.hand_over(receipt.id, postings, now)
    return len(postings)


Office = Callable[[StoredForm], str]


class Files:
    """The parts of a set, opened when the first of their declarations is asked for."""

    def __init__(self, desk: Desk, receipt: Receipt) -> None:
        self._archive = desk.archive
        self._parts = {part.number: part for part in receipt.inputs()}
        self._opened: dict[int, BinaryIO] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._opened.values():
            file.close()

    def bytes_of(self, form: StoredForm) -> bytes:
        """The declaration byte for byte as it was sent."""
        if form.part not in self._opened:
            self._opened[form.part] = self._archive.open(self._parts[form.part].content)
        file = self._opened[form.part]
        file.seek(form.offset)
        return file.read(form.size)

    def frame_of(self, form: StoredForm) -> Frame:
        """What the frame of the form's file told."""
        return self._parts[form.part].frame

    def text_of(self, form: StoredForm) -> str:
        """The declaration as text."""
        return self.bytes_of(form).decode(self._parts[form.part].frame.encoding)


def _posting(
    desk: Desk,
    receipt: Receipt,
    forms: Sequence[tuple[StoredForm, list[AnomalyRow]]],
    files: Files,
    number: int,
) -> Posting:
    language = _language(desk)
    write = as_lines if desk.settings.handover_format == "jsonl" else as_xml
    counts = whole_counts(desk.register, desk.open_law(), [form for form, _ in forms])
    chunks = write(receipt, forms, files, Beside(offices_in(desk.open_law(), language), language, counts))
    artifact = desk.archive.write(f"out/{receipt.id}/HAND.{number}", chunks)
    day = brussels_day(receipt.received_at)
    return Posting("HAND", "R", desk.settings.back_office, artifact, day)


def _language(desk: Desk) -> Language:
    back_office = desk.register.sender(desk.settings.back_office)
    return back_office.language if back_office else "fr"


@dataclass(frozen=True, slots=True)
class Beside:
    """What the back office is told beside a declaration and its findings, in its own language."""

    office: Office
    language: Language
    counts: Counts = lambda _form: ()


def offices_in(law: Law, language: Language) -> Office:
    """Tells the competent office of a form, in the back office's own language."""
    return lambda form: law.office_of(form.essence.postcode, language)


def as_xml(
    receipt: Receipt, forms: Iterable[tuple[StoredForm, list[AnomalyRow]]], files: Files, beside: Beside
) -> Iterator[bytes]:
    """One hand-over as HAND001."""
    yield gxd.HEAD.encode()
    for form, rows in forms:
        yield messages.hand001(
            form.ticket,
            form.own_reference,
            form.essence,
            files.bytes_of(form),
            [report_of(row) for row in rows],
            form.law_day,
            receipt.received_at,
            beside.office(form),
            balances(beside.counts(form), beside.language),
        ).encode()
    yield gxd.TAIL.encode()


def as_lines(
    _receipt: Receipt, forms: Iterable[tuple[StoredForm, list[AnomalyRow]]], files: Files, beside: Beside
) -> Iterator[bytes]:
    """The same as JSON Lines, one declaration a line."""
    for form, rows in forms:
        line: dict[str, Any] = {
            "ticket": form.ticket,
            "identification": form.identification,
            "status": form.status,
            "sender": form.sender,
            "own_reference": form.own_reference,
            "law_day": form.law_day.isoformat(),
            "office": beside.office(form),
            "declaration": files.text_of(form),
            "findings": [{key: row[key] for key in ("error_id", "severity", "tag", "value")} for row in rows],
            "balances": [
                {
                    "counted_as": count.maximum.name,
                    "months_used": written(count.used),
                    "months_maximum": count.most,
                    "given_for": count.maximum.per,
                    "child_birthdate": count.child or None,
                    "requests": count.breaks,
                }
                for count in beside.counts(form)
            ],
        }
        yield (json.dumps(line, ensure_ascii=False) + "\n").encode()


def report_of(row: AnomalyRow) -> Report:
    """A kept anomaly as it was reported, but for its functional key, which is not kept."""
    return Report(
        error_id=row["error_id"],
        severity=row["severity"],
        tag=row["tag"],
        value=row["value"],
        line=row["line"],
        column=row["column"],
        location=row["location"],
        keys=(),
    )
