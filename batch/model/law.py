"""The law as one frozen value: zones, blocks, anomalies, code lists and dated parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from batch.model.attachment import AttachmentType
from batch.model.leave import LeaveLaw

Language = Literal["fr", "nl", "de", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "nl", "de", "en")

Severity = Literal["B", "P", "NP", "D", "W", "I"]
"""Zone 00497: B blocking, P percentage, NP not percentage, D reduction right, W warning, I investigation."""

Confidence = Literal["sure", "likely", "uncertain", "ours"]
"""How sure a value of the law is: official or told twice, one good source, contradicted, or set by us."""

Kind = Literal["N", "A", "D", "T", "B"]
"""How a zone is written: N digits, A text, D date YYYY-MM-DD, T time HH:MM:SS.mmm, B base64."""

Presence = Literal["M", "C", "O", "F"]
"""Presence inside its block: M mandatory, C conditional (a rule decides), O optional, F forbidden."""


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One published anomaly: zone or block number, annex 30 code, severity."""

    number: str
    code: str
    severity: Severity
    source: str
    since: date
    until: date
    why: str = ""
    changes: tuple[tuple[date, Severity], ...] = ()
    """From which day another severity holds, in order."""

    def severity_on(self, day: date) -> Severity:
        """How severe it is on the day of the law."""
        found = self.severity
        for since, severity in self.changes:
            if since <= day:
                found = severity
        return found

    def holds_on(self, day: date) -> bool:
        """Whether it is reported at all on the day of the law."""
        return self.since <= day <= self.until

    @property
    def error_id(self) -> str:
        """``ZZZZZ-NNN``, as zone 00108 carries it."""
        return f"{self.number}-{self.code}"

    @property
    def ours(self) -> bool:
        """Whether no official glossary lists it for this message."""
        return bool(self.why)


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone of a glossary: how its value is written and what it may hold."""

    number: str
    tag: str
    kind: Kind
    length: int = 0
    least: int = 0
    pattern: str = ""
    meaningful: bool = False
    values: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    """Values that the list knows and this message forbids: 005 instead of 008."""
    low: int | None = None
    high: int | None = None
    zero: bool = False
    domain: str = ""
    presence: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ZoneUse:
    """A zone at its place in a block."""

    number: str
    presence: Presence
    most: int | None = 1


@dataclass(frozen=True, slots=True)
class BlockUse:
    """A block at its place in another block; several numbers are a choice."""

    numbers: tuple[str, ...]
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """One functional block: its zones, then its linked blocks, in the order of the schema."""

    number: str
    tag: str
    zones: tuple[ZoneUse | tuple[ZoneUse, ...], ...] = ()
    blocks: tuple[BlockUse, ...] = ()
    wildcard: Literal["", "strict", "skip"] = ""
    order: tuple[str, ...] = ()
    """The schema's order by number, where zones and blocks are mixed; else zones come first."""
    presence: str = ""
    source: str = ""
    too_many: str = ""
    """The anomaly of one more than may stand, where it is that of a zone in it."""

    def members(self) -> tuple[ZoneUse | tuple[ZoneUse, ...] | BlockUse, ...]:
        """Zones and blocks in the order of the schema."""
        uses = (*self.zones, *self.blocks)
        return tuple(sorted(uses, key=lambda use: self.order.index(_first_number(use)))) if self.order else uses

    def zone_uses(self) -> Iterator[ZoneUse]:
        """Every zone of the block, the members of a choice one by one."""
        for use in self.zones:
            if isinstance(use, tuple):
                yield from use
            else:
                yield use


def _first_number(use: ZoneUse | tuple[ZoneUse, ...] | BlockUse) -> str:
    if isinstance(use, tuple):
        return use[0].number
    return use.numbers[0] if isinstance(use, BlockUse) else use.number


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """One release of one message: its structure and the days on which it is accepted."""

    message: str
    name: str
    root: str
    namespace: str
    frame: str
    accepted_from: date
    accepted_until: date
    max_form_bytes: int
    max_forms: int | None
    source: str
    blocks: Mapping[str, Block]
    zones: Mapping[str, Zone]
    anomalies: Mapping[str, Anomaly]

    @property
    def schema(self) -> str:
        """The name of its XSD, as a sender quotes it."""
        return f"{self.message}_{self.name}.xsd"

    def accepted_on(self, day: date) -> bool:
        """Whether a file that quotes this release is accepted when it arrives on ``day``."""
        return self.accepted_from <= day <= self.accepted_until

    def block_tags(self) -> frozenset[str]:
        """The XML names of all its blocks."""
        return frozenset(block.tag for block in self.blocks.values())

    def zone_tags(self) -> frozenset[str]:
        """The XML names of all its zones that name no block."""
        return frozenset(zone.tag for zone in self.zones.values()) - self.block_tags()


@dataclass(frozen=True, slots=True)
class Title:
    """A published name in four languages."""

    fr: str
    nl: str
    de: str
    en: str

    def in_(self, language: Language) -> str:
        """The name in one language."""
        return str(getattr(self, language))


class Step(NamedTuple):
    """A value of the law from a day on, with where it is said and how sure that is."""

    since: date
    value: int
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one joint committee that wins over the general one: its own decree or collective agreement."""

    what: str
    """``notice``: working days between the communication of risk 001 and the first day."""
    value: int
    since: date
    until: date
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Dated:
    """A number of the law that changes by date: the value that holds from each day."""

    name: str
    steps: tuple[Step, ...]

    def step_on(self, day: date) -> Step:
        """The step in force on ``day``; the first one before the record begins."""
        return next((step for step in reversed(self.steps) if step.since <= day), self.steps[0])

    def on(self, day: date) -> int:
        """The value in force on ``day``."""
        last = self.steps[-1]
        return last.value if last.since <= day else self.step_on(day).value


@dataclass(frozen=True, slots=True)
class Town:
    """One row of annex 23: a postcode with the names a town may carry, and its quarters."""

    names: frozenset[str]
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Office:
    """One office of ONEM: its name, and the postcodes for which it is competent, as ranges with both ends."""

    name: Title
    ranges: tuple[tuple[int, int], ...]

    def covers(self, postcode: str) -> bool:
        """Whether it is competent for a Belgian postcode; for anything else no office is."""
        if len(postcode) != 4 or not (postcode.isascii() and postcode.isdigit()):
            return False
        return any(first <= int(postcode) <= last for first, last in self.ranges)


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """Everything that is data: releases, names, code lists, parameters."""

    releases: Mapping[tuple[str, str], Release]
    zone_titles: Mapping[str, Title]
    block_titles: Mapping[str, Title]
    code_titles: Mapping[str, Title]
    file_codes: Mapping[str, Title]
    signature_codes: Mapping[str, Title]
    """Annex 25: ``main-11`` is a main code, ``detail-1205`` an explanatory one."""
    towns: Mapping[str, tuple[Town, ...]]
    committees: Mapping[str, tuple[tuple[int, int], ...]]
    countries: Mapping[str, tuple[tuple[date, date], ...]]
    """Annex 5: code to the days on which it holds, both ends included."""
    forms: frozenset[str]
    parameters: Mapping[str, Dated]
    list_titles: Mapping[str, Mapping[str, Title]] = field(default_factory=dict)
    terms: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    """Own terms of joint committees; those that are known."""
    levels: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """Levels that a joint committee knows, as ranges; committees of which none is known are absent."""
    words: Mapping[str, Title] = field(default_factory=dict)
    read_as: Mapping[int, str] = field(default_factory=dict)
    """Annex 24: code point to what is read for it when names are compared."""
    offices: tuple[Office, ...] = ()
    leaves: LeaveLaw = field(default_factory=LeaveLaw)
    attachments: Mapping[str, AttachmentType] = field(default_factory=dict)

    def release(self, message: str, name: str) -> Release:
        """One release; KeyError when the switchboard names one that is not there (ours)."""
        return self.releases[message, name]

    def office_of(self, postcode: str, language: Language) -> str:
        """The name of ONEM's office that is competent for a postcode; empty when none is."""
        return next((office.name.in_(language) for office in self.offices if office.covers(postcode)), "")

    def terms_of(self, committee: str, day: date) -> dict[str, int]:
        """The own terms of a joint committee on a day, those of ``CCC`` for ``CCC.CC`` too."""
        rows = self.terms.get(committee) or self.terms.get(committee[:3], ())
        return {term.what: term.value for term in rows if term.since <= day <= term.until}

    def label(self, number: str, code: str, language: Language) -> str:
        """Zone 00628: ``name of the zone or block - text of the code``, at most 500 characters."""
        titles = self.block_titles if number.startswith("9") else self.zone_titles
        return f"{titles[number].in_(language)} - {self.code_titles[code].in_(language)}"[:500]
