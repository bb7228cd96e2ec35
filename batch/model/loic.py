"""A career-break or time-credit request (LOIC001), as its rules read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from batch.model.attachment import Attachments
from batch.model.dossier import Move, Particulars, Step
from batch.model.forms import Block, Employer, Header, Reference, numbers_sent
from batch.model.leave import Employment
from batch.model.sender import Permission
from batch.model.verdict import Essence

WITH_MOTIVE = frozenset({"5001", "5002", "5003", "5004"})
"""Types of interruption (zone 01136) that are time credit with motive 1 to 4."""
FULL, HALF, ONE_FIFTH, ONE_TENTH = 1, 2, 5, 10
"""Regimes (zone 01137)."""
_STEPS: dict[int, Step] = {0: "request", 1: "new-end", 3: "cancellation"}
_REQUEST = 0
_STATUTORY = frozenset({1, 2, 3})
_WHOLE_SHARE = 60


@dataclass(eq=False)
class Request:
    """One LOIC001 form: request (0), new end date (1) or cancellation (3); what rules ask of it is read once."""

    form: Block
    header: Header
    references: list[Reference]
    reference_data: Block | None
    employer_block: Block | None
    employer: Employer
    inss: str | None
    content: Block
    """The LOIC001 element; the form itself when there is none."""
    declaration: Block | None
    contact: Block | None
    interruption: Block | None
    employer_part: Block | None
    threshold: Block | None
    agreement: Block | None
    education: Block | None
    """Release 20264 only."""
    start: date | None
    end: date | None
    attachments: Attachments
    """The files that come with the request."""

    @property
    def created(self) -> date | None:
        """The creation date of the form (zone 00218)."""
        return self.header.created

    @property
    def status(self) -> int | None:
        """Zone 00110: 0, 1 or 3."""
        return self.header.status

    @property
    def is_request(self) -> bool:
        """Whether the form asks for a break; not a new end date, not a cancellation."""
        return self.header.status == _REQUEST

    @cached_property
    def kind(self) -> str:
        """Type of interruption (zone 01136), without leading zeros; empty when it cannot be read."""
        number = self.interruption.number("InterruptionType") if self.interruption else None
        return str(number) if number is not None else ""

    @cached_property
    def regime(self) -> int | None:
        """Zone 01137."""
        return self.interruption.number("InterruptionRegime") if self.interruption else None

    @cached_property
    def notice(self) -> date | None:
        """The day of the worker's written notice to the employer (zone 01086)."""
        return self.employer_part.day("DocumentDate") if self.employer_part else None

    @cached_property
    def sector(self) -> str:
        """Zone 01138; empty when it is not told."""
        return (self.employer_part.text("InterruptionSectorCode") or "") if self.employer_part else ""

    @cached_property
    def nature(self) -> int | None:
        """The nature of an employment in the public sector (zone 00996)."""
        return self.interruption.number("PSEmploymentRelationshipNature") if self.interruption else None

    @cached_property
    def employment(self) -> Employment:
        """Statutory staff or not; contract when it is not told, for that closes fewer doors."""
        return "statutory" if self.nature in _STATUTORY else "contract"

    @cached_property
    def workers(self) -> int | None:
        """How many workers the firm has (zone 01055)."""
        return self.threshold.number("NbrOfWorkers") if self.threshold else None

    @cached_property
    def share(self) -> int | None:
        """The hours before the break in sixtieths of a full time, rounded up; None when they are not told."""
        before = self.interruption.number("MeanWorkingHours") if self.interruption else None
        full_time = self.interruption.number("RefMeanWorkingHours") if self.interruption else None
        if before is None or not full_time:
            return None
        return -(-before * _WHOLE_SHARE // full_time)

    def questions(self) -> list[Block]:
        """The questions of the questionnaire (block 90533), in order."""
        questionnaire = self.employer_part.first("Questionnaire") if self.employer_part else None
        return questionnaire.every("InterruptionQuestion") if questionnaire else []

    def essence(self) -> Essence:
        """What is remembered of it."""
        return Essence(
            self.employer.keys(),
            *numbers_sent(self.employer_block),
            inss=self.inss or "",
            kind=self.kind,
            postcode="",
            start=self.start,
            end=self.end,
            workers=1,
            language=self.declaration.number("LanguageCodePdf") if self.declaration else None,
        )

    def permission(self) -> Permission | None:
        """What an enterprise that sends for itself needs to ask this leave: one role for its own staff, one for staff
        that a community pays. New end dates and cancellations do not say whose staff it is.
        """
        if not self.is_request:
            return None
        return "career-break-education" if self.education is not None else "career-break"

    def move(self, day: date) -> Move | None:
        """What it does to its dossier when it is accepted on ``day``."""
        step = _STEPS.get(self.status) if self.status is not None else None
        if step is None:
            return None
        return Move(step, day, particulars=self._particulars() if step == "request" else None)

    def _particulars(self) -> Particulars:
        education = self.education
        community = education.number("Community") if education else None
        school = (education.text("SchoolCompanyID") or "").lstrip("0") if education else ""
        return Particulars(self.regime, community or 0, school)
