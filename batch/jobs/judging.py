"""Judges the forms of one set: its notification whole in the archive, its rows in a spool beside.

Nothing is written to the register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from batch.jobs.attachments import kept
from batch.jobs.bookings import StoredBookings
from batch.jobs.breaks import StoredBreaks
from batch.jobs.channels import channels_of
from batch.jobs.desk import Desk
from batch.jobs.employers import StoredEmployers
from batch.jobs.entitlement import Entitlement
from batch.jobs.history import StoredHistory
from batch.jobs.personnel import StoredPersonnel
from batch.jobs.rehearsal import warned
from batch.jobs.rows import Seat, rows_of
from batch.jobs.scanning import harmful_in
from batch.jobs.situations import StoredSituations
from batch.jobs.spool import SpoolWriter
from batch.model import tickets
from batch.model.calendar import brussels_day
from batch.model.law import Language, Law
from batch.model.listing import Listing
from batch.model.receipt import Part, Receipt
from batch.model.verdict import Verdict
from batch.pipeline import Bench, Judge
from batch.ports import Artifact
from batch.switchboard import BY_IDENTIFICATION
from batch.writers import noti

_TOGETHER = 50
"""Forms of a notification that are written at once."""


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """What judging one set made."""

    noti: Artifact
    spool: Path
    """Its rows; to be unlinked when they are kept, for they name workers."""
    accepted: int
    refused: int


def judge_set(desk: Desk, receipt: Receipt) -> JudgedSet:
    """Judge every form of a set; repeating it gives the same bytes."""
    harmful = harmful_in(desk, receipt)
    spool = desk.archive.scratch(f"{receipt.id}.rows")
    writing = _Writing(desk, receipt, spool, harmful)
    artifact = desk.archive.write(f"out/{receipt.id}/NOTI.xml", writing.chunks())
    return JudgedSet(artifact, spool, writing.accepted, writing.refused)


class _Writing:
    """Judges the forms of one set: yields the notification, and spools the rows beside it."""

    def __init__(self, desk: Desk, receipt: Receipt, spool: Path, harmful: Callable[[str], bool] | None) -> None:
        self._desk = desk
        self._receipt = receipt
        self._spool = spool
        self._harmful = harmful
        self._rights = Entitlement(desk, receipt)
        self.accepted = 0
        self.refused = 0

    def chunks(self) -> Iterator[bytes]:
        law = self._desk.open_law()
        language = self._rights.language
        writer = noti.NotiWriter(self._receipt, law, language)
        situations = self._situations()
        office = office_told(law, language, self._receipt.message)
        told = [noti.HEAD]
        with SpoolWriter(self._spool) as spool:
            judged = warned(self._desk.register, self._receipt, self._verdicts(law, situations))
            numbers = {part.name: part.number for part in self._receipt.inputs()}
            for form, (part, verdict) in enumerate(judged, 1):
                ticket = tickets.make(self._receipt.series, self._receipt.first_counter + form - 1)
                acted_on = situations.get(tickets.compact(verdict.target)) if verdict.target else None
                postcode = verdict.essence.postcode or (acted_on.postcode if acted_on else "")
                told.append(writer.form(verdict, ticket, office(postcode) if verdict.accepted else ""))
                if len(told) == _TOGETHER:
                    yield "".join(told).encode()
                    told = []
                seat = Seat(self._receipt, numbers[part.name], form, ticket)
                spool.add(rows_of(seat, verdict, acted_on))
                if verdict.accepted:
                    self.accepted += 1
                else:
                    self.refused += 1
        yield "".join([*told, noti.TAIL]).encode()

    def _situations(self) -> StoredSituations:
        message = BY_IDENTIFICATION[self._receipt.message]
        owner = None if message.quality else self._receipt.sender
        return StoredSituations(self._desk.register, self._receipt.environment, owner, self._rights.may_act_for)

    def _verdicts(self, law: Law, situations: StoredSituations) -> Iterator[tuple[Part, Verdict]]:
        day = brussels_day(self._receipt.received_at)
        may_act_for = self._rights.may_act_for
        directory = self._desk.directory
        employers = StoredEmployers(directory) if self._is_loaded("employers") else None
        personnel = StoredPersonnel(directory) if self._is_loaded("personnel") else None
        bookings = StoredBookings(self._desk.register, self._receipt.environment)
        breaks = StoredBreaks(self._desk.register, self._receipt.environment, self._receipt.sender, self._rights)
        with StoredHistory(self._desk.register, self._receipt.environment, may_act_for) as history:
            room, channels = self._desk.law_room, channels_of(self._desk, self._receipt, day)
            known = (situations, may_act_for, employers, bookings, history, personnel, breaks)
            bench = Bench(law, room, day, *known, channels=channels, harmful=self._harmful)
            for part in self._receipt.inputs():
                for verdict in Judge(self._opened(part), part.frame, bench).verdicts():
                    yield part, kept(self._desk.archive, verdict)

    def _is_loaded(self, what: Listing) -> bool:
        """Whether a listing is there to be asked; where none was loaded its rules stay silent."""
        return self._desk.directory.loaded(what) is not None

    def _opened(self, part: Part) -> Callable[[], BinaryIO]:
        return lambda: self._desk.archive.open(part.content)


def office_told(law: Law, language: Language, message: str) -> Callable[[str], str]:
    """Tells the competent office of an accepted form by its postcode: for temporary unemployment only; may be empty."""
    if message != "TWCT001":
        return lambda _postcode: ""
    return lru_cache(maxsize=4_096)(lambda postcode: law.office_of(postcode, language))
