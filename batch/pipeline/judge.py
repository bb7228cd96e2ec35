"""Judges the forms of a sound file, a piece at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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
from batch.pipeline.excerpt import excerpt
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


@dataclass(frozen=True, slots=True)
class Piece:
    """Forms of one file that are read together: the number of each in the file, from 1, and its bytes."""

    forms: tuple[tuple[int, Span], ...]


class Judge:
    """Judges the forms of one file, in pieces, in flat memory."""

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
        for piece in self.pieces():
            yield from self.judged(piece)

    def attachments(self) -> Iterator[Attachment]:
        """The announced files of all forms that are whole, before any form is judged."""
        for piece in self.pieces():
            for one in self._read(piece):
                yield from self._message.attachments(one.declaration)

    def pieces(self) -> Iterator[Piece]:
        """All forms of the file, piece by piece.

        Raises:
            ValueError: they are not those that were counted when the frame was read (ours: kept bytes changed).
        """
        count = 0
        with self._open() as file:
            spans = enumerate(form_spans(file, self._frame.encoding), 1)
            for forms in slices(spans, SLICE, lambda one: one[1].size, SLICE_BYTES):
                count += len(forms)
                yield Piece(tuple(forms))
        if count != self._frame.count:
            raise ValueError(f"the frame was sound and is not any more: {count} forms")

    def judged(self, piece: Piece, also: Collection[str] = ()) -> Iterator[Verdict]:
        """The verdicts on some forms, each when it is asked for, and what it does told to the bench.

        What the forms may know is loaded at once; ``also``: tickets of which more has to be known.
        """
        forms = self._read(piece)
        self._load(forms, also)
        return self._verdicts(forms)

    def drafted(self, piece: Piece) -> Iterator[tuple[Verdict, frozenset[str]]]:
        """Likewise, each with its keys: what it may know of other forms is known under one of them.

        A verdict depends on an earlier form of the set only where a key of the one is among those of the effect of the
        other (:meth:`batch.model.verdict.Effect.keys`).
        """
        forms = self._read(piece)
        self._load(forms)
        keys = [self._keys(one.declaration, one.told) for one in forms]  # before any of them changes what is known
        return zip(self._verdicts(forms), keys, strict=True)

    def _read(self, piece: Piece) -> list[_Read]:
        with self._open() as file:
            content = excerpt((_bytes_of(file, span) for _, span in piece.forms), self._frame, self._release)
        stream = FormStream(content, self._release.namespace, self._frame.encoding, self._release.max_form_bytes)
        found = []
        for form, (index, span) in zip(stream, piece.forms, strict=True):
            plan = self._plan(form)
            block = read_block(form, plan.zone_tags, plan.block_tags)
            declaration = self._message.read(block)
            fits, told = plan.structure.fits(form), self._message.told(declaration)
            found.append(_Read(index, span, declaration, fits, plan.glossary, plan.release, told))
        return found

    def _verdicts(self, forms: Sequence[_Read]) -> Iterator[Verdict]:
        with self._open() as content:
            for one in forms:
                yield self._judge(one, content)

    def _keys(self, declaration: Any, told: Sequence[Told]) -> frozenset[str]:
        """The tickets it points at, its workers and what it takes; and the tickets of all that is stored of workers."""
        bench, counting = self._bench, self._message.counting
        found = {tickets.compact(number) for number in switchboard.referred_tickets(declaration)}
        found.update(self._message.bookings(declaration))
        for one in told:
            found.update(one.keys())
            if bench.history is not None:
                found.update(before.ticket for before in bench.history.get(one.worker, one.employer))
        if counting is not None and (worker := counting.worker(declaration)):
            found.add(worker)
            if bench.breaks is not None:
                found.update(before.latest for before in bench.breaks.get(worker))
        return frozenset(found)

    def _plan(self, form: Element) -> Plan:
        quoted = quoted_payload(form, self._frame.message) if self._message.frame else None
        key = quoted or ""
        if key not in self._plans:
            bench = self._bench
            self._plans[key] = plan_of(bench.room, bench.law, bench.day, self._message, self._release, quoted)
        return self._plans[key]

    def _load(self, slice_: Sequence[_Read], also: Collection[str] = ()) -> None:
        if self._bench.situations is not None:
            named = (number for one in slice_ for number in switchboard.referred_tickets(one.declaration))
            self._bench.situations.load({tickets.compact(number) for number in named}.union(also))
        if self._bench.history is not None:
            self._bench.history.load({told.worker for one in slice_ for told in one.told})
        for by_number in (self._bench.employers, self._bench.channels):
            if by_number is not None:
                by_number.load({key for one in slice_ for key in self._message.employers(one.declaration)})
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
        law_day = self._message.law_day(one.declaration, self._bench.day)
        case, rules = self._law_of(law_day, one.release)
        findings = rules.judge(one.declaration, case)
        reports: tuple[Report, ...] = ()
        if findings or not one.fits:
            outline = self._outline(one, findings, content)
            reports = reports_on(findings, outline, one.glossary, law_day, fits=one.fits)
            outline.forget()
        verdict = self._verdict(one, case, reports)
        effect = verdict.effect()
        if effect is not None:
            self._bench.apply(effect)
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


def _bytes_of(file: BinaryIO, span: Span) -> bytes:
    file.seek(span.start)
    return file.read(span.size)


def _dossier_of(case: Case, target: str) -> Dossier | None:
    """The dossier that the ticket belongs to, before the form moves it."""
    found = case.situations(tickets.compact(target)) if target and case.situations else None
    return found.dossier if found else None
