"""What the forms of one set may know and change, brought together: one bench for its judge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from batch.jobs.desk import Desk
from batch.jobs.entitlement import Entitlement
from batch.jobs.judging.bookings import StoredBookings
from batch.jobs.judging.breaks import StoredBreaks
from batch.jobs.judging.channels import channels_of
from batch.jobs.judging.employers import StoredEmployers
from batch.jobs.judging.history import StoredHistory
from batch.jobs.judging.personnel import StoredPersonnel
from batch.jobs.judging.situations import StoredSituations
from batch.model.calendar import brussels_day
from batch.model.listing import Listing
from batch.model.receipt import Receipt
from batch.pipeline import Bench
from batch.switchboard import BY_IDENTIFICATION


@dataclass(frozen=True, slots=True)
class Facts:
    """The bench of one set, and what on it the forms of the set change."""

    bench: Bench
    situations: StoredSituations
    bookings: StoredBookings
    history: StoredHistory
    breaks: StoredBreaks

    def forget(self) -> None:
        """Forget what the forms judged so far did: only what is stored is known."""
        self.situations.forget()
        self.bookings.forget()
        self.history.forget()
        self.breaks.forget()


@contextmanager
def facts_of(desk: Desk, receipt: Receipt, rights: Entitlement, harmful: frozenset[str] | None) -> Iterator[Facts]:
    """What the forms of a set may know, of what is stored and of each other.

    ``harmful``: the SHA-256 of files in which a virus scanner found something; None: there is no scanner.
    """
    message, register, environment = BY_IDENTIFICATION[receipt.message], desk.register, receipt.environment
    owner = None if message.quality else receipt.sender
    day, may_act_for = brussels_day(receipt.received_at), rights.may_act_for
    situations = StoredSituations(register, environment, owner, may_act_for)
    bookings = StoredBookings(register, environment)
    breaks = StoredBreaks(register, environment, receipt.sender, rights)
    with StoredHistory(register, environment, may_act_for) as history:
        bench = Bench(
            law=desk.open_law(),
            room=desk.law_room,
            day=day,
            situations=situations,
            may_act_for=may_act_for,
            employers=StoredEmployers(desk.directory) if _is_loaded(desk, "employers") else None,
            bookings=bookings,
            history=history,
            personnel=StoredPersonnel(desk.directory) if _is_loaded(desk, "personnel") else None,
            breaks=breaks,
            channels=channels_of(desk, receipt, day),
            harmful=None if harmful is None else harmful.__contains__,
        )
        yield Facts(bench, situations, bookings, history, breaks)


def _is_loaded(desk: Desk, what: Listing) -> bool:
    """Whether a listing is there to be asked; where none was loaded its rules stay silent."""
    return desk.directory.loaded(what) is not None
