"""How the forms of one release are judged: its schema, its anomalies, and the tags that tell blocks from zones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from batch.model.law import Law, Release
from batch.switchboard.message import Message
from batch.validators.structure import Structure, structure_of
from batch.validators.walk import Glossary


@dataclass(frozen=True, slots=True)
class Plan:
    """How forms of one payload release are judged."""

    structure: Structure
    glossary: Glossary
    zone_tags: frozenset[str]
    block_tags: frozenset[str]
    release: str


def plan_of(room: Path, law: Law, day: date, message: Message, release: Release, quoted: str | None) -> Plan:
    """How forms of a release are judged on a day; in an envelope, forms whose payload names that schema."""
    if not message.frame:
        structure = structure_of(room, release)
        glossary = Glossary(release, None, release.anomalies)
        return Plan(structure, glossary, release.zone_tags(), release.block_tags(), release.name)
    payload = _payload_release(law, day, message, quoted)
    beside = tuple(one for one in law.releases.values() if one.message == message.beside)
    structure = structure_of(room, payload, release, *beside)
    every = (release, *beside, payload)
    anomalies = {error_id: found for one in every for error_id, found in one.anomalies.items()}
    zones, blocks = tags_of(every)
    return Plan(structure, Glossary(release, payload, anomalies, beside), zones, blocks, payload.name)


def tags_of(releases: Iterable[Release]) -> tuple[frozenset[str], frozenset[str]]:
    """The tags of zones and of blocks that may stand in a form of several releases; one that is both is a block."""
    every = tuple(releases)
    blocks = frozenset[str]().union(*(one.block_tags() for one in every))
    return frozenset[str]().union(*(one.zone_tags() for one in every)) - blocks, blocks


def _payload_release(law: Law, day: date, message: Message, quoted: str | None) -> Release:
    """The release a payload names; without a name the oldest one that is accepted (ours)."""
    live = [
        release
        for release in law.releases.values()
        if release.message == message.identification
        and (release.schema == quoted if quoted else release.accepted_on(day))
    ]
    if not live:
        live = [one for one in law.releases.values() if one.message == message.identification]
    return min(live, key=lambda release: release.name)
