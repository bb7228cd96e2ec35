"""A receipt: one claimed delivery of a set, its kept bytes, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from batch.model.frame import Frame
from batch.model.law import Language
from batch.model.names import Environment

State = Literal["kept", "acknowledged", "answered", "refused", "tested"]
"""kept: bytes are safe; acknowledged: ACRF fixed, forms to judge; answered: NOTI posted; refused: negative
ACRF; tested: environment T, ACRF only."""


@dataclass(frozen=True, slots=True)
class Part:
    """One kept file of a set: its name, bytes and digest, and where it lies in the archive."""

    name: str
    size: int
    sha256: str
    place: str


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
    frame: Frame
    series: str
    first_counter: int

    @property
    def sender(self) -> str:
        """The owner of the folder the set was delivered to."""
        return self.delivery.sender

    @property
    def received_at(self) -> datetime:
        """When it was claimed, in UTC."""
        return self.delivery.received_at

    def part(self, prefix: str) -> Part | None:
        """The first kept file with that prefix."""
        return next((part for part in self.delivery.parts if part.name.startswith(prefix + ".")), None)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who may send: number, quality, language of the answers, wishes."""

    number: str
    name: str
    quality: str
    language: Language
    active: bool = True
    wants_status: bool = True
    """Whether changes of status (LONO002) are sent."""


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
