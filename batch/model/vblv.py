"""An entry in the validation book of temporary unemployment (VBLV001), as its rules read it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from batch.model.forms import Block, Employer, Header, Reference, numbers_sent
from batch.model.personnel import Employment
from batch.model.verdict import Essence


@dataclass(slots=True)
class BookEntry:
    """One form of a VBLV file: one control card C3.2A given to one worker for one month."""

    form: Block
    header: Header
    references: list[Reference]
    risk: str
    """``001``; empty when it cannot be read."""
    link: Block
    """The employer's block; the form itself when there is none."""
    local_authority: bool
    employer: Employer
    worker: Block | None
    period: Block | None
    card: Block | None
    start: date | None
    end: date | None

    @property
    def created(self) -> date | None:
        """The creation date of the form (zone 00218)."""
        return self.header.created

    @property
    def has_link(self) -> bool:
        """Whether one of the two employer blocks is there."""
        return self.link is not self.form

    @property
    def inss(self) -> str | None:
        """The worker's number (zone 00024)."""
        return self.worker.text("INSS") if self.worker else None

    @property
    def card_number(self) -> str | None:
        """The number of the card (zone 01014)."""
        return self.card.text("C32ANbr") if self.card else None

    def card_bookings(self) -> tuple[str, ...]:
        """What the card stands under in the book, once for each number of the employer."""
        number, keys = (self.card_number or "").upper(), self.employer.keys()
        return tuple(f"{key} VBLV001 card {number}" for key in keys if number)

    def worker_bookings(self) -> tuple[str, ...]:
        """What the worker and the month stand under in the book, once for each number of the employer."""
        if self.inss is None or self.start is None:
            return ()
        month, keys = f"{self.start:%Y-%m}", self.employer.keys()
        return tuple(f"{key} VBLV001 worker {self.inss} {month}" for key in keys)

    def bookings(self) -> tuple[str, ...]:
        """What an accepted entry takes, so that no later one can."""
        return (*self.card_bookings(), *self.worker_bookings())

    def essence(self) -> Essence:
        """What is remembered of it."""
        return Essence(
            self.employer.keys(),
            *numbers_sent(self.link),
            inss=self.inss or "",
            kind=self.risk,
            postcode=self.postcode,
            start=self.start,
            end=self.end,
            workers=1,
            language=None,
        )

    @property
    def postcode(self) -> str:
        """The postcode of the operational office; empty when it is not told."""
        office = self.link.first("OperationalOffice")
        return (office.text("ZIPCode") or "") if office else ""

    def employment(self) -> Employment | None:
        """The worker and the calendar month of the card; None when they cannot be read, and for a cancellation."""
        if self.worker is None or self.inss is None or self.start is None or self.header.status != 0:
            return None
        last = monthrange(self.start.year, self.start.month)[1]
        return Employment(self.worker, self.inss, self.start.replace(day=1), self.start.replace(day=last))

    def asked_workers(self) -> tuple[str, ...]:
        """The worker for whom the personnel file is asked."""
        employment = self.employment()
        return (employment.worker,) if employment else ()
