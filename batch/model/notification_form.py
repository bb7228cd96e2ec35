"""The forms of the correspondence between worker and employer (LOIC002, LOIC003, LOWK001, ours), as rules read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from batch.model.correspondence import (
    ACCEPT,
    AnswerNotification,
    Channel,
    SendNotification,
    SetParameters,
    answered,
)
from batch.model.dossier import Move
from batch.model.forms import Block, Employer, Header, Reference, numbers_sent, related_ticket
from batch.model.loic import Request
from batch.model.sender import Keys, Permission
from batch.model.verdict import Essence


@dataclass(slots=True)
class CorrespondenceForm:
    """One of these forms, in its envelope."""

    form: Block
    header: Header
    references: list[Reference]
    reference_data: Block | None
    employer_block: Block | None
    employer: Employer
    inss: str | None
    content: Block
    """The payload element; the form itself when there is none."""

    @property
    def kind(self) -> str:
        """Type of interruption, without leading zeros; empty when it cannot be read."""
        number = self.content.number("InterruptionType")
        return str(number) if number is not None else ""

    @property
    def start(self) -> date | None:
        """The start that a worker asks."""
        return self.content.day("StartingDate")

    @property
    def end(self) -> date | None:
        """The end that a worker asks."""
        return self.content.day("EndingDate")

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
            workers=1 if self.inss else 0,
            language=None,
        )

    def parameters(self, employer: Keys) -> SetParameters:
        """What it says as an employer's parameters, under numbers that count."""
        zones = self.content
        return SetParameters(
            employer=employer,
            contact=zones.text("ContactName") or "",
            first_name=zones.text("ContactFirstName") or "",
            phone=zones.text("PhoneNbr") or "",
            mobile=zones.text("GSMNbr") or "",
            email=zones.text("EmailAddress") or "",
            sector=zones.text("InterruptionSectorCode") or "",
            electronic=zones.number("ElectronicNotifications") == 1,
            language=zones.number("Language") or 0,
        )

    def notification(self, channel: Channel | None) -> SendNotification | None:
        """What it says as a worker's notification; None when nobody is there to get it, or a day is missing."""
        start, end, noted = self.start, self.end, self.content.day("NotificationDate")
        if channel is None or start is None or end is None or noted is None:
            return None
        regime, comment = self.content.number("InterruptionRegime") or 0, self.content.text("Comment") or ""
        return SendNotification(channel.sender, channel.parameters, self.kind, regime, start, end, noted, comment)


@dataclass(slots=True)
class AnswerForm(CorrespondenceForm):
    """An employer's answer to a worker's notification; when he accepts, perhaps with the request itself."""

    request: Request | None
    """The LOIC001 element inside, as a request of status 0 with the header, worker and employer of the answer."""

    @property
    def answer(self) -> int | None:
        """1 accepted, 2 refused, 3 postponed."""
        return self.content.number("Answer")

    @property
    def notification_reference(self) -> Reference | None:
        """The reference to the notification: type 0, origin 2."""
        return related_ticket(self.references)

    @property
    def becomes_request(self) -> bool:
        """Whether it is the request too: its ticket is then that of the request."""
        return self.answer == ACCEPT and self.request is not None

    def essence(self) -> Essence:
        """What is remembered of it: the request, or the worker and the employer with the period asked."""
        if self.request is not None:
            return self.request.essence()
        return replace(CorrespondenceForm.essence(self), kind="", start=None, end=None)

    def permission(self) -> Permission | None:
        """What an enterprise that sends for itself needs to ask the leave inside; None when there is none."""
        return self.request.permission() if self.request is not None else None

    def move(self, day: date) -> Move | None:
        """The dossier that it begins when it is accepted on ``day``."""
        return self.request.move(day) if self.request is not None and self.becomes_request else None

    def deed(self) -> AnswerNotification | None:
        """What it makes of the notification; None when it says nothing."""
        status = answered(self.answer)
        return AnswerNotification(status, self.content.day("ProposedStartingDate")) if status else None
