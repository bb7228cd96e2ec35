"""One fault put into a good form, and the anomaly that names it, told from the glossary's data.

A mutation yields places where it can be done; each place is a function that does it and says what must be
reported. Which code stands for a kind of fault where the glossary lists several follows the order below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from formtree import Element, Facts, facts_of

ABSENT = ("001", "003", "093", "008", "002", "090")
TOO_LONG = ("093", "003", "008", "002", "090")
NO_DIGITS = ("002", "003", "008", "093", "090")
BAD_FORMAT = ("003", "008", "093", "002", "090")
OUTSIDE = ("008", "003", "093", "090")

REASONS = {
    "001": "TempUnempEconomical",
    "002": "TempUnempBadWeather",
    "003": "TempUnempTechnicalAccident",
    "004": "TempUnempMajorForce",
    "005": "EffectiveUnemployment",
    "006": "TempUnempSocialAction",
}
LINK, WORKER, START, END = (
    "EmployerDeclarationLink", "NaturalPerson", "TempUnemploymentStartingDate", "TempUnemploymentEndingDate",
)  # fmt: skip
EVERYTHING = frozenset({"*"})
_PERIOD = frozenset({START, END, "IndividualUnempEndingDate"})
HANGS_ON: dict[str, frozenset[str]] = {
    "AttestationStatus": EVERYTHING,
    "IdentificationOfRisk": EVERYTHING,
    "ReferenceType": frozenset({"Reference", "ReferenceOrigin"}),
    "ReferenceOrigin": frozenset({"Reference"}),
    "ReferenceNbr": frozenset({"Reference"}),
    "EffectiveUnemploymentReason": frozenset({START}),
    "JointCommissionNbr": frozenset({"JointCommissionLevel", "RegimeTempUnemp", END}),
    "JointCommissionLevel": frozenset({"RegimeTempUnemp", END}),
    "DateTechnicalAccident": frozenset({START}),
    START: _PERIOD,
    END: _PERIOD,
    "RefStartingDate": frozenset({"RefEndingDate"}),
    "ZIPCode": frozenset({"City"}),
    "C32ANbr": frozenset({"SocialSecretariatNumber"}),
    "SocialSecretariatNumber": frozenset({"C32ANbr"}),
}
"""Zones whose value other rules read: where one is spoilt, these may be reported too. Of others nothing may."""
OTHER_WORKERS = ("84051291737", "79060395574", "91022693417")


@dataclass(frozen=True)
class Said:
    """What must be reported: the anomaly, its tag, and the element whose line it bears."""

    error_id: str
    tag: str
    at: Element
    also: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Form:
    """A good form that waits for its fault."""

    root: Element
    facts: Facts

    @property
    def risk(self) -> str:
        return self.root.value("IdentificationOfRisk")

    @property
    def status(self) -> str:
        return self.root.value("AttestationStatus")

    @property
    def created(self) -> date:
        return date.fromisoformat(self.root.value("FormCreationDate"))

    @property
    def reason(self) -> Element | None:
        return self.root.first(REASONS.get(self.risk, ""))

    @property
    def is_simplified(self) -> bool:
        return self.status == "3" and self.reason is None

    def zones(self) -> Iterator[Element]:
        """Every zone, but the identification: with another one the file is none of this message."""
        return (one for one in self.root.walk() if one.tag in self.facts.zones and one.tag != "Identification")

    def blocks(self) -> Iterator[Element]:
        return (one for one in self.root.walk() if one.tag in self.facts.blocks)

    def presence(self, zone: Element) -> str:
        return self.facts.blocks[zone.holder().tag].zones[zone.tag]

    def number(self, block: Element) -> str:
        return self.facts.blocks[block.tag].number

    def insert(self, block: Element, child: Element) -> Element:
        """Put a child where the order of its block wants it."""
        order = self.facts.blocks[block.tag].order()
        before = [one for one in block.children if order.index(one.tag) <= order.index(child.tag)]
        return block.insert(len(before), child)


def form_of(root: Element, message: str) -> Form:
    return Form(root, facts_of(message))


Place = Callable[[], Said]
Mutation = Callable[[Form], Iterator[Place]]


def spoilt(form: Form, zone: Element, text: str, order: tuple[str, ...]) -> Place:
    """Another value in one zone."""

    def do() -> Said:
        zone.text = text
        return Said(form.facts.zones[zone.tag].best(order), zone.tag, zone, HANGS_ON.get(zone.tag, frozenset()))

    return do
