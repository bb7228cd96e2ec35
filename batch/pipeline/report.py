"""Turns findings into reports: where exactly, with which value, under which functional key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from batch.errors import OpinionsDisagree
from batch.model.findings import Finding, Report, is_accepted
from batch.model.forms import Block
from batch.model.outline import Node, find
from batch.validators.walk import Glossary, walk


def reports_on(
    findings: list[Finding], outline: Node, glossary: Glossary, law_day: date, *, fits: bool
) -> tuple[Report, ...]:
    """All anomalies of one form: what the walk finds when the schema says no, and what the rules found.

    Raises:
        OpinionsDisagree: the schema says no and the walk finds nothing (ours).
    """
    structural = [] if fits else walk(outline, glossary)
    if not fits and not structural:
        raise OpinionsDisagree(f"at form {outline.location}")
    seen: dict[tuple[str, object], Report] = {}
    for finding in (*structural, *findings):
        if glossary.anomalies[finding.error_id].holds_on(law_day):
            key, report = (finding.error_id, finding.path), _located(finding, outline, glossary, law_day)
            if key not in seen or not is_accepted((report,)):  # of two classes the one that blocks is told
                seen[key] = report
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


def _located(finding: Finding, outline: Node, glossary: Glossary, law_day: date) -> Report:
    node, there = find(outline, finding.path)
    tag = finding.path[-1][0] if finding.path else outline.name
    zone = glossary.release.zones.get(finding.number)
    is_file = zone is not None and zone.kind == "B"  # a file is not told again, nor kept with its anomaly
    value = node.text.strip() if there and node.is_leaf and not is_file else None
    return Report(
        error_id=finding.error_id,
        severity=finding.severity or glossary.anomalies[finding.error_id].severity_on(law_day),
        tag=tag,
        value=value or None,
        line=node.line,
        column=node.column,
        location=node.location,
        keys=_keys_above(node),
    )


def keys_at(form: Node, location: str) -> tuple[tuple[str, str], ...]:
    """The functional key of the element at a location that was reported; empty when nothing stands there."""
    node = form
    for step in location.removeprefix(form.location).split(",")[1:]:
        if not (step.isdigit() and 0 < int(step) <= len(node.children)):
            return ()
        node = node.children[int(step) - 1]
    return _keys_above(node)


def _keys_above(node: Node) -> tuple[tuple[str, str], ...]:
    """The functional key of an element: what identifies the blocks that hold it."""
    found: dict[str, str] = {}
    for level in node.up():
        for holder in (level, *_identity(level)):
            if holder.name == "TemporaryEmploymentAgency":
                continue
            for key in _KEYS:
                child = holder.steps.get((key, 1))
                if child is not None and child.is_leaf and child.text.strip():
                    found.setdefault(key, child.text.strip())
    return tuple((key, found[key]) for key in _KEYS if key in found)


def bare_outline(form: Block, line: int, column: int, index: int) -> Node:
    """A sound form and what identifies it, without reading its bytes again: enough for what is said of all of it."""
    node = _bare(form, line, column, f"1,{index}", None)
    for name in _IDENTIFYING:
        block = form.first(name)
        if block is not None:
            held = _hang(node, block)
            employer = block.first("EmployerId")
            if employer is not None:
                _hang(held, employer)
    return node


def _hang(parent: Node, block: Block) -> Node:
    node = _bare(block, parent.line, parent.column, "", parent)
    parent.children.append(node)
    parent.steps[block.tag, 1] = node
    return node


def _bare(block: Block, line: int, column: int, place: str, parent: Node | None) -> Node:
    node = Node(block.tag, block.tag, line, column, place, parent)
    for key in _KEYS:
        text = block.raw(key)
        if text is not None:
            leaf = node.steps[key, 1] = Node(key, key, line, column, "", node)
            leaf.text = text
            node.children.append(leaf)
    return node


_IDENTIFYING = ("ReferenceData", "EmployerDeclarationLink", "NOSSLPAEmployerDeclarationLink")


def _identity(form: Node) -> Iterator[Node]:
    """What identifies a whole form: the envelope's reference data, or the employer's block."""
    for name in _IDENTIFYING:
        block = form.steps.get((name, 1))
        if block is not None:
            yield block
            employer = block.steps.get(("EmployerId", 1))
            if employer is not None:
                yield employer
