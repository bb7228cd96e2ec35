"""The story without effects, one function per arrow: frame, judge, verdict.

Files are opened by the caller and handed in; nothing here knows a clock, a database or a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from batch import switchboard
from batch.errors import OpinionsDisagree
from batch.model import tickets
from batch.model.findings import FileFault, Finding, Report, is_accepted
from batch.model.frame import Frame
from batch.model.law import Anomaly, Law, Release
from batch.model.outline import Node, find
from batch.model.situation import Situation
from batch.model.verdict import Verdict
from batch.parsers.forms import read_block
from batch.parsers.frame import Element, FormStream
from batch.parsers.outline import read_outline
from batch.parsers.prolog import Prolog, read_prolog
from batch.parsers.spans import Span, form_spans
from batch.switchboard import BY_IDENTIFICATION, Message
from batch.validators.rulebook import Case, in_force, judge
from batch.validators.structure import Structure, structure_of
from batch.validators.walk import Glossary, walk

SLICE = 500
_XSI_NO_NAMESPACE = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
Open = Callable[[], BinaryIO]


class Situations(Protocol):
    """Stored forms by ticket, loaded once for a slice of forms."""

    def load(self, tickets: Iterable[str]) -> None:
        """Read what is stored under these tickets."""

    def get(self, ticket: str) -> Situation | None:
        """One stored form; None when this sender has none under that ticket."""

    def apply(self, verdict: Verdict) -> None:
        """Let later forms of the set see what an accepted one did."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What judging needs beside the file: the law and its folder, the day, the stored situations."""

    law: Law
    room: Path
    day: date
    situations: Situations | None = None


# -- the frame ---------------------------------------------------------------------------------------------


def frame_of(open_file: Open, law: Law, day: date, code: str = "") -> Frame:
    """One pass over the whole file: prolog, root, schema, form types, count.

    ``code`` is the application code of the file name; empty when the name is not judged.
    """
    with open_file() as file:
        prolog = read_prolog(file)
    if isinstance(prolog, FileFault):
        return Frame(faults=(prolog,))
    faults = list(_root_faults(prolog, law, day, code))
    if faults:
        return Frame(encoding=prolog.encoding, faults=tuple(faults))
    return _count(open_file, prolog, law, day, code)


def _root_faults(prolog: Prolog, law: Law, day: date, code: str) -> Iterator[FileFault]:
    roots = {_frame_name(message): message for message in switchboard.INBOUND}
    if prolog.root not in roots:
        yield FileFault("089", prolog.root)
        return
    namespace = next(release.namespace for release in law.releases.values() if release.message == prolog.root)
    if prolog.namespace != namespace:
        yield FileFault("139", prolog.namespace or "no namespace")
    message = switchboard.BY_CODE.get(code)
    if message and _frame_name(message) != prolog.root:
        yield FileFault("158", prolog.root)
    yield from _schema_faults(prolog, law, day)


def _frame_name(message: Message) -> str:
    return message.frame or message.identification


def _schema_faults(prolog: Prolog, law: Law, day: date) -> Iterator[FileFault]:
    if not prolog.schemas:
        yield FileFault("136")
        return
    quoted = prolog.schemas[0]
    release = next((one for one in law.releases.values() if one.schema == quoted), None)
    if release is None:
        yield FileFault("137", quoted)
    elif release.message != prolog.root:
        yield FileFault("135", quoted)
    elif not release.accepted_on(day):
        yield FileFault("088", quoted)


def _count(open_file: Open, prolog: Prolog, law: Law, day: date, code: str) -> Frame:
    release = next(one for one in law.releases.values() if one.schema == prolog.schemas[0])
    expected = switchboard.BY_CODE[code].identification if code in switchboard.BY_CODE else ""
    kinds = _Kinds(law, day, release, expected)
    with open_file() as file:
        stream = FormStream(file, release.namespace, prolog.encoding, release.max_form_bytes)
        for form in stream:
            kinds.look(form)
    faults = [*stream.faults, *kinds.faults]
    if not stream.count and not stream.faults:
        faults.append(FileFault("157"))
    if release.max_forms is not None and stream.count > release.max_forms:
        faults.append(FileFault("275", f"{stream.count} forms, at most {release.max_forms}"))
    return Frame(
        message=kinds.message,
        release=release.name,
        encoding=prolog.encoding,
        prefixes=prolog.prefixes,
        count=stream.count,
        faults=tuple(faults),
    )


class _Kinds:
    """Looks at the form types of a file while it streams by."""

    def __init__(self, law: Law, day: date, release: Release, expected: str) -> None:
        self._law = law
        self._day = day
        self._release = release
        self._expected = expected
        self.message = "" if release.message == switchboard.ENVELOPE else release.message
        self.faults: list[FileFault] = []

    def look(self, form: Element) -> None:
        first = form[0] if len(form) else None
        is_named = first is not None and str(first.tag).endswith("Identification")
        named = (first.text or "").strip() if first is not None and is_named else ""
        if named in self._law.forms or named in BY_IDENTIFICATION:
            self._known(named, form)
        if self.message and self._release.message == switchboard.ENVELOPE:
            self._payload_release(form)

    def _known(self, named: str, form: Element) -> None:
        another = bool(self._expected and named != self._expected) or bool(self.message and named != self.message)
        if another or named not in BY_IDENTIFICATION:
            self._once(FileFault("158", named, form.sourceline))
        else:
            self.message = named

    def _payload_release(self, form: Element) -> None:
        quoted = _quoted_payload(form, self.message)
        if quoted is None:
            return
        release = next((one for one in self._law.releases.values() if one.schema == quoted), None)
        if release is None or release.message != self.message:
            self._once(FileFault("137", quoted, form.sourceline))
        elif not release.accepted_on(self._day):
            self._once(FileFault("088", quoted, form.sourceline))

    def _once(self, fault: FileFault) -> None:
        if all(known.code != fault.code for known in self.faults):
            self.faults.append(fault)


def _quoted_payload(form: Element, name: str) -> str | None:
    """The schema that a payload element names by itself; None when it names none."""
    for payload in form.iterdescendants(name):
        quoted = payload.get(_XSI_NO_NAMESPACE)
        return str(quoted).rpartition("/")[2] if quoted else None
    return None


# -- the forms ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Read:
    """One form between reading and judging."""

    index: int
    span: Span
    declaration: Any
    fits: bool
    glossary: Glossary


class Judge:
    """Judges the forms of one file, in slices, in flat memory."""

    def __init__(self, open_file: Open, frame: Frame, bench: Bench) -> None:
        self._open = open_file
        self._frame = frame
        self._bench = bench
        self._message = BY_IDENTIFICATION[frame.message]
        self._release = bench.law.release(self._message.frame or frame.message, frame.release)
        self._prolog = Prolog(frame.encoding, "", "", (), frame.prefixes)
        self._plans: dict[str, _Plan] = {}
        self._active: dict[date, tuple[Any, ...]] = {}

    def verdicts(self) -> Iterator[Verdict]:
        """The verdict on every form, in the order of the file."""
        with self._open() as forms, self._open() as spans, self._open() as content:
            reading = self._read(forms, spans)
            while slice_ := list(islice(reading, SLICE)):
                self._load(slice_)
                for one in slice_:
                    yield self._judge(one, content)

    def _read(self, forms: BinaryIO, spans: BinaryIO) -> Iterator[_Read]:
        stream = FormStream(forms, self._release.namespace, self._frame.encoding, self._release.max_form_bytes)
        pairs = zip(stream, form_spans(spans), strict=True)
        for index, (form, span) in enumerate(pairs, 1):
            plan = self._plan(form)
            block = read_block(form, plan.zone_tags, plan.block_tags)
            yield _Read(index, span, self._message.read(block), plan.structure.fits(form), plan.glossary)
        if stream.faults:
            raise ValueError(f"the frame was sound and is not any more: {stream.faults[0].code}")

    def _plan(self, form: Element) -> _Plan:
        quoted = _quoted_payload(form, self._frame.message) if self._message.frame else None
        key = quoted or ""
        if key not in self._plans:
            self._plans[key] = _plan_of(self._bench, self._message, self._release, quoted)
        return self._plans[key]

    def _load(self, slice_: Sequence[_Read]) -> None:
        if self._bench.situations is not None:
            named = (number for one in slice_ for number in switchboard.referred_tickets(one.declaration))
            self._bench.situations.load({tickets.compact(number) for number in named})

    def _judge(self, one: _Read, content: BinaryIO) -> Verdict:
        law_day = self._message.law_day(one.declaration, self._bench.day)
        situations = self._bench.situations
        case = Case(self._bench.law, self._bench.day, law_day, situations.get if situations else None)
        findings = judge(self._rules(law_day), one.declaration, case)
        reports: tuple[Report, ...] = ()
        if findings or not one.fits:
            outline = self._outline(one, content)
            reports = _report(findings, one, outline)
        verdict = self._verdict(one, law_day, reports)
        if situations is not None:
            situations.apply(verdict)
        return verdict

    def _rules(self, day: date) -> tuple[Any, ...]:
        if day not in self._active:
            self._active[day] = in_force(self._message.rules, day)
        return self._active[day]

    def _outline(self, one: _Read, content: BinaryIO) -> Node:
        content.seek(one.span.start)
        return read_outline(content.read(one.span.size), one.span, one.index, self._prolog)

    def _verdict(self, one: _Read, law_day: date, reports: tuple[Report, ...]) -> Verdict:
        accepted = is_accepted(reports)
        return Verdict(
            index=one.index,
            header=switchboard.header_of(one.declaration),
            own_reference=switchboard.own_reference(one.declaration),
            target=switchboard.target_ticket(self._message, one.declaration),
            accepted=accepted,
            reports=reports,
            essence=self._message.essence(one.declaration),
            start=one.span.start,
            size=one.span.size,
            law_day=law_day,
            decision=self._message.decision(one.declaration) if accepted else None,
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """How forms of one payload release are judged."""

    structure: Structure
    glossary: Glossary
    zone_tags: frozenset[str]
    block_tags: frozenset[str]


def _plan_of(bench: Bench, message: Message, release: Release, quoted: str | None) -> _Plan:
    if not message.frame:
        structure = structure_of(bench.room, release)
        glossary = Glossary(release, None, release.anomalies)
        return _Plan(structure, glossary, release.zone_tags(), release.block_tags())
    payload = _payload_release(bench, message, quoted)
    anomalies: dict[str, Anomaly] = {**release.anomalies, **payload.anomalies}
    structure = structure_of(bench.room, payload, release)
    blocks = release.block_tags() | payload.block_tags()
    zones = (release.zone_tags() | payload.zone_tags()) - blocks
    return _Plan(structure, Glossary(release, payload, anomalies), zones, blocks)


def _payload_release(bench: Bench, message: Message, quoted: str | None) -> Release:
    """The release a payload names; without a name the oldest one that is accepted (ours)."""
    live = [
        release
        for release in bench.law.releases.values()
        if release.message == message.identification
        and (release.schema == quoted if quoted else release.accepted_on(bench.day))
    ]
    if not live:
        live = [one for one in bench.law.releases.values() if one.message == message.identification]
    return min(live, key=lambda release: release.name)


# -- the reports -------------------------------------------------------------------------------------------


def _report(findings: list[Finding], one: _Read, outline: Node) -> tuple[Report, ...]:
    structural = [] if one.fits else walk(outline, one.glossary)
    if not one.fits and not structural:
        raise OpinionsDisagree(f"form {one.index}")
    seen: dict[tuple[str, object], Report] = {}
    for finding in (*structural, *findings):
        seen.setdefault((finding.error_id, finding.path), _located(finding, outline, one.glossary))
    return tuple(sorted(seen.values(), key=lambda report: (report.line or 0, report.column or 0)))


_KEYS = (
    "NOSSRegistrationNbr",
    "NOSSLPARegistrationNbr",
    "Trusteeship",
    "CompanyID",
    "NaturalPersonSequenceNbr",
    "INSS",
    "NaturalPersonUserReference",
)


def _located(finding: Finding, outline: Node, glossary: Glossary) -> Report:
    node, there = find(outline, finding.path)
    tag = finding.path[-1][0] if finding.path else outline.name
    value = node.text.strip() if there and node.is_leaf else None
    return Report(
        error_id=finding.error_id,
        severity=glossary.anomalies[finding.error_id].severity,
        tag=tag,
        value=value or None,
        line=node.line,
        column=node.column,
        location=node.location,
        keys=_keys_above(node),
    )


def _keys_above(node: Node) -> tuple[tuple[str, str], ...]:
    """The functional key of an element: what identifies the blocks that hold it."""
    found: dict[str, str] = {}
    for level in node.up():
        for child in (*level.children, *(_reference_data(level))):
            if child.is_leaf and child.name in _KEYS and level.name != "TemporaryEmploymentAgency":
                found.setdefault(child.name, child.text.strip())
    return tuple((key, found[key]) for key in _KEYS if found.get(key))


def _reference_data(form: Node) -> Iterator[Node]:
    """In the envelope the identifying numbers stand in ReferenceData, beside the payload."""
    for child in form.children:
        if child.name == "ReferenceData":
            for inner in child.children:
                yield inner
                yield from inner.children


def file_code_day(day: date | None, today: date, oldest_days: int) -> str | None:
    """The code of a name's date: 111 in the future, 126 too old; None when it is fine."""
    if day is None:
        return None
    if day > today:
        return "111"
    return "126" if (today - day).days > oldest_days else None
