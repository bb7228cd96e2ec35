"""Judges the forms of every acknowledged set and posts its notification.

Judging happens outside any transaction: rows are spooled to a file, the notification is written whole into
the archive, and one bulk commit keeps both. A crash repeats the same work with the same tickets, times and
bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from batch.errors import StaleSituation
from batch.jobs.attachments import kept
from batch.jobs.bookings import StoredBookings
from batch.jobs.breaks import StoredBreaks
from batch.jobs.channels import channels_of
from batch.jobs.desk import Desk, Outcome
from batch.jobs.employers import StoredEmployers
from batch.jobs.entitlement import Entitlement
from batch.jobs.history import StoredHistory
from batch.jobs.personnel import StoredPersonnel
from batch.jobs.rehearsal import warned
from batch.jobs.rows import Seat, judged_of, rows_of
from batch.jobs.scanning import harmful_in
from batch.jobs.situations import StoredSituations
from batch.jobs.spool import SpoolWriter, spooled
from batch.jobs.wishes import owed_of
from batch.model import tickets
from batch.model.calendar import brussels_day
from batch.model.law import Language, Law
from batch.model.listing import REPLACED, Listing
from batch.model.names import cancellations_of
from batch.model.receipt import Part, Receipt
from batch.model.verdict import Verdict
from batch.pipeline import Bench, Judge
from batch.ports import Posting
from batch.switchboard import BY_IDENTIFICATION
from batch.writers import noti

_TRIES = 5
_TOGETHER = 50
"""Forms of a notification that are written at once."""


def process_sets(desk: Desk, outcome: Outcome) -> None:
    """One pass over all sets whose receipt is posted."""
    for what in REPLACED:
        if desk.directory.loaded(what) is None:
            desk.logger.info("reference data not loaded", what=what, effect="its rules stay silent")
    for receipt in desk.register.receipts("acknowledged"):
        with outcome.guard(receipt.stem, aside=desk.aside(receipt)):
            _process(desk, receipt, outcome)


def _process(desk: Desk, receipt: Receipt, outcome: Outcome) -> None:
    for left in reversed(range(_TRIES)):
        try:
            counts = _judge_and_settle(desk, receipt)
        except StaleSituation:
            if not left:
                raise
            continue
        if counts is None:
            return
        outcome.count("forms accepted", counts[0])
        outcome.count("forms refused", counts[1])
        desk.log("answered", receipt, accepted=counts[0], refused=counts[1])
        return


def _judge_and_settle(desk: Desk, receipt: Receipt) -> tuple[int, int] | None:
    """How many forms were accepted and refused; None when a TD came meanwhile: the next pass carries it out."""
    harmful = harmful_in(desk, receipt)
    spool = desk.archive.scratch(f"{receipt.id}.rows")
    writing = _Writing(desk, receipt, spool, harmful)
    artifact = desk.archive.write(f"out/{receipt.id}/NOTI.xml", writing.chunks())
    day = brussels_day(receipt.received_at)
    posting = Posting("NOTI", receipt.environment, receipt.sender, artifact, day)
    try:
        if _is_taken_back(desk, receipt):
            return None
        desk.register.settle(receipt, map(judged_of, spooled(spool)), posting, receipt.sender, owed_of(desk, receipt))
    finally:
        spool.unlink()  # it names workers; judging again writes it anew
    return writing.accepted, writing.refused


def _is_taken_back(desk: Desk, receipt: Receipt) -> bool:
    """Whether the sender has laid a TD for this set while it was judged."""
    delivery = receipt.delivery
    wanted = cancellations_of(delivery.subject)
    return any(desk.inbox.holds(delivery.sender, delivery.folder, name) for name in wanted)


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
        sender = self._rights.sender
        writer = noti.NotiWriter(self._receipt, law, sender.language if sender else "fr")
        situations = self._situations()
        office = office_told(law, sender.language if sender else "fr", self._receipt.message)
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
