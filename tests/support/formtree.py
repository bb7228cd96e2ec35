"""A form as a tree that tests change, written one element a line, so that the line of each is known."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

SCHEMAS = Path(__file__).parents[2] / "schemas"


@dataclass(eq=False)
class Element:
    """One element; ``line`` is known once the tree is written."""

    tag: str
    text: str = ""
    children: list[Element] = field(default_factory=list)
    parent: Element | None = None
    attribute: str = ""
    line: int = 0

    def every(self, tag: str) -> list[Element]:
        """All below it of that name."""
        return [one for one in self.walk() if one.tag == tag]

    def first(self, tag: str) -> Element | None:
        return next(iter(self.every(tag)), None)

    def value(self, tag: str) -> str:
        found = self.first(tag)
        return found.text if found else ""

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()

    def place(self) -> int:
        """Which of its parent's children it is."""
        return self.holder().children.index(self)

    def holder(self) -> Element:
        assert self.parent is not None
        return self.parent

    def insert(self, place: int, child: Element) -> Element:
        child.parent = self
        self.children.insert(place, child)
        return child

    def drop(self) -> None:
        self.holder().children.remove(self)

    def copy(self) -> Element:
        twin = Element(self.tag, self.text, attribute=self.attribute)
        for child in self.children:
            twin.insert(len(twin.children), child.copy())
        return twin


def tree_of(form: str) -> Element:
    """The tree of a form without namespaces."""
    return _element(ET.fromstring(form))  # noqa: S314 - our own sample


def _element(node: ET.Element) -> Element:
    element = Element(node.tag, (node.text or "").strip() if len(node) else (node.text or ""))
    for child in node:
        element.insert(len(element.children), _element(child))
    return element


def written(form: Element, head: str, foot: str) -> bytes:
    """A document of one form, every tag of a block and every zone on its own line."""
    lines = head.splitlines()
    _write(form, lines)
    return "\n".join([*lines, foot]).encode()


def _write(element: Element, lines: list[str]) -> None:
    element.line = len(lines) + 1
    opening = f"<{element.tag}{element.attribute}>{escape(element.text)}"
    if not element.children:
        lines.append(f"{opening}</{element.tag}>")
        return
    lines.append(opening)
    for child in element.children:
        _write(child, lines)
    lines.append(f"</{element.tag}>")


# -- what the glossary says ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ZoneFacts:
    number: str
    kind: str
    length: int
    least: int
    values: tuple[str, ...]
    low: int | None
    high: int | None
    codes: frozenset[str]

    def best(self, order: Sequence[str]) -> str:
        """The anomaly of this zone with the first of those codes that the glossary lists for it."""
        return f"{self.number}-{next((code for code in order if code in self.codes), order[-1])}"


@dataclass(frozen=True)
class BlockFacts:
    number: str
    zones: dict[str, str]
    """Its zones in order, each with M, O, C or F."""
    blocks: dict[str, tuple[int, int | None]]
    """Its blocks in order, each with the least and the most of it."""
    too_many: str

    def order(self) -> list[str]:
        return [*self.zones, *self.blocks]


@dataclass(frozen=True)
class Facts:
    zones: dict[str, ZoneFacts]
    blocks: dict[str, BlockFacts]


@cache
def facts_of(message: str, release: str = "20231") -> Facts:
    """The data of a release, read anew from its file."""
    data = tomllib.loads((SCHEMAS / message / release / "structure.toml").read_text(encoding="utf-8"))
    general = tomllib.loads((SCHEMAS / "glossary" / "general.toml").read_text(encoding="utf-8"))
    tags = {one["number"]: one["tag"] for one in (*data["zone"], *data["block"])}
    zones = {one["tag"]: _zone(one, general["zone"]) for one in data["zone"]}
    blocks = {
        one["tag"]: BlockFacts(
            one["number"],
            {tags[number]: presence for number, presence in map(str.split, one.get("zones", ()))},
            {tags[number]: _span(span) for number, span in map(str.split, one.get("blocks", ()))},
            one.get("too_many") or f"{one['number']}-{_too_many(one)}",
        )
        for one in data["block"]
    }
    return Facts(zones, blocks)


def _too_many(one: dict) -> str:
    """A reference too many has a code of its own where the glossary lists it."""
    listed = {code.split()[0] for code in one["anomalies"]}
    return "006" if one["number"] == "90082" and "006" in listed else "090"


def _zone(one: dict, general: list[str]) -> ZoneFacts:
    listed = {code.split()[0] for code in (*one.get("anomalies", ()), *one.get("ours", ()))}
    return ZoneFacts(
        one["number"], one["kind"], one.get("length", 0), one.get("least", 0), tuple(one.get("values", ())),
        one.get("low"), one.get("high"), frozenset({*listed, *general}))  # fmt: skip


def _span(text: str) -> tuple[int, int | None]:
    least, most = text.split("..")
    return int(least), None if most == "*" else int(most)
