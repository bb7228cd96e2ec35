"""What jobs need from the world, as roles: register, archive, inbox, outbox. Store and transport play them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol

from batch.model.findings import FileFault
from batch.model.frame import Frame
from batch.model.names import Environment
from batch.model.receipt import Answer, Delivery, Receipt, Sender
from batch.model.situation import Situation
from batch.model.verdict import Decision, Essence

Clock = Callable[[], datetime]
"""The moment it is, in UTC; read once per job."""

Work = Literal["kept", "acknowledged", "decisions", "hand-over"]
"""What may wait for a job."""

DecisionOutcome = Literal["noted", "known", "conflict"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file seen in an inbox."""

    sender: str
    folder: str
    name: str
    size: int
    modified: datetime


@dataclass(frozen=True, slots=True)
class Artifact:
    """Synced bytes in the archive."""

    place: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Posting:
    """An answer to be posted; its name is allotted when the row is written."""

    code: str
    environment: Environment
    addressee: str
    artifact: Artifact
    release_on: date


@dataclass(frozen=True, slots=True)
class StoredForm:
    """One accepted form as the register remembers it."""

    receipt: int
    form: int
    ticket: str
    environment: Environment
    sender: str
    identification: str
    status: int
    own_reference: str
    essence: Essence
    created: str
    law_day: date
    life: str
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """A decision that counts and has not been answered yet."""

    id: int
    decision: Decision
    form: StoredForm


FormRow = Mapping[str, Any]
AnomalyRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged form, as rows to keep."""

    form: FormRow
    anomalies: Sequence[AnomalyRow]
    decision: Decision | None


class Register(Protocol):
    """What is remembered; every method that writes is one transaction, all or nothing."""

    def sender(self, number: str) -> Sender | None: ...
    def has_delivery(self, delivery: str) -> bool: ...
    def keep(self, delivery: Delivery, environment: Environment, code: str, stem: str, series: str) -> Receipt: ...
    def has_work(self, kind: Work) -> bool: ...
    def receipts(self, state: str) -> list[Receipt]: ...
    def acknowledge(
        self, receipt: Receipt, frame: Frame, faults: Sequence[FileFault], series: str, acrf: Posting
    ) -> None: ...
    def situations(
        self, environment: Environment, sender: str | None, tickets: Iterable[str]
    ) -> dict[str, Situation]: ...
    def settle(self, receipt: Receipt, judged: Iterable[Judged], noti: Posting, by: str) -> None: ...
    def set_aside(self, receipt: int, reason: str, moment: datetime) -> None: ...
    def note_decision(self, decision: Decision, by: str, moment: datetime) -> DecisionOutcome: ...
    def open_decisions(self) -> list[OpenDecision]: ...
    def answer_decision(self, decision: int, posting: Posting | None, moment: datetime) -> None: ...
    def sets_to_hand_over(self) -> list[Receipt]: ...
    def accepted_forms(self, receipt: int) -> Iterator[tuple[StoredForm, list[AnomalyRow]]]: ...
    def hand_over(self, receipt: int, postings: Sequence[Posting], moment: datetime) -> None: ...
    def answers_to_send(self, day: date) -> list[Answer]: ...
    def mark_sent(self, answer: int, moment: datetime) -> None: ...


class Archive(Protocol):
    """Where bytes are kept for good, under names of ours."""

    def keep(self, place: str, source: BinaryIO) -> Artifact: ...
    def write(self, place: str, chunks: Iterable[bytes]) -> Artifact: ...
    def open(self, place: str) -> BinaryIO: ...
    def forget(self, folder: str) -> None: ...
    def scratch(self, name: str) -> Path: ...


class Claim(Protocol):
    """A set that was taken out of its inbox and is nobody else's."""

    @property
    def id(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def folder(self) -> str: ...
    @property
    def files(self) -> tuple[str, ...]: ...
    def open(self, name: str) -> BinaryIO: ...
    def give_back(self) -> None: ...
    def finish(self) -> None: ...


class Inbox(Protocol):
    """Where sets arrive."""

    def arrivals(self) -> list[Arrival]: ...
    def claim(self, sender: str, folder: str, first: str, others: Sequence[str]) -> Claim | None: ...
    def unfinished(self) -> list[Claim]: ...
    def is_growing(self, arrivals: Sequence[Arrival], pause: float) -> set[Arrival]: ...


class Outbox(Protocol):
    """Where answers are laid down: whole, synced, the GO last."""

    def deliver(self, answer: Answer, content: BinaryIO) -> None: ...
