"""Judges the forms of a sound file, a slice at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from batch import switchboard
from batch.model import tickets
from batch.model.attachment import Attachment
from batch.model.dossier import Dossier
from batch.model.findings import Finding, Report, is_accepted
from batch.model.frame import Frame
from batch.model.outline import Node
from batch.model.slices import slices
from batch.model.told import Told
from batch.model.verdict import Verdict
from batch.parsers.forms import read_block
from batch.parsers.frame import Element, FormStream
from batch.parsers.outline import read_outline
from batch.parsers.prolog import Prolog
from batch.parsers.spans import Span, form_spans
from batch.pipeline.bench import Bench
from batch.pipeline.frame import Open, quoted_payload
from batch.pipeline.plan import Plan, plan_of
from batch.pipeline.report import bare_outline, reports_on
from batch.switchboard import BY_IDENTIFICATION
from batch.validators.rulebook import Case, Selection, in_force
from batch.validators.walk import Glossary

SLICE, SLICE_BYTES = 500, 1 << 20
"""How many forms are in hand at a time: so many, fewer when they name very many workers."""


@dataclass(slots=True)
class _Read:
    """One form between reading and judging."""

    index: int
    span: Span
    declaration: Any
    fits: bool
    glossary: Glossary
    release: str
    told: Sequence[Told]


class Judge:
    """Judges the forms of one file, in slices, in flat memory."""

    def __init__(self, open_file: Open, frame: Frame, bench: Bench) -> None:
        self._open = open_file
        self._frame = frame
        self._bench = bench
        self._message = BY_IDENTIFICATION[frame.message]
        self._release = bench.law.release(self._message.frame or frame.message, frame.release)
        self._prolog = Prolog(frame.encoding, "", "", (), frame.prefixes)
        self._plans: dict[str, Plan] = {}
        self._selections: dict[tuple[Any, ...], Selection[Any]] = {}
        self._laws: dict[tuple[date, str], tuple[Case, Selection[Any]]] = {}

    def verdicts(self) -> Iterator[Verdict]:
        """The verdict on every form, in the order of the file."""
        with self._open() as forms, self._open() as spans, self._open() as content:
            reading = self._read(forms, spans)
            for slice_ in slices(reading, SLICE, lambda one: one.span.size, SLICE_BYTES):
                self._load(slice_)
                for one in slice_:
                    yield self._judge(one, content)

    def attachments(self) -> Iterator[Attachment]:
        """The announced files of all forms that are whole, before any form is judged."""
        with self._open() as forms, self._open() as spans:
            for one in self._read(forms, spans):
                yield from self._message.attachments(one.declaration)

    def _read(self, forms: BinaryIO, spans: BinaryIO) -> Iterator[_Read]:
        stream = FormStream(forms, self._release.namespace, self._frame.encoding, self._release.max_form_bytes)
        pairs = zip(stream, form_spans(spans, self._frame.encoding), strict=True)
        for index, (form, span) in enumerate(pairs, 1):
            plan = self._plan(form)
            block = read_block(form, plan.zone_tags, plan.block_tags)
            declaration = self._message.read(block)
            fits = plan.structure.fits(form)
            yield _Read(index, span, declaration, fits, plan.glossary, plan.release, self._message.told(declaration))
        if stream.faults:
            raise ValueError(f"the frame was sound and is not any more: {stream.faults[0].code}")

    def _plan(self, form: Element) -> Plan:
        quoted = quoted_payload(form, self._frame.message) if self._message.frame else None
        key = quoted or ""
        if key not in self._plans:
            bench = self._bench
            self._plans[key] = plan_of(bench.room, bench.law, bench.day, self._message, self._release, quoted)
        return self._plans[key]

    def _load(self, slice_: Sequence[_Read]) -> None:
        if self._bench.situations is not None:
            named = (number for one in slice_ for number in switchboard.referred_tickets(one.declaration))
            self._bench.situations.load({tickets.compact(number) for number in named})
        if self._bench.history is not None:
            self._bench.history.load({told.worker for one in slice_ for told in one.told})
        if self._bench.employers is not None:
            self._bench.employers.load({key for one in slice_ for key in self._message.employers(one.declaration)})
        if self._bench.channels is not None:
            self._bench.channels.load({key for one in slice_ for key in self._message.employers(one.declaration)})
        if self._bench.personnel is not None:
            self._bench.personnel.load({name for one in slice_ for name in self._message.workers(one.declaration)})
        if self._bench.bookings is not None:
            self._bench.bookings.load({key for one in slice_ for key in self._bookings(one.declaration)})
        counting = self._message.counting
        if self._bench.breaks is not None and counting is not None:
            self._bench.breaks.load({counting.worker(one.declaration) for one in slice_})

    def _bookings(self, declaration: Any) -> tuple[str, ...]:
        """What a form takes under those numbers of its employer for which the sender may act.

        A number of somebody else beside the employer's own neither tells what is taken there nor takes anything.
        """
        may_act_for = self._bench.may_act_for
        wanted = self._message.bookings(declaration)
        if not wanted:
            return ()
        return tuple(one for one in wanted if may_act_for is None or may_act_for((one.partition(" ")[0],)))

    def _judge(self, one: _Read, content: BinaryIO) -> Verdict:
        situations = self._bench.situations
        law_day = self._message.law_day(one.declaration, self._bench.day)
        case, rules = self._law_of(law_day, one.release)
        findings = rules.judge(one.declaration, case)
        reports: tuple[Report, ...] = ()
        if findings or not one.fits:
            outline = self._outline(one, findings, content)
            reports = reports_on(findings, outline, one.glossary, law_day, fits=one.fits)
            outline.forget()
        verdict = self._verdict(one, case, reports)
        if situations is not None:
            situations.apply(verdict)
        if self._bench.bookings is not None:
            self._bench.bookings.apply(verdict)
        if self._bench.history is not None:
            self._bench.history.apply(verdict)
        if self._bench.breaks is not None:
            self._bench.breaks.apply(verdict)
        return verdict

    def _law_of(self, day: date, release: str) -> tuple[Case, Selection[Any]]:
        """What rules may know on a day of the law, and the rules in force; days with the same rules share them."""
        found = self._laws.get((day, release))
        if found is None:
            rules = in_force(self._message.rules, day, release)
            selection = self._selections.setdefault(rules, Selection(rules))
            found = self._laws[day, release] = self._case(day, release), selection
        return found

    def _case(self, law_day: date, release: str) -> Case:
        bench = self._bench
        return Case(
            law=bench.law,
            day=bench.day,
            law_day=law_day,
            situations=bench.situations.get if bench.situations else None,
            may_act_for=bench.may_act_for,
            employers=bench.employers.get if bench.employers else None,
            booked=bench.bookings.has if bench.bookings else None,
            told=bench.history.get if bench.history else None,
            relations=bench.personnel.get if bench.personnel else None,
            release=release,
            breaks=bench.breaks.get if bench.breaks else None,
            channel=bench.channels.get if bench.channels else None,
            harmful=bench.harmful,
        )

    def _outline(self, one: _Read, findings: Sequence[Finding], content: BinaryIO) -> Node:
        if one.fits and not any(finding.path for finding in findings):
            return bare_outline(one.declaration.form, one.span.line, one.span.column, one.index)
        content.seek(one.span.start)
        return read_outline(content.read(one.span.size), one.span, one.index, self._prolog)

    def _verdict(self, one: _Read, case: Case, reports: tuple[Report, ...]) -> Verdict:
        accepted = is_accepted(reports)
        target = switchboard.target_ticket(self._message, one.declaration)
        dossier = _dossier_of(case, target)
        counting = self._message.counting if accepted else None
        return Verdict(
            index=one.index,
            header=switchboard.header_of(one.declaration),
            own_reference=switchboard.own_reference(one.declaration),
            target=target,
            accepted=accepted,
            reports=reports,
            essence=self._message.essence(one.declaration),
            start=one.span.start,
            size=one.span.size,
            law_day=case.law_day,
            decision=self._message.decision(one.declaration) if accepted else None,
            bookings=self._bookings(one.declaration) if accepted else (),
            told=one.told if accepted else (),
            move=self._message.move(one.declaration, case) if accepted else None,
            judged_in=dossier.status if dossier else None,
            judged_with=dossier.documents if dossier else frozenset(),
            attachments=tuple(self._message.attachments(one.declaration)) if accepted else (),
            deed=self._message.deed(one.declaration, case) if accepted else None,
            taken=counting.taken(one.declaration, case) if counting else None,
            counts=counting.counts(one.declaration, case) if counting else (),
        )


def _dossier_of(case: Case, target: str) -> Dossier | None:
    """The dossier that the ticket belongs to, before the form moves it."""
    found = case.situations(tickets.compact(target)) if target and case.situations else None
    return found.dossier if found else None
