"""The verdict on one form, with what later steps need of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from batch.model import tickets
from batch.model.attachment import Attachment
from batch.model.balance import Break, Count
from batch.model.correspondence import Deed
from batch.model.dossier import Move, Status
from batch.model.findings import Report
from batch.model.forms import Header
from batch.model.situation import LIFE_AFTER
from batch.model.told import Told


@dataclass(slots=True)
class Essence:
    """What is remembered of a form, so that later forms and people can refer to it."""

    employer: tuple[str, ...]
    noss: str
    lpa: str
    company: str
    inss: str
    kind: str
    postcode: str
    start: date | None
    end: date | None
    workers: int
    language: int | None
    cause: int = 0
    """Zone 01036 of a first day: 60 economic, 61 technical accident; 0 for anything else."""


@dataclass(slots=True)
class Verdict:
    """One judged form."""

    index: int
    """Position in the file, from 1."""
    header: Header
    own_reference: str
    target: str
    """The ticket it acts on; empty for an original."""
    accepted: bool
    reports: tuple[Report, ...]
    essence: Essence
    start: int
    size: int
    """Where its bytes stand in the file."""
    law_day: date
    decision: Decision | None = None
    """What the form asks beyond its own record: ONEM's decision on a ticket."""
    bookings: tuple[str, ...] = ()
    """What an accepted form takes for its employer, so that no later one can: each begins with an employer's key."""
    told: Sequence[Told] = ()
    """What an accepted communication tells of its workers, for later ones."""
    move: Move | None = None
    """What an accepted form does to a dossier."""
    judged_in: Status | None = None
    """The status of that dossier when the form was judged."""
    judged_with: frozenset[str] = frozenset()
    """The codes of the documents that were attached to it then."""
    attachments: Sequence[Attachment] = ()
    """The files that an accepted form brings to its dossier."""
    deed: Deed | None = None
    """What an accepted form does to parameters or worker's notifications."""
    taken: Break | None = None
    """The break that counts from now on, when the form is accepted."""
    counts: Sequence[Count] = ()
    """What the worker has used with it, as far as the sender may know."""

    def effect(self) -> Effect | None:
        """What it changes for later forms of its set; None when it is refused, which changes nothing."""
        if not self.accepted:
            return None
        return Effect(
            target=tickets.compact(self.target),
            life=LIFE_AFTER.get(self.header.status or 0),
            move=self.move,
            deed=self.deed,
            attachments=self.attachments,
            bookings=self.bookings,
            told=self.told,
            taken=self.taken,
        )


@dataclass(slots=True)
class Effect:
    """What an accepted form changes for later forms of its set."""

    target: str
    """The ticket it acts on, as it is stored; empty for an original."""
    life: str | None
    """What becomes of the form under that ticket; None: it stays as it is."""
    move: Move | None
    deed: Deed | None
    attachments: Sequence[Attachment]
    bookings: tuple[str, ...]
    told: Sequence[Told]
    taken: Break | None

    def keys(self) -> set[str]:
        """By what a later form knows of it: the ticket it acts on, its workers with their employer, what it takes."""
        found = set(self.bookings)
        for one in self.told:
            found.update(one.keys())
        if self.target:
            found.add(self.target)
        if self.taken is not None:
            found.add(self.taken.worker)
        return found


@dataclass(frozen=True, slots=True)
class Decision:
    """ONEM's decision on a ticket (DECI001)."""

    ticket: str
    day: date
    positive: bool
    reason: str = ""
    allowance: bool | None = None
    office: str = ""
