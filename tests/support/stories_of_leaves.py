"""One break of each kind, from the worker's notice to ONEM's decision (tests/examples/leave-kinds), and a lost race."""

from __future__ import annotations

from collections.abc import Sequence

from declarations import brought
from papers import CARER, MEDICAL, PALLIATIVE, Paper
from stories import (
    BACK,
    FRONT,
    OFFICE,
    Sent,
    Story,
    address,
    begun,
    cancellation,
    decided,
    looked_up,
    new_end,
    part,
    person,
    request,
    request_ticket,
)

_FIRST = request_ticket(1)


def _whole(
    name: str, days: Sequence[str], text: str, inss: str, home: tuple[str, str], *papers: Paper, more: str = ""
) -> Story:
    """The four days of a request: asked for, completed, begun, decided; with the employer's list at the end."""
    asked, completed, taken_up, closed = days
    own_part = part(_FIRST, inss=inss, more=more)
    return Story(
        f"leave-kinds/{name}-from-notice-to-closed",
        {
            f"{asked} 10:30": [Sent(OFFICE, "LOIC", [text])],
            f"{completed} 19:45": [
                Sent(FRONT, "LOWK", [
                    address(_FIRST, *home, inss=inss), brought(own_part, "LOWK004", *papers) if papers else own_part,
                ]),
            ],
            f"{taken_up} 09:00": [Sent(BACK, "DECI", [begun(_FIRST, taken_up, inss=inss)])],
            f"{closed} 15:10": [
                Sent(OFFICE, "LORQ", [looked_up(f"<INSS>{inss}</INSS>")]),
                Sent(BACK, "DECI", [decided(_FIRST, closed)]),
            ],
        },
    )  # fmt: skip


_PARENT, _ELDER, _CARER = person("880214", 121), person("650423", 376), person("720630", 254)
_CHILD = "<ChildBirthdate>{}</ChildBirthdate>"

STORIES = (
    _whole(
        "time-credit-with-motive",
        ("2026-10-20", "2026-10-22", "2026-11-03", "2026-11-17"),
        request("5001", 2, "2027-02-01", 3, "2026-10-19", inss=_PARENT),
        _PARENT,
        ("6000", "Charleroi"),
        more=_CHILD.format("2021-05-18"),
    ),
    _whole(
        "end-of-career",
        ("2026-10-20", "2026-10-25", "2026-11-09", "2026-12-01"),
        request("5005", 5, "2027-02-01", 24, "2026-10-16", inss=_ELDER),
        _ELDER,
        ("5000", "Namur"),
    ),
    _whole(
        "medical-assistance",
        ("2026-10-12", "2026-10-13", "2026-10-15", "2026-10-22"),
        request("6002", 1, "2026-11-02", 1, "2026-10-12", inss=_CARER),
        _CARER,
        ("1000", "Bruxelles"),
        Paper(kind=MEDICAL),
        more="<CareRelation>02</CareRelation>",
    ),
    _whole(
        "hospitalised-child",
        ("2026-10-12", "2026-10-12", "2026-10-14", "2026-10-20"),
        request(
            "6005", 1, "2026-10-14", 1, "2026-10-12", inss=_PARENT,
            **{"InterruptionInformation/EndingDate": "2026-10-20"},
        ),
        _PARENT,
        ("4020", "Bressoux"),
        Paper(kind=MEDICAL),
        more="<ChildBirthdate>2017-01-30</ChildBirthdate>",
    ),
    _whole(
        "palliative",
        ("2026-10-14", "2026-10-14", "2026-10-16", "2026-10-23"),
        request("6003", 1, "2026-10-19", 1, "2026-10-13", inss=_CARER),
        _CARER,
        ("1400", "Nivelles"),
        Paper(kind=PALLIATIVE),
    ),
    _whole(
        "informal-carer",
        ("2026-10-12", "2026-10-13", "2026-10-16", "2026-10-26"),
        request("6004", 2, "2026-11-01", 2, "2026-10-09", inss=_CARER),
        _CARER,
        ("4800", "Verviers"),
        Paper(kind=CARER),
    ),
    _whole(
        "ordinary-interruption",
        ("2026-10-12", "2026-10-13", "2026-10-26", "2026-11-12"),
        request("7001", 2, "2027-01-01", 6, "2026-10-08", inss=_CARER, sector="02", nature=4),
        _CARER,
        ("6700", "Arlon"),
    ),
    Story(
        "career-break-lost-race",
        {
            "2026-12-16 10:30": [Sent(OFFICE, "LOIC", [request("6001", 1, "2027-03-01", 1, "2026-12-15")])],
            "2026-12-17 20:04": [Sent(FRONT, "LOWK", [part(_FIRST)])],
            "2026-12-17 20:05": [
                Sent(OFFICE, "LOIC", [new_end(_FIRST, "2027-03-01", "2027-04-30"), cancellation(_FIRST)]),
            ],
            "2026-12-18 09:00": [Sent(OFFICE, "LORQ", [looked_up(f"<TicketNbr>{_FIRST}</TicketNbr>")])],
        },
    ),
)  # fmt: skip
