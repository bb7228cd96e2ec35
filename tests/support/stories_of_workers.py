"""The worker's pages and the access to temporary unemployment (tests/examples/manual-worker and the other)."""

from __future__ import annotations

from declarations import attached, before, twct
from papers import MEDICAL, PHOTO, Paper
from stories import (
    BACK,
    CLEANER,
    FRONT,
    OFFICE,
    Sent,
    Story,
    address,
    changed,
    decided,
    looked_up,
    part,
    person,
    request,
    request_ticket,
    withdrawal,
)

from batch.model import tickets

_ELDER = person("650423", 376)
_NURSE = person("740908", 128)
_CERTIFICATE = Paper(kind=MEDICAL)
_FIRST, _SECOND = request_ticket(1), request_ticket(2)
_END_OF_CAREER = request(
    "5005", 5, "2027-02-15", 24, "2026-11-05", inss=_ELDER,
    **{"InterruptionInformation/EndingDate": "2029-01-31"},
)  # fmt: skip


def _medical(regime: int, months: int, *, inss: str = CLEANER, own: str = "DEMANDE-1") -> str:
    return request("6002", regime, "2027-06-01", months, "2027-05-20", inss=inss, own=own)


def _alone(own: str, *papers: Paper, name: str, inss: str = CLEANER) -> str:
    return changed(attached(*papers, name=name, ticket=_FIRST), {"INSS": inss, "ReferenceNbr": own})


STORIES = (
    Story(
        "manual-worker/completer-la-demande",
        {
            "2026-11-09 10:30": [Sent(OFFICE, "LOIC", [_END_OF_CAREER])],
            "2026-11-10 19:45": [
                Sent(FRONT, "LOWK", [
                    before(
                        part(_FIRST, inss=_ELDER, WithAllowance="0", PaymentMode="2", IBAN=None),
                        "SideActivity", "<CareerYears>31</CareerYears>",
                    ),
                ]),
            ],
        },
    ),
    Story(
        "manual-worker/ajouter-une-piece-jointe",
        {
            "2027-05-21 10:30": [Sent(OFFICE, "LOIC", [_medical(2, 3)])],
            "2027-05-22 20:10": [Sent(FRONT, "LOWK", [part(_FIRST)])],
            "2027-05-23 18:30": [Sent(FRONT, "LOWK", [_alone("PIECE-1", PHOTO, name="LOWK004")])],
        },
    ),
    Story(
        "manual-worker/verifier-les-pieces-jointes",
        {
            "2027-05-21 10:30": [Sent(OFFICE, "LOIC", [_medical(2, 2), _medical(5, 1, inss=_NURSE, own="DEMANDE-2")])],
            "2027-05-22 20:10": [
                Sent(FRONT, "LOWK", [part(_FIRST), part(_SECOND, inss=_NURSE, own="TRAVAILLEUR-2")]),
                Sent(OFFICE, "LORQ", [looked_up("<Status>awaiting-attachments</Status>")]),
            ],
            "2027-05-24 09:00": [Sent(OFFICE, "LOIC", [_alone("PIECE-1", _CERTIFICATE, name="LOIC004")])],
        },
    ),
    Story(
        "manual-worker/ecran-d-apercu",
        {
            "2026-12-16 10:30": [
                Sent(OFFICE, "LOIC", [
                    request("6001", 1, "2027-03-01", 1, "2026-12-15"),
                    request("6001", 1, "2027-03-01", 1, "2026-12-15", inss=_NURSE, own="DEMANDE-2"),
                ])
            ],
            "2026-12-18 21:00": [
                Sent(FRONT, "LOWK", [
                    address(_FIRST, "7000", "Mons"),
                    part(_FIRST),
                    withdrawal(_SECOND, inss=_NURSE),
                ])
            ],
            "2026-12-19 08:30": [
                Sent(FRONT, "LOWK", [withdrawal(_FIRST, own="RETRAIT-2")]),
                Sent(OFFICE, "LORQ", [looked_up()]),
            ],
        },
    ),
    Story(
        "manual-temporary-unemployment-access/etape-9-introduire-le-chomage-temporaire",
        {
            "2026-03-09 10:30": [Sent("654321", "TWCT", [twct("001")])],
            "2026-03-10 16:10": [Sent(BACK, "DECI", [decided(tickets.make("3A0", 1), "2026-03-10")])],
            "2026-03-11 07:00": [],
        },
        """[[sender]]
number = "654321"
name = "Atelier du Moulin"
quality = "employer"
language = "fr"
noss = "161234563"
company = "1245007866"
""",
    ),
)  # fmt: skip
