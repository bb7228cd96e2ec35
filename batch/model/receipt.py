"""A receipt: one claimed delivery of a set, its kept bytes, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from batch.model import names
from batch.model.findings import FileFault
from batch.model.frame import Frame
from batch.model.names import Environment
from batch.model.naming import NOBODY, Naming, together

CANCELLED = "277"
"""Annex 30: cancelled by the transfer point, at the sender's request by TD."""

_UNREAD = Frame()

State = Literal["kept", "acknowledged", "answered", "refused", "tested", "cancelled", "executed"]
"""kept: bytes are safe; acknowledged: ACRF fixed, forms to judge; answered: NOTI posted; refused: negative
ACRF; tested: environment T, ACRF only; cancelled: by a TD; executed: the TD that did it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One kept file of a set: its name, bytes and digest, and where it lies in the archive."""

    name: str
    size: int
    sha256: str
    place: str
    """Where its exact bytes are; empty when the file was too large to be kept."""
    content: str = ""
    """Where the declarations are read from: the same place, or the unpacked file of a ZIP."""
    frame: Frame = _UNREAD
    """What the pass over the file told; only of an FI whose set is acknowledged."""
    signature: str = ""
    """Only of an FS: who signed and how that was established, as JSON."""

    @property
    def number(self) -> int:
        """Which part of the set it is, from 1."""
        return names.read(self.name).part


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was claimed from an inbox: whose, from which folder, which files, when."""

    delivery: str
    sender: str
    folder: str
    go_name: str
    """The GO; empty when it never came."""
    parts: tuple[Part, ...]
    received_at: datetime
    verdict_of_intake: tuple[str, ...] = ()
    """Codes that intake itself found: files missing (120), GO missing (130)."""

    @property
    def subject(self) -> str:
        """The file an answer is about: the GO, else the first file."""
        return self.go_name or self.parts[0].name

    @property
    def is_cancellation(self) -> bool:
        """Whether it is a TD without the set it cancels."""
        return self.subject.startswith("TD.")

    def names(self, prefix: str) -> list[str]:
        """The names of its files with a prefix."""
        return [part.name for part in self.parts if part.name.startswith(f"{prefix}.")]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One delivery in the register."""

    id: int
    delivery: Delivery
    environment: Environment
    code: str
    stem: str
    file_ticket: str
    duplicate_of: int | None
    state: State
    message: str
    """Identification of its forms; empty until the set is acknowledged."""
    forms: int
    series: str
    first_counter: int
    noti: int = 0
    """The number in the name of its NOTI, reserved with its tickets; 0: none yet."""

    @property
    def sender(self) -> str:
        """The owner of the folder the set was delivered to."""
        return self.delivery.sender

    @property
    def received_at(self) -> datetime:
        """When it was claimed, in UTC."""
        return self.delivery.received_at

    def inputs(self) -> list[Part]:
        """Its FI files, in the order of their numbers."""
        return sorted(self.files("FI"), key=lambda part: (part.number, part.name))

    def files(self, prefix: str) -> list[Part]:
        """Its kept files with that prefix."""
        return [part for part in self.delivery.parts if part.name.startswith(f"{prefix}.")]


@dataclass(frozen=True, slots=True)
class Reception:
    """What reading the files of a set told: its message, its files with their frames, its faults."""

    message: str = ""
    parts: tuple[Part, ...] = ()
    faults: tuple[FileFault, ...] = ()
    acts_on_any: bool = False
    """It comes from an application of ONEM: its forms may act on those of any sender."""

    @property
    def forms(self) -> int:
        """How many forms all parts hold."""
        return sum(part.frame.count for part in self.parts)

    @property
    def employers(self) -> Naming | None:
        """Every employer that its forms name; None: it may concern any."""
        named = NOBODY
        for told in (part.frame.employers for part in self.parts):
            if told is None or self.acts_on_any:
                return None
            named = together(named, told)
        return named

    @property
    def is_cancelled(self) -> bool:
        """Whether the sender took the set back himself."""
        return any(fault.code == CANCELLED for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that was posted: a row, its bytes in the archive, and when it may leave."""

    id: int
    code: str
    name: str
    go_name: str
    addressee: str
    folder: str
    place: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry about a receipt."""

    id: int
    what: str
    detail: Mapping[str, Any]
    is_whole: bool
    """Whether its hash is that of what it says."""
