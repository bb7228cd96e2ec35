"""What is read from and written to a file as a whole: listings, their lines, and what an import did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from batch.model.personnel import Relation
from batch.model.sender import EmployerRecord, Mandate, Permit, Sender

Listing = Literal["senders", "mandates", "permissions", "employers", "personnel"]
LISTINGS: tuple[Listing, ...] = ("senders", "mandates", "permissions", "employers", "personnel")
REPLACED: tuple[Listing, ...] = ("employers", "personnel")
"""Reference data: each import replaces the one before, and all of it can be taken out again."""
Entry = Sender | Mandate | Permit | EmployerRecord | Relation
Line = tuple[int, Entry | str]
"""One line of a listing: its number, and what it says or what is wrong with it."""
Refuse = Callable[[int, str], None]
"""Told every line that is wrong, by number and reason."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of reference data: what it tells, as of which day, its name and SHA-256."""

    what: Listing
    as_of: date
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an import did: lines that were new, that changed something, that were known; the day it replaced."""

    added: int = 0
    changed: int = 0
    same: int = 0
    replaced: date | None = None
