"""What every message of ours asks of its envelope: its name, its status, its type, its payload element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from batch.model.forms import Block, Header, Place
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.envelope import payload_place


class Framed(Protocol):
    """Any form of ours in the envelope."""

    form: Block
    header: Header
    content: Block
    """The payload element; the form itself when there is none."""


def rules_of(identification: str, payload: str, *, status: int = 0, kind: str = "SU") -> Rulebook[Framed]:
    """The rules for one message; ``payload`` is the number of its payload element."""
    rules: Rulebook[Framed] = Rulebook()
    source = f"ours: docs/protocol.md, {identification}"
    _identification_rules(rules, identification, source)
    _header_rules(rules, status, kind, source)

    @rules.rule(f"{payload}-001", source=source)
    def payload_missing(form: Framed, _case: Case) -> Iterator[Place]:
        """The envelope carries the payload element of its message."""
        if form.content is form.form:
            yield payload_place(form.form, identification)

    return rules


def _identification_rules(rules: Rulebook[Framed], identification: str, source: str) -> None:
    @rules.rule("00296-008", source=source)
    def identification_unknown(form: Framed, _case: Case) -> Iterator[Place]:
        """The form calls itself by the name of its message."""
        if form.header.identification not in {"", identification}:
            yield form.form.at("Identification")

    @rules.rule("00296-001", source=source)
    def identification_empty(form: Framed, _case: Case) -> Iterator[Place]:
        """The form says which one it is."""
        if not form.header.identification:
            yield form.form.at("Identification")


def _header_rules(rules: Rulebook[Framed], status: int, kind: str, source: str) -> None:
    @rules.rule("00110-008", source=source)
    def status_outside_domain(form: Framed, _case: Case) -> Iterator[Place]:
        """The form has the one status of its message."""
        if form.header.status not in {None, status}:
            yield form.form.at("AttestationStatus")

    @rules.rule("00297-008", source=source)
    def type_outside_domain(form: Framed, _case: Case) -> Iterator[Place]:
        """The form has the one type of its message."""
        if form.header.kind not in {"", kind}:
            yield form.form.at("TypeForm")
