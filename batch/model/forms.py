"""A form as read: blocks with their zones, and places inside it.

On the hot path, so the classes are slotted and not frozen; nobody changes them after they are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from batch.model.calendar import read_day

_RELATED, _TICKET = 0, 2
_LONGEST_NUMBER = 40
"""Digits: twice what the longest zone holds; Python itself gives up at some thousands."""


def is_number(text: str) -> bool:
    """Whether a text is digits only, and not more than a number may have."""
    return len(text) <= _LONGEST_NUMBER and text.isascii() and text.isdigit()


@lru_cache(maxsize=4096)
def _read_number(text: str) -> int | None:
    """A number as typed; forms repeat them, so the last ones are remembered: only short ones come here."""
    return int(text) if is_number(text) else None


Path = tuple[tuple[str, int], ...]
"""Steps from the form to an element: XML name and which of that name, from 1."""

Paths = dict[int, Path]
"""The path of every block of one form, by its identity."""


class Block:
    """One block of a form: texts of its zones by XML name, linked blocks by XML name.

    It does not know the block that holds it: so a form that was judged is gone at once, without the collector of
    cycles.
    """

    __slots__ = ("again", "blocks", "tag", "zones")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.zones: dict[str, str | None] = {}
        self.blocks: dict[str, list[Block]] = {}
        self.again: dict[str, list[str | None]] | None = None
        """The further values of zones that stand several times; hardly any block has one."""

    def text(self, tag: str) -> str | None:
        """The value of a zone without outer blanks; None when it is absent or empty."""
        raw = self.zones.get(tag)
        return raw.strip() or None if raw else None

    def raw(self, tag: str) -> str | None:
        """The value of a zone exactly as sent."""
        return self.zones.get(tag)

    def texts(self, tag: str) -> list[str]:
        """Every value of a zone that may stand several times, in order, without outer blanks; empty ones stay."""
        if tag not in self.zones:
            return []
        more = self.again.get(tag, []) if self.again else []
        return [(raw or "").strip() for raw in (self.zones[tag], *more)]

    def number(self, tag: str) -> int | None:
        """The value of a zone as an integer; None when it is absent, no digits, or longer than any number may be."""
        text = self.text(tag)
        return None if text is None or len(text) > _LONGEST_NUMBER else _read_number(text)

    def day(self, tag: str) -> date | None:
        """The value of a zone as a day; None when it is absent or no date."""
        text = self.text(tag)
        return None if text is None else read_day(text)

    def first(self, tag: str) -> Block | None:
        """The first linked block of that name."""
        found = self.blocks.get(tag)
        return found[0] if found else None

    def every(self, tag: str) -> list[Block]:
        """All linked blocks of that name, in order."""
        return self.blocks.get(tag, [])

    def at(self, tag: str = "", nth: int = 1) -> Place:
        """A place: one of its zones or blocks, or the block itself; ``nth`` of several of that name."""
        return Place(self, tag, nth)

    def paths(self) -> Paths:
        """The steps to every block below a form, and to the form itself, which is no step."""
        found: Paths = {id(self): ()}
        self._note_paths(found, ())
        return found

    def _note_paths(self, found: Paths, here: Path) -> None:
        for tag, siblings in self.blocks.items():
            for nth, block in enumerate(siblings, 1):
                found[id(block)] = path = (*here, (tag, nth))
                block._note_paths(found, path)


@dataclass(slots=True)
class Place:
    """A place in a form: a block, and the XML name inside it that is meant."""

    block: Block
    tag: str
    nth: int = 1

    def path(self, paths: Paths) -> Path:
        """The steps from the form, of which these are the paths, to the place."""
        steps = paths[id(self.block)]
        return (*steps, (self.tag, self.nth)) if self.tag else steps


@dataclass(slots=True)
class Header:
    """The five header zones of a form (block 90059) as sent, and what they mean."""

    identification: str
    day: str
    hour: str
    status_text: str
    kind: str
    created: date | None
    status: int | None


@dataclass(slots=True)
class Reference:
    """One reference of a form (block 90082)."""

    block: Block
    kind: int | None
    origin: int | None
    number: str | None


def related_ticket(references: Iterable[Reference]) -> Reference | None:
    """The reference to the ticket of another form that is acted on: type 0, origin 2."""
    return next((one for one in references if (one.kind, one.origin) == (_RELATED, _TICKET)), None)


@dataclass(slots=True)
class Employer:
    """The numbers that name an employer; None when absent or zero."""

    noss: str | None
    lpa: str | None
    company: str | None
    _keys: tuple[str, ...] | None = field(default=None, init=False, repr=False, compare=False)

    def keys(self) -> tuple[str, ...]:
        """Comparable keys, without leading zeros: two employers are one when they share a key."""
        if self._keys is None:
            named = (("N", self.noss), ("L", self.lpa), ("C", self.company))
            self._keys = tuple([f"{letter}{number.lstrip('0')}" for letter, number in named if number])
        return self._keys


def numbers_sent(block: Block | None) -> tuple[str, str, str]:
    """The employer's numbers in a block exactly as sent: ONSS, PPL, enterprise; empty where none is."""
    if block is None:
        return "", "", ""
    noss, lpa = block.text("NOSSRegistrationNbr"), block.text("NOSSLPARegistrationNbr")
    return noss or "", lpa or "", block.text("CompanyID") or ""
