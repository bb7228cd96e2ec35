"""An overview of requests (LORQ001, ours): the form as its rules read it, what is asked, and what is answered.

It shows what was introduced in the last two years (manual for employers, preview screen). *Ours*, because the
manuals do not say which day counts: the day of introduction, for the period as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from batch.model import tickets
from batch.model.calendar import months_after
from batch.model.dossier import Status
from batch.model.forms import Block, Employer, Header, Reference, numbers_sent
from batch.model.names import Environment
from batch.model.verdict import Essence

ROWS = 100
"""Rows of a page (ours)."""
_MONTHS = 24


def first_day(today: date) -> date:
    """The first day of introduction that an overview of today shows."""
    return months_after(today, -_MONTHS)


@dataclass(slots=True)
class OverviewRequest:
    """One LORQ001 form."""

    form: Block
    header: Header
    references: list[Reference]
    reference_data: Block | None
    employer_block: Block | None
    employer: Employer
    content: Block
    """The payload element; the form itself when there is none."""

    @property
    def inss(self) -> str | None:
        """The worker who is asked for."""
        return self.content.text("INSS")

    def essence(self) -> Essence:
        """What is remembered of it: for which employer it asks; of the worker nothing."""
        return Essence(
            self.employer.keys(),
            *numbers_sent(self.employer_block),
            inss="",
            kind="",
            postcode="",
            start=None,
            end=None,
            workers=0,
            language=None,
        )

    def wishes(self) -> Wishes:
        """The filters of an accepted form; the same value twice counts once."""
        content = self.content
        return Wishes(
            ticket=tickets.compact(content.text("TicketNbr") or ""),
            kinds=tuple(dict.fromkeys(text.lstrip("0") for text in content.texts("InterruptionType"))),
            regimes=tuple(dict.fromkeys(int(text) for text in content.texts("InterruptionRegime"))),
            statuses=tuple(cast(Status, text) for text in get_args(Status) if text in content.texts("Status")),
            since=content.day("PeriodStart"),
            until=content.day("PeriodEnd"),
            inss=self.inss or "",
            community=content.number("Community"),
            page=content.number("Page") or 1,
        )


@dataclass(frozen=True, slots=True)
class Wishes:
    """The filters of an overview: all must hold, one that is empty does not count."""

    ticket: str = ""
    kinds: tuple[str, ...] = ()
    regimes: tuple[int, ...] = ()
    statuses: tuple[Status, ...] = ()
    since: date | None = None
    """The first day of introduction."""
    until: date | None = None
    inss: str = ""
    community: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Question:
    """What one sender asks for one employer."""

    environment: Environment
    sender: str
    employer: tuple[str, ...]
    """Comparable numbers, as named in the form."""
    today: date
    wishes: Wishes
    own_staff: bool = True
    """Whether he may see requests for staff of the employer's own, whoever introduced them."""
    community_staff: bool = True
    """Whether he may see those that he introduced for staff tied to a community."""

    @property
    def since(self) -> date:
        """The first day of introduction that counts: never more than two years ago."""
        return max(first_day(self.today), self.wishes.since or date.min)


@dataclass(frozen=True, slots=True)
class Row:
    """One request in an overview; the worker's name is not known (docs/known-limits.md)."""

    inss: str
    ticket: str
    """The latest ticket of the employer's part; empty when somebody else introduced the request."""
    kind: str
    regime: int | None
    start: date
    end: date
    introduced: date
    status: Status
    postcode: str
    """The worker's own, from which his office follows; empty until he tells it. It is not shown."""


@dataclass(frozen=True, slots=True)
class Overview:
    """One page of an overview; ``pages`` is 1 also when there is nothing to show."""

    total: int
    page: int
    rows: tuple[Row, ...]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // ROWS))
