"""The employer's manual, screen by screen (tests/examples/manual-employer)."""

from __future__ import annotations

from declarations import attached
from leaves import value
from papers import MEDICAL, OTHER, Paper
from stories import (
    BACK,
    CLEANER,
    FRONT,
    OFFICE,
    OTHER_OFFICE,
    Sent,
    Story,
    address,
    cancellation,
    changed,
    decided,
    looked_up,
    new_end,
    part,
    person,
    request,
    request_ticket,
)

_SCHEME = {"A001": 1, "A002": 0}
"""There is a scheme of reduced working time, and the worker does not keep it: the answers of the confirmation page."""
_FIRST, _SECOND = request_ticket(1), request_ticket(2)
_PRINTED = """[[sender]]
number = "123456"
name = "Secrétariat social Le Hêtre"
quality = "service-provider"
language = "fr"
wants_print = true

[[mandate]]
sender = "123456"
noss = "*"
company = ""
group = "*"
"""


def _parental(months: int) -> str:
    """The full parental leave of the screens, from 1 March on."""
    return request("6001", 1, "2027-03-01", months, "2026-12-15", answers=_SCHEME)


def _select() -> Story:
    mistyped = str(int(CLEANER) + 1)
    chosen = request("6001", 1, "2027-03-01", 1, "2026-12-15", own="CHOIX-2", email="c.lavoir@demeure.example")
    return Story(
        "manual-employer/select-an-employee",
        {
            "2026-12-16 10:30": [
                Sent(OFFICE, "LOIC", [
                    changed(chosen, {"INSS": mistyped, "ReferenceNbr": "CHOIX-1"}),
                    changed(chosen, {"JointCommissionNbr": "121.00"}),
                    changed(chosen, {"JointCommissionNbr": "123.45", "ReferenceNbr": "CHOIX-3"}),
                ]),
            ]
        },
    )  # fmt: skip


def _preview() -> Story:
    wishes = (
        "<InterruptionType>6001</InterruptionType><InterruptionType>6002</InterruptionType>",
        "<InterruptionRegime>2</InterruptionRegime>",
        f"<TicketNbr>{_FIRST}</TicketNbr>",
        "<PeriodStart>2024-12-18</PeriodStart>",
        "<Status>in-progress</Status><Status>cancelled</Status><Status>awaiting-worker</Status>",
        f"<INSS>{CLEANER}</INSS>",
    )
    return Story(
        "manual-employer/preview-screen",
        {
            "2026-12-16 10:30": [
                Sent(OFFICE, "LOIC", [
                    _parental(1),
                    request("5001", 2, "2027-04-01", 3, "2026-12-01", inss=person("690829", 93), own="DEMANDE-2"),
                    request("6001", 2, "2027-03-01", 2, "2026-12-10", inss=person("790320", 249), own="DEMANDE-3"),
                ]),
            ],
            "2026-12-18 09:00": [
                Sent(OFFICE, "LORQ", [looked_up(one, own=f"ECRAN-{nth}") for nth, one in enumerate(wishes, 1)]),
            ],
        },
    )  # fmt: skip


def _results() -> Story:
    """Six rows like those of the screen: types, regimes, lengths, statuses and offices."""
    rows = (
        request("5001", 5, "2026-12-01", 6, "2026-08-20", inss=person("790320", 249), own="LIGNE-1"),
        request("5006", 5, "2027-03-01", 6, "2026-11-10", inss=person("661231", 467), own="LIGNE-2"),
        request("5001", 2, "2027-02-01", 3, "2026-10-20", inss=person("690829", 93), own="LIGNE-3"),
        request("5001", 2, "2027-01-01", 4, "2026-09-20", inss=CLEANER, own="LIGNE-4"),
        request("5001", 1, "2027-02-15", 3, "2026-11-10", inss=CLEANER, own="LIGNE-6"),
    )
    parental = request("6001", 2, "2027-02-01", 8, "2026-11-15", inss=person("771111", 180), own="LIGNE-5")
    first, second, third, fourth, fifth, other = (request_ticket(nth) for nth in range(1, 7))
    people = {first: rows[0], second: rows[1], third: rows[2], fourth: rows[3], fifth: rows[4], other: parental}
    homes = {
        first: ("1400", "Nivelles"), second: ("1000", "Bruxelles"), third: ("6000", "Charleroi"),
        fourth: ("7000", "Mons"), other: ("7000", "Mons"), fifth: ("7000", "Mons"),
    }  # fmt: skip
    completed = (first, second, fourth, other)
    told = [
        address(ticket, *home, own=f"ADRESSE-{nth}", inss=value(people[ticket], "INSS"))
        for nth, (ticket, home) in enumerate(homes.items(), 1)
    ]
    parts = [
        part(ticket, own=f"TRAVAILLEUR-{nth}", inss=value(people[ticket], "INSS"))
        for nth, ticket in enumerate(completed, 1)
    ]
    return Story(
        "manual-employer/consulting-results",
        {
            "2026-11-19 10:30": [Sent(OFFICE, "LOIC", rows), Sent(OTHER_OFFICE, "LOIC", [parental])],
            "2026-11-24 08:15": [
                Sent(FRONT, "LOWK", [*told, *parts]),
                Sent(BACK, "DECI", [decided(other, "2026-11-24")]),
            ],
            "2026-11-25 09:00": [Sent(OFFICE, "LORQ", [looked_up(own="RESULTAT-1")])],
        },
    )


_CERTIFICATE = Paper(kind=MEDICAL)
_LETTER = Paper(kind=OTHER, description="Courrier du service du personnel")
_MEDICAL_LEAVE = request("6002", 1, "2027-03-01", 1, "2027-02-15")


def _brought(paper: Paper, own: str) -> str:
    return changed(attached(paper, ticket=_FIRST), {"INSS": CLEANER, "ReferenceNbr": own})


STORIES = (
    _preview(),
    _results(),
    _select(),
    Story("manual-employer/submit-a-new-request", {"2026-12-16 10:30": [Sent(OFFICE, "LOIC", [_parental(1)])]}),
    Story(
        "manual-employer/cancelling-a-request",
        {
            "2026-12-16 10:30": [Sent(OFFICE, "LOIC", [_parental(2)])],
            "2027-01-11 14:00": [Sent(OFFICE, "LOIC", [new_end(_FIRST, "2027-03-01", "2027-05-31")])],
            "2027-01-12 09:00": [
                Sent(OFFICE, "LOIC", [cancellation(_SECOND)]),
                Sent(OFFICE, "LORQ", [looked_up("<Status>cancelled</Status>")]),
            ],
        },
    ),
    Story(
        "manual-employer/add-an-attachment",
        {
            "2027-02-16 10:30": [Sent(OFFICE, "LOIC", [_MEDICAL_LEAVE])],
            "2027-02-17 11:00": [
                Sent(OFFICE, "LOIC", [
                    _brought(_CERTIFICATE, "PIECE-1"),
                    _brought(Paper(kind=OTHER), "PIECE-2"),
                    _brought(_LETTER, "PIECE-3"),
                ]),
            ],
            "2027-02-18 08:00": [Sent(FRONT, "LOWK", [part(_FIRST)])],
        },
    ),
    Story(
        "manual-employer/modifying-a-request",
        {
            "2026-12-16 10:30": [Sent(OFFICE, "LOIC", [_parental(2)])],
            "2027-01-11 14:00": [
                Sent(OFFICE, "LOIC", [
                    new_end(_FIRST, "2027-03-08", "2027-05-31", own="FIN-1"),
                    new_end(_FIRST, "2027-03-01", "2027-05-31", own="FIN-2", comment="Un mois de plus"),
                ]),
            ],
        },
    ),
    Story(
        "manual-employer/consulting-a-request",
        {
            "2026-12-16 10:30": [Sent(OFFICE, "LOIC", [_parental(2)])],
            "2027-01-11 14:00": [
                Sent(OFFICE, "LOIC", [new_end(_FIRST, "2027-03-01", "2027-05-31")]),
                Sent(OFFICE, "LORQ", [looked_up(f"<TicketNbr>{_FIRST}</TicketNbr>")]),
            ],
        },
        _PRINTED,
    ),
)  # fmt: skip
