"""What jobs need from the world, as roles: register, archive, inbox, outbox. Store and transport play them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol, TypeVar

from batch.model.balance import Break
from batch.model.declared import Declared
from batch.model.dossier import Moved, Status
from batch.model.findings import FileFault
from batch.model.line import Turn
from batch.model.names import Environment
from batch.model.overview import Overview, Question
from batch.model.receipt import Answer, Delivery, Receipt, Reception
from batch.model.sender import Keys, Sender
from batch.model.situation import Situation
from batch.model.told import Told
from batch.model.verdict import Decision, Essence
from batch.ports.correspondence import Corresponding, DeedRow
from batch.ports.owed import Owed, Owing

T = TypeVar("T")

Clock = Callable[[], datetime]
"""The moment it is, in UTC; read once per job."""

Work = Literal[
    "kept", "acknowledged", "answers", "decisions", "dossiers", "notifications", "hand-over", "printing", "overviews",
    "copies",
]  # fmt: skip
"""What may wait for a job."""

FileKey = tuple[str, str, str]
"""A file in an inbox: sender, folder, name."""

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
class Wanted:
    """A set to be taken: the file whose move decides who gets it, and the files that go with it."""

    sender: str
    folder: str
    first: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a wanted set: its claim, or a failure, or neither when somebody else was faster."""

    wanted: Wanted
    claim: Claim | None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class ShippedFile:
    """One file of an answer set; ``open`` is asked again when a broken transfer is repeated."""

    name: str
    sha256: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Shipment:
    """An answer set to be laid down: its files, then the empty GO."""

    addressee: str
    folder: str
    files: tuple[ShippedFile, ...]
    go_name: str


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
    dossier: str
    part: int
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
WorkerRow = Mapping[str, Any]
AttachmentRow = Mapping[str, Any]
Kept = tuple[StoredForm, bool, list[AnomalyRow]]
"""A judged form, whether it was accepted, its anomalies."""


@dataclass(frozen=True, slots=True)
class Untold:
    """A change of status that the sender of the request has not been told."""

    id: int
    status: Status
    day: date
    form: StoredForm
    """The latest form of the employer's part."""


@dataclass(slots=True)
class Judged:
    """One judged form, as rows to keep."""

    form: FormRow
    anomalies: Sequence[AnomalyRow]
    decision: Decision | None
    bookings: Sequence[str] = ()
    workers: Sequence[WorkerRow] = ()
    moved: Moved | None = None
    attachments: Sequence[AttachmentRow] = ()
    deed: DeedRow | None = None

    @property
    def acts(self) -> bool:
        """Whether it does something beyond its own rows when it is kept."""
        acts_on = self.form["accepted"] and self.form["target"]
        return bool(acts_on or self.decision or self.bookings or self.moved or self.attachments or self.deed)


class ToldMeanwhile(Protocol):
    """What the forms of the set under judgement told so far; kept outside memory, gone when it is closed."""

    def note(self, told: Iterable[Told]) -> None: ...
    def of(self, workers: Iterable[str]) -> Iterator[Told]: ...
    def close(self) -> None: ...


class Register(Owing, Corresponding, Protocol):
    """What is remembered; every method that writes is one transaction, all or nothing."""

    def together(self, units: Sequence[Callable[[], T]], seal: Callable[[], object] = ...) -> list[T | Exception]: ...
    def one_view(self) -> AbstractContextManager[None]: ...
    def sender(self, number: str) -> Sender | None: ...
    def has_delivery(self, delivery: str) -> bool: ...
    def keep(self, delivery: Delivery, environment: Environment, code: str, stem: str, series: str) -> Receipt: ...
    def has_work(self, kind: Work) -> bool: ...
    def receipts(self, state: str) -> list[Receipt]: ...
    def numbered(self, numbers: Sequence[int]) -> list[Receipt]: ...
    def line(self, state: str) -> list[Turn]: ...
    def cancellations(self) -> list[Receipt]: ...
    def receipt_named(self, sender: str, stem: str) -> Receipt | None: ...
    def acknowledge(self, receipt: Receipt, reception: Reception, series: str, acrf: Posting) -> None: ...
    def cancel(self, order: Receipt, target: Receipt, fault: FileFault, acrf: Posting) -> None: ...
    def first_seen(self, files: Iterable[FileKey], now: datetime, *, forget: bool) -> dict[FileKey, datetime]: ...
    def accepted_among(self, environment: Environment, sender: str, wanted: Sequence[Declared]) -> set[Declared]: ...
    def situations(
        self, environment: Environment, sender: str | None, tickets: Iterable[str]
    ) -> dict[str, Situation]: ...
    def booked(self, environment: Environment, wanted: Iterable[str]) -> set[str]: ...
    def told_of(self, environment: Environment, workers: Iterable[str]) -> Iterator[Told]: ...
    def told_meanwhile(self) -> ToldMeanwhile: ...
    def breaks_of(self, environment: Environment, workers: Iterable[str]) -> list[Break]: ...
    def breaks_beside(self, dossiers: Iterable[str]) -> list[tuple[str, Break]]: ...
    def prepare(self, judged: Iterable[Judged]) -> int: ...
    def drop_prepared(self, receipt: int) -> None: ...
    def settle(
        self,
        receipt: Receipt,
        judged: Iterable[Judged],
        noti: Posting,
        by: str,
        owes: Iterable[Owed] = (),
        prepared: int | None = None,
    ) -> None: ...
    def set_aside(self, receipt: int, reason: str, moment: datetime) -> None: ...
    def note_decision(self, decision: Decision, by: str, moment: datetime) -> DecisionOutcome: ...
    def open_decisions(self) -> list[OpenDecision]: ...
    def answer_decision(self, decision: int, posting: Posting | None, moment: datetime) -> None: ...
    def untold_changes(self) -> list[Untold]: ...
    def tell_change(self, event: int, posting: Posting | None, moment: datetime) -> None: ...
    def form(self, ticket: str) -> StoredForm | None: ...
    def receipt(self, number: int) -> Receipt: ...
    def sets_to_hand_over(self) -> list[Receipt]: ...
    def accepted_forms(self, receipt: int) -> Iterator[tuple[StoredForm, list[AnomalyRow]]]: ...
    def hand_over(self, receipt: int, postings: Sequence[Posting], moment: datetime) -> None: ...
    def sets_to_print(self) -> list[Receipt]: ...
    def post_prints(self, receipt: int, postings: Sequence[Posting], moment: datetime) -> None: ...
    def sets_to_list(self) -> list[Receipt]: ...
    def overview(self, question: Question, may_see: Callable[[Keys], bool]) -> Overview: ...
    def post_overviews(self, receipt: int, postings: Sequence[Posting], moment: datetime) -> None: ...
    def answers_to_send(self, day: date) -> list[Answer]: ...
    def mark_sent(self, answer: int, moment: datetime) -> None: ...


class Archive(Protocol):
    """Where bytes are kept for good, under names of ours."""

    def keep(self, place: str, source: BinaryIO) -> Artifact: ...
    def write(self, place: str, chunks: Iterable[bytes]) -> Artifact: ...
    def open(self, place: str) -> BinaryIO: ...
    def find(self, place: str) -> Artifact | None: ...
    def forget(self, folder: str) -> None: ...
    def discard(self, place: str) -> None: ...
    def scratch(self, name: str) -> Path: ...
    def shelf(self) -> AbstractContextManager[Shelf]: ...


class Shelf(Archive, Protocol):
    """The archive for a batch: what is written is read at once, and kept for good when all of it is synced."""

    def sync(self) -> None: ...


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

    def arrivals(self, trouble: Callable[[Exception], None] = ...) -> list[Arrival]: ...
    def is_growing(self, arrivals: Sequence[Arrival], pause: float, now: datetime) -> set[Arrival]: ...
    def claims(self, wanted: Iterable[Wanted]) -> Iterator[Taken]: ...
    def unfinished(self) -> list[Claim]: ...
    def holds(self, sender: str, folder: str, name: str) -> bool: ...


class Outbox(Protocol):
    """Where answers are laid down: whole, synced, the GO last."""

    def deliver_all(self, shipments: Iterable[Shipment]) -> Iterator[tuple[Shipment, Exception | None]]: ...
