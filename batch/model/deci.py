"""A decision form (DECI001, ours), as its rules read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from batch.model.forms import Block, Employer, Header, Reference


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
