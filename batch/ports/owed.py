"""What is owed to senders beside their answers, and the roles that know it and take it away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from batch.ports import Posting, StoredForm

Copy = Literal["mail", "ebox"]
"""What a sender may want of an accepted request beside its answers."""

Owed = Literal["prints", "overviews", "mail", "ebox"]
"""What the sender gets for the accepted forms of a set beside its notification."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for its worker."""

    dossier: str
    since: date
    form: StoredForm
    """The latest form of the employer's part."""
    reminded: bool


@dataclass(frozen=True, slots=True)
class OwedCopy:
    """A mail or an e-Box copy of an accepted form that is still to be sent."""

    id: int
    form: StoredForm


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to leave."""

    id: int
    name: str
    to: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a letter: taken, or its address refused for good, or a failure to be tried again."""

    letter: Letter
    refused: str = ""
    error: Exception | None = None


class Owing(Protocol):
    """What the register remembers of it."""

    def waiting_requests(self, started_by: date) -> list[Waiting]: ...
    def remind(self, dossier: str, posting: Posting | None, moment: datetime) -> bool: ...
    def owed_copies(self, kind: Copy) -> list[OwedCopy]: ...
    def close_copy(
        self, copy: int, state: Literal["sent", "refused", "dropped"], why: str, moment: datetime
    ) -> None: ...


class Post(Protocol):
    """Takes mails away, one after the other: into a folder, or to a server."""

    def deliver_all(self, letters: Iterable[Letter]) -> Iterator[Posted]: ...


class Ebox(Protocol):
    """Takes copies for the e-Box of an enterprise; the same copy again changes nothing."""

    def put(self, enterprise: str, name: str, pdf: bytes, told: Mapping[str, Any]) -> None: ...
