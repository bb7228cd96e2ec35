"""Declarations with one fault of structure each, made from a whole one that has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from declarations import TODAY, after, part, put

from batch.lawbook import open_law

_LAW = open_law()
_SHORT, _MOST_SHOWN = 4, 25


class Case(NamedTuple):
    """A declaration with one fault, beside the whole one it was made from."""

    error_id: str
    tag: str
    text: str
    neighbour: str
    day: date
    fact: str


@dataclass(frozen=True)
class Whole:
    """A declaration without fault, and the day it arrives."""

    text: str
    day: date = TODAY

    def number(self, tag: str) -> str:
        """The number of a zone or block."""
        message = next(one for one in ("TWCT001", "VBLV001", "LOIC001") if f"<{one}" in self.text)
        release = _LAW.release(message, "20231")
        (number,) = [one.number for one in (*release.zones.values(), *release.blocks.values()) if one.tag == tag]
        return number

    def case(self, error_id: str, tag: str, text: str, fact: str) -> Case:
        return Case(error_id, tag, text, self.text, self.day, fact)

    def valued(self, values: Mapping[str, Mapping[str, str]]) -> Iterator[Case]:
        """Each value, by path and code, in the place of the good one."""
        for path, by_code in values.items():
            tag = _tag(path)
            for code, value in by_code.items():
                yield self.case(f"{self.number(tag)}-{code}", tag, put(self.text, path, value), _shown(value))

    def lacking(self, *paths: str) -> Iterator[Case]:
        """Each of these elements left out."""
        for path in paths:
            tag = _tag(path)
            yield self.case(f"{self.number(tag)}-001", tag, put(self.text, path, None), "absent")

    def behind(self, places: Mapping[str, str], block: str = "") -> Iterator[Case]:
        """Each of these elements behind another: told of the block itself, or of the one a zone stands in."""
        for path, other in places.items():
            tag = _tag(path)
            text = after(put(self.text, path, None), other, part(self.text, path).rstrip("\n"))
            fact = f"{tag} behind {other.rpartition('/')[2]}"
            yield self.case(f"{self.number(block or tag)}-091", tag, text, fact)


def too_long(most: int) -> str:
    """A text of one position more than may be."""
    return "A" * (most + 1)


def _tag(path: str) -> str:
    """The element that a path ends at."""
    return path.rpartition("/")[2].partition("[")[0]


def _shown(value: str) -> str:
    if not value:
        return "empty"
    is_filling = len(value) > _SHORT and len(set(value)) == 1
    return f"{len(value)} positions" if is_filling or len(value) > _MOST_SHOWN else f'"{value}"'
