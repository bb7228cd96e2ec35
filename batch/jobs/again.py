"""Writes notifications and hand-overs again, from the archived declarations and what is kept of their judgement.

Nothing is judged: what a rule knew then (other forms, mandates, reference data) has changed since. Nothing is
written either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from batch import switchboard
from batch.jobs.handover import Beside, Files, as_lines, as_xml, offices_in, report_of
from batch.jobs.judging.sheets import office_told
from batch.model.findings import Report
from batch.model.law import Language, Law
from batch.model.outline import Node
from batch.model.receipt import Receipt
from batch.model.verdict import Verdict
from batch.pipeline.report import keys_at
from batch.pipeline.reread import declaration_of, outline_of
from batch.ports import AnomalyRow, Kept, StoredForm
from batch.switchboard import BY_IDENTIFICATION
from batch.writers import noti


@dataclass(frozen=True, slots=True)
class Again:
    """One answered set, and the language in which its answers are written."""

    receipt: Receipt
    files: Files
    law: Law
    language: Language

    def notification(self, forms: Iterable[Kept]) -> Iterator[bytes]:
        """The NOTI of the set, form by form.

        Raises:
            ValueError: where a form should stand in the archive there is none.
        """
        writer = noti.NotiWriter(self.receipt, self.law, self.language)
        office = office_told(self.law, self.language, self.receipt.message)
        yield noti.HEAD.encode()
        for index, (form, accepted, anomalies) in _numbered(forms):
            told = office(form.essence.postcode) if accepted else ""
            yield writer.form(self._verdict(index, form, anomalies, accepted=accepted), form.ticket, told).encode()
        yield noti.TAIL.encode()

    def hand_over(self, forms: Iterable[Kept], *, as_json: bool) -> Iterator[bytes]:
        """One HAND with these forms."""
        write = as_lines if as_json else as_xml
        accepted = ((form, anomalies) for form, _, anomalies in forms)
        return write(self.receipt, accepted, self.files, Beside(offices_in(self.law, self.language), self.language))

    def _verdict(self, index: int, form: StoredForm, anomalies: list[AnomalyRow], *, accepted: bool) -> Verdict:
        content, frame = self.files.bytes_of(form), self.files.frame_of(form)
        declaration = declaration_of(content, frame, self.law)
        outline = outline_of(content, frame, index) if anomalies else None
        return Verdict(
            index=index,
            header=switchboard.header_of(declaration),
            own_reference=switchboard.own_reference(declaration),
            target="",
            accepted=accepted,
            reports=tuple(_reported(report_of(row), outline) for row in anomalies),
            essence=BY_IDENTIFICATION[self.receipt.message].essence(declaration),
            start=form.offset,
            size=form.size,
            law_day=form.law_day,
        )


def _numbered(forms: Iterable[Kept]) -> Iterator[tuple[int, Kept]]:
    """Forms with their position in their file, from 1."""
    part = index = 0
    for one in forms:
        index = index + 1 if one[0].part == part else 1
        part = one[0].part
        yield index, one


def _reported(report: Report, outline: Node | None) -> Report:
    """An anomaly with its functional key; one that no rule found at a place, as in a rehearsal, has none."""
    return report if outline is None or report.line is None else replace(report, keys=keys_at(outline, report.location))
