"""A form that moves the dossier of a career-break request, as its rules read it (ours: LOWK, DECI002)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from batch.model.attachment import Attachments
from batch.model.dossier import Move, Step
from batch.model.forms import Block, Employer, Header, Reference, numbers_sent, related_ticket
from batch.model.verdict import Essence


@dataclass(slots=True)
class DossierForm:
    """One form that acts on a request by its ticket."""

    form: Block
    header: Header
    references: list[Reference]
    step: Step
    """What it does to the dossier."""
    employer_block: Block | None
    employer: Employer
    inss: str | None
    content: Block
    """The payload element; the form itself when there is none."""
    attachments: Attachments
    """The files that it brings."""

    @property
    def acted_on(self) -> Reference | None:
        """The reference to the request: type 0, origin 2."""
        return related_ticket(self.references)

    def essence(self) -> Essence:
        """What is remembered of it; type and period are those of the request."""
        return Essence(
            self.employer.keys(),
            *numbers_sent(self.employer_block),
            inss=self.inss or "",
            kind="",
            postcode="",
            start=None,
            end=None,
            workers=1,
            language=None,
        )

    def move(self, today: date, *, complete: bool) -> Move:
        """What it does to its dossier when it is accepted today: of the day it tells, else of today."""
        day, child = self.content.day("StatusDate") or today, self.content.day("ChildBirthdate")
        postcode = self.content.text("ZIPCode") or ""
        return Move(self.step, day, complete, postcode=postcode, child=child.isoformat() if child else "")
