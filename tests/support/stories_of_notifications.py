"""Workers' notifications, and what employers say to them: the screens of the employer's manual, and a refusal."""

from __future__ import annotations

from declarations import after, answer, attached, before, changed, notification, parameters, reference
from leaves import leave
from papers import Paper, pdf
from stories import (
    BACK,
    CLEANER,
    FRONT,
    OFFICE,
    Sent,
    Story,
    address,
    begun,
    decided,
    looked_up,
    part,
    person,
    request,
    request_ticket,
)

from batch.model import tickets

_DRIVER, _COOK = person("750218", 113), person("820127", 348)
_DAY = "2026-12-10"
_FIRST, _SECOND, _THIRD = (tickets.make("26C", nth) for nth in (1, 2, 3))


def _told(own: str = "AVERTISSEMENT-1", inss: str = _DRIVER, day: str = _DAY) -> str:
    """The notification of the screens: parental leave, half time, four months from 1 March on."""
    days = {"StartingDate": "2027-03-01", "EndingDate": "2027-06-30", "NotificationDate": day}
    return notification("6001", INSS=inss, ReferenceNbr=own, **days)


def _settings(own: str = "PARAMETRES-1", **changes: str) -> str:
    """The parameters of the screen: a person to contact, the private sector, electronic notifications."""
    text = parameters(
        ReferenceNbr=own,
        ContactName="Lavoir",
        PhoneNbr="024440011",
        EmailAddress="personnel@atelier.example",
        **changes,
    )
    text = after(text, "ContactName", "<ContactFirstName>Hélène</ContactFirstName>")
    return after(text, "PhoneNbr", "<GSMNbr>0470000011</GSMNbr>")


def _says(says: int, ticket: str, own: str, inss: str, *, asked: str = "", **changes: str | None) -> str:
    return answer(says, request=asked, ticket=ticket, ReferenceNbr=own, INSS=inss, **changes)


def accepted(ticket: str, own: str, inss: str) -> str:
    """The notification of the screens accepted, with the employer's part of the request inside."""
    asked = leave("6001", 2, notice=_DAY, start="2027-03-01", months=4, JointCommissionNbr="121")
    text = _says(1, ticket, own, inss, asked=asked)
    return after(text, "Certified", "<EboxCommunication>1</EboxCommunication>")


def _birth(ticket: str, own: str) -> str:
    """A document that the worker has handed to the employer, brought to the request of that ticket."""
    paper = Paper(kind="06", content=pdf("Acte de naissance"))
    return changed(attached(paper, ticket=ticket), {"INSS": CLEANER, "ReferenceNbr": own})


_OPEN = [Sent(OFFICE, "LOIC", [_settings()])]
_EVERY_ANSWER = [
    changed(_says(3, _FIRST, "REPONSE-1", _DRIVER), {"ProposedStartingDate": None}),
    _says(3, _FIRST, "REPONSE-2", _DRIVER, ProposedStartingDate="2027-06-01"),
    _says(2, _SECOND, "REPONSE-3", _COOK),
    changed(accepted(_THIRD, "REPONSE-4", CLEANER), {"Certified": None}),
    accepted(_THIRD, "REPONSE-5", CLEANER),
]

_ANSWERED = request_ticket(2)
"""The ticket of the answer, after that of the parameters: the request has it."""


STORIES = (
    Story(
        "leave-kinds/parental-from-notice-to-closed",
        {
            "2026-12-09 14:00": _OPEN,
            f"{_DAY} 20:15": [Sent(FRONT, "LOWK", [_told(inss=CLEANER)])],
            "2026-12-14 10:30": [Sent(OFFICE, "LOIC", [accepted(_FIRST, "REPONSE-1", CLEANER)])],
            "2026-12-15 19:45": [
                Sent(FRONT, "LOWK", [
                    address(_ANSWERED, "7000", "Mons"),
                    part(_ANSWERED, more="<ChildBirthdate>2019-09-02</ChildBirthdate>"),
                ]),
            ],
            "2027-01-05 15:10": [
                Sent(OFFICE, "LORQ", [looked_up(f"<INSS>{CLEANER}</INSS>")]),
                Sent(BACK, "DECI", [begun(_ANSWERED, "2027-01-05"), decided(_ANSWERED, "2027-01-05")]),
            ],
        },
    ),
    Story(
        "manual-employer/encoding-and-checking-parameters",
        {
            "2026-12-09 10:00": [Sent(FRONT, "LOWK", [_told(day="2026-12-09")])],
            "2026-12-09 14:00": [
                Sent(OFFICE, "LOIC", [_settings(InterruptionSectorCode="11"), _settings("PARAMETRES-2")]),
            ],
            "2026-12-10 10:00": [Sent(FRONT, "LOWK", [_told("AVERTISSEMENT-2")])],
        },
    ),
    Story(
        "manual-employer/list-of-notifications",
        {"2026-12-09 14:00": _OPEN, f"{_DAY} 20:15": [Sent(FRONT, "LOWK", [_told()])]},
    ),
    Story(
        "manual-employer/managing-notifications",
        {
            "2026-12-09 14:00": _OPEN,
            f"{_DAY} 20:15": [
                Sent(FRONT, "LOWK", [
                    _told(), _told("AVERTISSEMENT-2", _COOK), _told("AVERTISSEMENT-3", CLEANER),
                ]),
            ],
            "2026-12-14 09:00": [Sent(OFFICE, "LOIC", _EVERY_ANSWER)],
            "2026-12-14 09:30": [Sent(OFFICE, "LOIC", [_birth(request_ticket(6), "PIECE-1")])],
        },
    ),
    Story(
        "career-break-refusals/employer-refuses",
        {
            "2026-12-09 14:00": _OPEN,
            f"{_DAY} 20:15": [Sent(FRONT, "LOWK", [_told()])],
            "2026-12-14 09:00": [
                Sent(OFFICE, "LOIC", [_says(2, _FIRST, "REPONSE-1", _DRIVER), _says(1, _FIRST, "REPONSE-2", _DRIVER)]),
            ],
            "2026-12-15 09:00": [
                Sent(OFFICE, "LOIC", [
                    before(request("6001", 2, "2027-03-01", 4, _DAY, inss=_DRIVER), "ReferenceData",
                           reference(0, 2, _FIRST)),
                ]),
            ],
        },
    ),
)  # fmt: skip
