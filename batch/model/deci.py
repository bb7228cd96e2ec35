"""A decision form (DECI001, ours), as its rules read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from batch.model.forms import Block, Employer, Header, Reference, related_ticket
from batch.model.verdict import Decision, Essence


@dataclass(slots=True)
class DecisionForm:
    """One DECI001 form: ONEM's decision on a ticket."""

    form: Block
    header: Header
    references: list[Reference]
    employer: Employer
    content: Block
    """The DECI001 element; the form itself when there is none."""
    day: date | None
    result: int | None
    reason: str
    allowance: int | None
    office: str

    @property
    def decided(self) -> Reference | None:
        """The reference to the ticket that is decided: type 0, origin 2."""
        return related_ticket(self.references)

    def essence(self) -> Essence:
        """What is remembered of it: its day alone, the rest is that of the ticket's form."""
        return Essence((), "", "", "", "", "", "", self.day, None, 0, None)

    def decision(self) -> Decision | None:
        """What it decides; None when it does not say on which ticket, when or what."""
        reference = self.decided
        if reference is None or reference.number is None or self.day is None or self.result is None:
            return None
        allowance = None if self.allowance is None else self.allowance == 1
        return Decision(reference.number, self.day, self.result == 1, self.reason, allowance, self.office)
