"""A walk over a form beside the glossary data: names every zone and block anomaly of its structure.

It runs when the XSD has said no, because a schema engine stops reading a block at its first unexpected
child and all faults are wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from batch.model.findings import Finding
from batch.model.law import Anomaly, Block, BlockUse, Release, ZoneUse
from batch.model.outline import Node
from batch.validators.zones import ABSENT, BLANKS, code_of, fault_of


@dataclass(frozen=True, slots=True)
class Glossary:
    """What the walk reads: the form's release, and the payload's where a wildcard stands."""

    release: Release
    payload: Release | None
    anomalies: Mapping[str, Anomaly]
    beside: tuple[Release, ...] = ()
    """Other payloads that may stand in a Data of their own."""


_PAYLOAD = "DocumentXML"
"""The block of the envelope that carries our payloads."""


def walk(form: Node, glossary: Glossary) -> list[Finding]:
    """All structural findings of one form, in document order."""
    block = next(block for block in glossary.release.blocks.values() if block.tag == "Form")
    return list(_block(form, block, glossary.release, glossary))


def _block(node: Node, block: Block, release: Release, glossary: Glossary) -> Iterator[Finding]:
    place = _Place(block, release, glossary)
    yield from place.attributes(node, block.number)
    if block.wildcard:
        yield from _wildcard(node, place)
        return
    if node.text.strip(BLANKS):
        yield place.finding(block.number, ("092",), node)
    seats = place.seats()
    yield from _children(node, place, seats)
    yield from _missing(node, place, seats)


@dataclass(frozen=True, slots=True)
class _Seat:
    """A place in the order of a block: the numbers that may sit there, and how many."""

    numbers: tuple[str, ...]
    least: int
    most: int | None
    is_zone: bool
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """The block that is being read, with what is needed to name its faults."""

    block: Block
    release: Release
    glossary: Glossary

    def finding(self, number: str, wishes: tuple[str, ...], node: Node, tag: str = "") -> Finding:
        path = node.path()
        return Finding(
            number,
            code_of(number, wishes, self.glossary.anomalies),
            (*path, (tag, 1)) if tag else path,
        )

    def too_many(self, number: str, node: Node) -> Finding:
        """One more than may stand: of the zone that the data name, else of the block or zone itself."""
        block = self.release.blocks.get(number)
        if block is not None and block.too_many:
            zone, code = block.too_many.split("-")
            return Finding(zone, code, (*node.path(), (self.tag(zone), 1)))
        return self.finding(number, ("006", "090") if number == "90082" else ("090",), node)

    def attributes(self, node: Node, number: str) -> Iterator[Finding]:
        if node.attributes:
            yield self.finding(number, ("092", "003", "090"), node)

    def seats(self) -> tuple[_Seat, ...]:
        return tuple(_seat(use) for use in self.block.members())

    def tag(self, number: str) -> str:
        if number in self.release.zones:
            return self.release.zones[number].tag
        return self.release.blocks[number].tag


def _seat(use: ZoneUse | tuple[ZoneUse, ...] | BlockUse) -> _Seat:
    if isinstance(use, BlockUse):
        return _Seat(use.numbers, use.least, use.most, False)
    uses = use if isinstance(use, tuple) else (use,)
    first = uses[0]
    least = 1 if first.presence == "M" else 0
    return _Seat(tuple(one.number for one in uses), least, first.most, True, first.presence == "F")


def _children(node: Node, place: _Place, seats: tuple[_Seat, ...]) -> Iterator[Finding]:
    at = {_qualified(place, number): (index, number) for index, seat in enumerate(seats) for number in seat.numbers}
    known = {_qualified(place, number) for number in (*place.release.zones, *place.release.blocks)}
    reached, seen = -1, [0] * len(seats)
    for child in node.children:
        if child.tag not in at:
            unexpected = "091" if child.tag in known else "092"
            yield place.finding(place.block.number, (unexpected,), child)
            continue
        index, number = at[child.tag]
        seat = seats[index]
        seen[index] += 1
        if seat.forbidden:
            yield place.finding(number, ("005", "090"), child)
            continue
        if index < reached:
            yield place.finding(place.block.number if seat.is_zone else number, ("091",), child)
        reached = max(reached, index)
        if seat.most is not None and seen[index] > seat.most:
            yield place.too_many(number, child)
        yield from _child(child, number, seat, place)


def _child(child: Node, number: str, seat: _Seat, place: _Place) -> Iterator[Finding]:
    if not seat.is_zone:
        yield from _block(child, place.release.blocks[number], place.release, place.glossary)
        return
    yield from place.attributes(child, number)
    if child.children:
        for inner in child.children:
            yield place.finding(place.block.number, ("092",), inner)
        return
    fault = fault_of(place.release.zones[number], child.text, bool(seat.least))
    if fault is not None:
        yield place.finding(number, fault, child)


def _missing(node: Node, place: _Place, seats: tuple[_Seat, ...]) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for child in node.children:
        counts[child.tag] = counts.get(child.tag, 0) + 1
    for seat in seats:
        there = sum(counts.get(_qualified(place, number), 0) for number in seat.numbers)
        if there < seat.least:
            number = seat.numbers[0]
            yield place.finding(number, ABSENT, node, place.tag(number))


def _wildcard(node: Node, place: _Place) -> Iterator[Finding]:
    payload = place.glossary.payload
    if place.block.wildcard == "skip" or payload is None:
        return
    root = _root(payload)
    for child in node.children:
        known = next((one for one in (payload, *place.glossary.beside) if one.root == child.tag), None)
        if known is not None:
            yield from _block(child, _root(known), known, place.glossary)
        else:
            yield place.finding(place.block.number, ("092",), child)
    if not node.children and place.block.tag == _PAYLOAD:
        yield place.finding(root.number, ABSENT, node, payload.root)
    elif not node.children:
        yield place.finding(place.block.number, ABSENT, node)
    for extra in node.children[1:]:
        yield place.finding(place.block.number, ("090",), extra)
    if node.text.strip(BLANKS):
        yield place.finding(place.block.number, ("092",), node)


def _root(payload: Release) -> Block:
    return next(block for block in payload.blocks.values() if block.tag == payload.root)


def _qualified(place: _Place, number: str) -> str:
    namespace = place.release.namespace
    return f"{{{namespace}}}{place.tag(number)}" if namespace else place.tag(number)
