"""Each way in which a request, or a message that acts on it, is refused (tests/examples/career-break-refusals)."""

from __future__ import annotations

from dataclasses import replace

from declarations import attached, dated, twct
from papers import MEDICAL, OTHER, PHOTO, Paper
from stories import (
    BACK,
    CLEANER,
    FRONT,
    OFFICE,
    OTHER_OFFICE,
    Sent,
    Story,
    address,
    begun,
    cancellation,
    changed,
    decided,
    new_end,
    part,
    person,
    request,
    request_ticket,
    withdrawal,
    without,
)

from batch.model import tickets

_FIRST, _SECOND = request_ticket(1), request_ticket(2)
_MISTYPED = _FIRST[:-2] + "QZ"
_OTHER_WORKER = person("790320", 249)
_ASKED = request("6001", 1, "2027-03-01", 1, "2026-12-15")
_REQUEST = [Sent(OFFICE, "LOIC", [_ASKED])]
_BEGIN, _NEXT, _THEN = "2026-12-16 10:30", "2026-12-17 20:00", "2026-12-18 09:00"


def _refusal(name: str, *forms: str, first: list[Sent] | None = None, sender: str = FRONT, code: str = "LOWK") -> Story:
    """What is laid first, and a day later the file that is refused."""
    return Story(f"career-break-refusals/{name}", {_BEGIN: first or _REQUEST, _NEXT: [Sent(sender, code, forms)]})


def _attached(own: str, *papers: Paper, ticket: str = _FIRST) -> str:
    return changed(attached(*papers, ticket=ticket), {"INSS": CLEANER, "ReferenceNbr": own})


_PDF = Paper(kind=MEDICAL)
_TEXT = b"Attestation, tapee dans un editeur de texte"
_KEYS = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>"
_LOCKED = _PDF.content.replace(b"/Root 1 0 R", b"/Root 1 0 R" + _KEYS)
"""A PDF under a password, always the same bytes; a real encryption would differ at each writing."""


def _of_attachments() -> Story:
    """A form for each fault of a file; those of the frame alone are made by taking something away."""
    two = (_PDF, replace(PHOTO, id=_PDF.id))
    forms = (
        _attached("PIECE-01", replace(_PDF, kind="42")),
        _attached("PIECE-02", Paper(kind=OTHER)),
        _attached("PIECE-03", replace(_PDF, content=_TEXT)),
        _attached("PIECE-04", replace(_PDF, content=_TEXT, mime="text/plain")),
        _attached("PIECE-05", replace(_PDF, content=_PDF.content[:200])),
        _attached("PIECE-06", replace(_PDF, content=_LOCKED)),
        _attached("PIECE-07", *two),
        changed(_attached("PIECE-08", _PDF), {"IntegrityCheck/Value": "0" * 64}),
        without(_attached("PIECE-09", _PDF), "IntegrityCheck"),
        without(_attached("PIECE-10", _PDF), "DocumentType"),
        changed(_attached("PIECE-11", _PDF), {"LOIC004": _PDF.announced() + replace(PHOTO, id="A000009").announced()}),
        changed(_attached("PIECE-12", _PDF, PHOTO), {"LOIC004": _PDF.announced()}),
    )
    return _refusal("faulty-attachments", *forms, sender=OFFICE, code="LOIC")


STORIES = (
    # -- by ONEM, by the worker, by the employer
    Story(
        "career-break-refusals/onem-refuses",
        {
            _BEGIN: _REQUEST,
            _NEXT: [Sent(FRONT, "LOWK", [part(_FIRST)])],
            "2027-01-11 15:10": [
                Sent(BACK, "DECI", [
                    decided(_FIRST, "2027-01-11", positive=False, own="ONEM-1"),
                    decided(_FIRST, "2027-01-11", positive=False, own="ONEM-2",
                            reason="Le lien de filiation n'est pas établi."),
                ]),
            ],
        },
    ),
    Story(
        "career-break-refusals/worker-cancels-too-late",
        {
            _BEGIN: _REQUEST,
            _NEXT: [Sent(FRONT, "LOWK", [part(_FIRST)])],
            _THEN: [Sent(FRONT, "LOWK", [withdrawal(_FIRST)])],
        },
    ),
    # -- by its ticket
    _refusal("no-request-named", without(part(_FIRST), "Reference[2]")),
    _refusal("ticket-mistyped", part(_MISTYPED)),
    _refusal("ticket-unknown", part(request_ticket(77))),
    _refusal("ticket-of-another-sender", _attached("PIECE-1", _PDF), sender=OTHER_OFFICE, code="LOIC"),
    _refusal(
        "another-kind-worker-or-employer",
        part(tickets.make("3A0", 1)),
        part(_FIRST, own="TRAVAILLEUR-2", inss=_OTHER_WORKER),
        part(_FIRST, own="TRAVAILLEUR-3", NOSSRegistrationNbr="169870667", CompanyID="1377700106"),
        first=[
            *_REQUEST,
            Sent(OFFICE, "TWCT", [dated(twct("001"), "2026-12-16", "2026-12-28", "2027-01-15")]),
        ],
    ),
    _refusal("request-was-refused", part(_FIRST), first=[
        Sent(OFFICE, "LOIC", [changed(_ASKED, {"InterruptionInformation/EndingDate": "2027-02-28"})]),
    ]),
    Story(
        "career-break-refusals/end-date-replaced",
        {
            _BEGIN: _REQUEST,
            _NEXT: [Sent(OFFICE, "LOIC", [new_end(_FIRST, "2027-03-01", "2027-04-30")])],
            _THEN: [Sent(FRONT, "LOWK", [part(_FIRST), part(_SECOND, own="TRAVAILLEUR-2")])],
        },
    ),
    Story(
        "career-break-refusals/request-cancelled",
        {
            _BEGIN: _REQUEST,
            _NEXT: [Sent(OFFICE, "LOIC", [cancellation(_FIRST)])],
            _THEN: [
                Sent(FRONT, "LOWK", [part(_FIRST), withdrawal(_FIRST)]),
                Sent(OFFICE, "LOIC", [_attached("PIECE-1", _PDF), new_end(_FIRST, "2027-03-01", "2027-04-30")]),
            ],
        },
    ),
    Story(
        "career-break-refusals/status-does-not-allow",
        {
            _BEGIN: _REQUEST,
            _NEXT: [Sent(BACK, "DECI", [begun(_FIRST, "2026-12-17"), decided(_FIRST, "2026-12-17")])],
            _THEN: [
                Sent(FRONT, "LOWK", [part(_FIRST), part(_FIRST, own="TRAVAILLEUR-2"), withdrawal(_FIRST)]),
            ],
            "2026-12-18 09:30": [Sent(OFFICE, "LOIC", [_attached("PIECE-1", _PDF)])],
        },
    ),
    # -- by what it says
    _refusal(
        "faulty-worker-part",
        without(part(_FIRST, own="TRAVAILLEUR-1"), "IBAN"),
        part(_FIRST, own="TRAVAILLEUR-2", PaymentMode="2"),
        part(_FIRST, own="TRAVAILLEUR-3", IBAN="BE68 5390 0754 7034"),
        part(_FIRST, own="TRAVAILLEUR-4", IBAN="BE68539007547035"),
        part(_FIRST, own="TRAVAILLEUR-5", Certified="0"),
        part(_FIRST, own="TRAVAILLEUR-6", more="<ChildBirthdate>2027-01-30</ChildBirthdate>"),
    ),
    Story(
        "career-break-refusals/faulty-frame",
        {
            _BEGIN: _REQUEST,
            _NEXT: [
                Sent(FRONT, "LOWK", [
                    part(_FIRST, own="TRAVAILLEUR-1", AttestationStatus="1"),
                    part(_FIRST, own="TRAVAILLEUR-2", TypeForm="RE"),
                    part(_FIRST, own="TRAVAILLEUR-3", LOWK002=None),
                    part(_FIRST, own="TRAVAILLEUR-4", Identification="LOWK999"),
                    part(_FIRST, own="TRAVAILLEUR-5").replace("<LOWK002", "<PART").replace("</LOWK002", "</PART"),
                ], one_file=True),
            ],
        },
    ),
    _refusal("faulty-contact-data", address(_FIRST, "9999", "Mons"), address(_FIRST, "7000", "Liège", own="ADRESSE-2")),
    Story(
        "career-break-refusals/faulty-decision",
        {
            _BEGIN: _REQUEST,
            _NEXT: [Sent(FRONT, "LOWK", [part(_FIRST)])],
            _THEN: [
                Sent(BACK, "DECI", [
                    begun(_FIRST, "2026-12-19", own="ONEM-1"),
                    decided(_FIRST, "2026-12-19", own="ONEM-2"),
                    decided(_FIRST, "2026-12-15", own="ONEM-3"),
                    decided(_FIRST, "2026-12-18", own="ONEM-4", positive=False),
                ]),
            ],
        },
    ),
    _of_attachments(),
)  # fmt: skip
