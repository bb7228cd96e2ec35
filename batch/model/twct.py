"""A communication of temporary unemployment (TWCT001), as its rules read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from batch.model.forms import Block, Employer, Header, Reference, is_number, numbers_sent
from batch.model.personnel import Employment
from batch.model.told import FIRST_DAYS, Told
from batch.model.verdict import Essence

WorkerClass = Literal["blue", "white"]
_SPECIAL_LEVEL, _HIGHEST_LEVEL_OF_3XX = 50, 99
REASON_BLOCKS = {
    "001": "TempUnempEconomical",
    "002": "TempUnempBadWeather",
    "003": "TempUnempTechnicalAccident",
    "004": "TempUnempMajorForce",
    "005": "EffectiveUnemployment",
    "006": "TempUnempSocialAction",
}
"""The block that each risk (zone 00430) brings with it."""


@dataclass(slots=True)
class Communication:
    """One form of a TWCT file: original (0), modification (1) or cancellation (3)."""

    form: Block
    header: Header
    references: list[Reference]
    risk: str
    """``001`` to ``006``; empty when it cannot be read."""
    link: Block
    """The employer's block; the form itself when there is none."""
    local_authority: bool
    employer: Employer
    agency: Block | None
    agency_employer: Employer
    """The numbers in the agency's block."""
    workers: list[Block]
    reason: Block | None
    """The block of this communication's own risk."""
    period: Block | None
    start: date | None
    end: date | None
    committee: str | None
    """The joint committee (zone 00046)."""
    level: str | None
    """The level within the joint committee (zone 00762)."""
    regime: int
    """Zone 00761 of risk 001: 1 full, 2 small, 3 large; 0 when it is not told."""
    cause: int
    """Zone 01036 of risk 005: 60 economic, 61 technical accident; 0 when it is not told."""
    is_by_user_firm: bool
    """Whether the firm where an agency's workers work tells them (00849 = 1)."""
    _told: list[Told] | None = None

    @property
    def created(self) -> date | None:
        """The creation date of the form (zone 00218)."""
        return self.header.created

    @property
    def status(self) -> int | None:
        """Zone 00110: 0, 1 or 3."""
        return self.header.status

    @property
    def is_original(self) -> bool:
        """Status 0."""
        return self.header.status == 0

    @property
    def has_link(self) -> bool:
        """Whether one of the two employer blocks is there."""
        return self.link is not self.form

    @property
    def is_simplified(self) -> bool:
        """A cancellation without a reason block.

        The glossary names the simplified cancellation, forbids it office, contact, workers and department, and
        gives no sign for it (ours: the absence of the reason, which every other form brings, is the sign).
        """
        return self.header.status == 3 and not any(self.link.blocks.get(tag) for tag in REASON_BLOCKS.values())

    @property
    def worker_class(self) -> WorkerClass | None:
        """The worker class that committee and level say (glossary, zone 00762); None when they do not.

        Without a level 1xx is blue-collar and 2xx white-collar: only 050 says otherwise, and it has to be told (ours).
        """
        committee, level = self.committee, self.level
        if not committee or (level is not None and not is_number(level)):
            return None
        number = int(level) if level is not None else None
        if committee[0] == "1":
            return "white" if number == _SPECIAL_LEVEL else "blue"
        if committee[0] == "2":
            return "blue" if number == _SPECIAL_LEVEL else "white"
        if committee[0] == "3" and number is not None and number <= _HIGHEST_LEVEL_OF_3XX:
            return "white" if number >= _SPECIAL_LEVEL else "blue"
        return None

    @property
    def is_white_collar(self) -> bool:
        """Whether committee and level say that the workers are white-collar."""
        return self.worker_class == "white"

    def told(self) -> list[Told]:
        """What it tells of each worker, or of the department; nothing for a cancellation and for other risks."""
        if self._told is None:
            self._told = self._tell()
        return self._told

    def _tell(self) -> list[Told]:
        if self.status not in (0, 1) or self.start is None or self.risk not in ("001", *FIRST_DAYS):
            return []
        employer, regime, white = self.employer.keys(), self.regime, self.is_white_collar
        end = max(self.end or self.start, self.start)
        found = [
            Told(inss, employer, "", self.risk, self.start, max(_own_end(worker) or end, self.start), regime, white)
            for worker in self.workers
            if (inss := worker.text("INSS"))
        ]
        block = self.link.first("DepartmentIdentification")
        name = block.text("DepartmentName") if block and not found else None
        if name:
            found.append(Told(f"={name.casefold()}", employer, "", self.risk, self.start, end, regime, white))
        return found

    def essence(self) -> Essence:
        """What is remembered of it."""
        information = self.form.first("DclInformation")
        return Essence(
            self.employer.keys(),
            *numbers_sent(self.link),
            inss="",
            kind=self.risk,
            postcode=self.postcode,
            start=self.start,
            end=self.end,
            workers=len(self.workers),
            language=information.number("LanguageCodePdf") if information else None,
            cause=self.cause,
        )

    @property
    def postcode(self) -> str:
        """The postcode of the operational office; empty when it is not told."""
        office = self.link.first("OperationalOffice")
        return (office.text("ZIPCode") or "") if office else ""

    def asked_employers(self) -> tuple[str, ...]:
        """The numbers the directory is asked for: the employer's, the agency's, the ONSS number as a PPL number."""
        noss = self.employer.noss
        return (*self.employer.keys(), *self.agency_employer.keys(), *Employer(None, noss, None).keys())

    def employments(self) -> list[Employment]:
        """Who must be employed when: from the first day to the worker's own end, the general end, or that day alone.

        Nobody for a cancellation, and for risk 003, which names no workers.
        """
        if self.status not in (0, 1) or self.start is None or self.risk in ("", "003"):
            return []
        found = []
        for worker in self.workers:
            inss, last = worker.text("INSS"), _own_end(worker) or self.end or self.start
            if inss:
                found.append(Employment(worker, inss, self.start, max(self.start, last)))
        return found

    def asked_workers(self) -> list[str]:
        """The workers for whom the personnel file is asked."""
        return [employment.worker for employment in self.employments()]


def _own_end(worker: Block) -> date | None:
    block = worker.first("IndividualUnempPeriod")
    return block.day("IndividualUnempEndingDate") if block else None
