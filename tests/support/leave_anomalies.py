"""Every official anomaly of a career break that one zone or block gives cause for: its value, place or presence.

Whether the walk says it or a rule, each form is one step from a form without fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from declarations import LANGUAGE, LOIC_CONTACT, after, before, changed, loic, part, put
from leaves import leave
from single_faults import Case, Whole, too_long

INFO, PERSON, BREAK, PART, COMMENT = (
    "DclInformation", "CoordinatesContactPerson", "InterruptionInformation", "EmployerInterruptionForm",
    "CommentDeclaration",
)  # fmt: skip
QUESTIONS, QUESTION, THRESHOLD, AGREEMENT = (
    "Questionnaire", "InterruptionQuestion", "InterruptionThresholdInformation", "CollectiveLabourAgreement",
)  # fmt: skip
_REACHED = "<GSMNbr>0470 00 12 34</GSMNbr><FaxNbr>089 00 12 35</FaxNbr>"
_SAID = f"<{COMMENT}><CommentOfDeclaration>Premier enfant</CommentOfDeclaration></{COMMENT}>"
_AGREED = "<AgreementDate>2026-02-02</AgreementDate>"


def _everything(text: str) -> str:
    """A request with every block and zone that its kind leaves free."""
    text = after(after(text, "HouseNbr", "<PostBox>3</PostBox>"), "PhoneNbr", _REACHED)
    return after(text, PART, _SAID)


_CREDIT = after(put(_everything(loic()), "InterruptionWorkersThreshold", "2"), "InterruptionWorkersThreshold", _AGREED)
CREDIT = Whole(_CREDIT)
"""Half a time credit, under an agreement of the sector and with a threshold changed by agreement."""
_LONDON = {"Country": "112", "ZIPCode": "SW1A 1AA", "City": "London"}
ABROAD = Whole(changed(_CREDIT, _LONDON))
"""The same, and the contact person lives where no postcode is known."""
_OF_THE_FIRM = {f"{AGREEMENT}/CLARegistrationNbr": None}
_DAYS = "<StartingDate>2026-01-01</StartingDate><EndingDate>2026-12-31</EndingDate>"
FIRM = Whole(after(changed(_CREDIT, _OF_THE_FIRM), "CLAAddedMonths", _DAYS))
"""The same under an agreement of the firm, which tells its days in place of a number."""
FIFTH = Whole(_everything(leave("5001", 5, notice="2026-03-01", start="2026-09-01", months=6)))
"""A fifth of a time credit, which tells no added months, told early enough for the smallest firm."""
PUBLIC = Whole(_everything(leave(regime=1, sector="02", nature=4)))
"""Full parental leave in a local administration."""
NEW_END, CANCELLATION = Whole(loic(status=1)), Whole(loic(status=3))

WHOLES = {
    "credit": CREDIT, "abroad": ABROAD, "firm": FIRM, "fifth": FIFTH, "public": PUBLIC, "new-end-date": NEW_END,
    "cancellation": CANCELLATION,
}  # fmt: skip
"""What all cases are made from, by name."""

_TEXT = {"001": "", "003": "--"}
_DATE = {"001": "", "003": "2026-02-30"}
_CREDIT_ZONES = {
    "LanguageCodePdf": {"001": "", "002": "x", "008": "4", "093": "02"},
    "Name": {**_TEXT, "093": too_long(48)},
    "FirstName": {**_TEXT, "093": too_long(24)},
    "Street": {**_TEXT, "093": too_long(42)},
    "HouseNbr": {**_TEXT, "093": too_long(10)},
    "PostBox": {"093": too_long(4)},
    "Country": {"001": "", "002": "x", "093": "000150"},
    "PhoneNbr": {"003": "--", "093": "1" * 21},
    "GSMNbr": {"093": "1" * 21},
    "FaxNbr": {"093": "1" * 21},
    "EmailAddress": {"001": "", "093": f"{too_long(60)}@atelier.example"},
    f"{BREAK}/StartingDate": {"003": "2026-02-30", "093": "2026-06-001"},
    f"{BREAK}/EndingDate": {**_DATE, "093": "2026-11-030"},
    "InterruptionType": {"002": "x", "093": "05001"},
    "InterruptionRegime": {"002": "x", "008": "7", "093": "002"},
    "LegalBasis": {"002": "x", "008": "7", "093": "010"},
    "MeanWorkingHours": {"002": "x", "008": "4801", "093": "03800"},
    "RefMeanWorkingHours": {"002": "x", "093": "03800"},
    "JointCommissionNbr": {"003": "200 "},
    "WeekHoursNbr": {"002": "x", "093": "01900"},
    "WorkingSystemType": {"008": "Z", "093": "FF"},
    "Duration": {"002": "x", "008": "100", "093": "0001"},
    "TimeUnit": {"002": "x", "008": "1", "093": "03"},
    "DocumentDate": {**_DATE, "093": "2026-02-020"},
    "InterruptionSectorCode": {"001": "", "008": "99", "093": "01 "},
    "InterruptionQuestionCode": {"001": "", "093": too_long(4)},
    "InterruptionQuestionAnswer": {"001": "", "002": "x", "008": "2", "093": "01"},
    "InterruptionWorkersThreshold": {"001": "", "002": "x", "093": "002"},
    "AgreementDate": {"003": "2026-02-30", "093": "2026-02-002"},
    "NbrOfWorkers": {"001": "", "002": "x", "093": "00000055"},
    "CLAAddedMonths": {"002": "x", "008": "11", "093": "024"},
    "CLARegistrationNbr": {"002": "x", "003": "9876", "093": "0098765"},
    "CommentOfDeclaration": {**_TEXT, "093": too_long(200)},
}
_OTHER_ZONES = (
    (ABROAD, {"ZIPCode": {**_TEXT, "093": too_long(9)}, "City": {**_TEXT, "093": too_long(40)}}),
    (FIFTH, {
        "CLACode": {"001": "", "008": "CLA99", "093": "CLA1030"},
        "InterruptionWorkersThreshold": {"008": "5"},
        "NbrOfWorkers": {"008": "0"},
    }),
    (PUBLIC, {
        "RefMeanWorkingHours": {"008": "4801"},
        "PSEmploymentRelationshipNature": {"001": "", "002": "x", "008": "6", "093": "04"},
    }),
)  # fmt: skip
"""Values by zone and code; what a rule says stands in the table of its matter."""

_PLACES = {
    INFO: PERSON, PERSON: BREAK, BREAK: PART, PART: COMMENT, "Address": "Communication", QUESTIONS: THRESHOLD,
    THRESHOLD: AGREEMENT,
}  # fmt: skip
"""What a block may not stand behind."""
_ZONES_AMISS = (
    (CREDIT, "Communication", {"PhoneNbr": "GSMNbr"}),
    (CREDIT, QUESTION, {"InterruptionQuestionCode": "InterruptionQuestionAnswer"}),
    (CREDIT, AGREEMENT, {"CLACode": "CLAAddedMonths"}),
)
"""Zones behind what must follow them: told by the number of their block."""

_NEEDED = (
    INFO, PERSON, BREAK, PART, "Communication", QUESTIONS, QUESTION, THRESHOLD, AGREEMENT, "LegalBasis",
    "WeekHoursNbr", "WorkingSystemType", "Duration", "TimeUnit",
)  # fmt: skip
"""What half a time credit has to have."""
_UNWANTED = (
    (PUBLIC, {
        "LegalBasis": ("InterruptionRegime", "<LegalBasis>10</LegalBasis>"),
        "WorkingSystemType": ("WeekHoursNbr", "<WorkingSystemType>F</WorkingSystemType>"),
        "Duration": ("WeekHoursNbr", "<Duration>1</Duration>"),
        "TimeUnit": ("WeekHoursNbr", "<TimeUnit>3</TimeUnit>"),
        THRESHOLD: (QUESTIONS, part(_CREDIT, THRESHOLD)),
        AGREEMENT: (QUESTIONS, part(FIFTH.text, AGREEMENT)),
    }),
    (NEW_END, {PART: (BREAK, part(PUBLIC.text, PART))}),
)  # fmt: skip
"""What may not be there at all, by its place: behind which element it would stand."""
_UNWANTED_AHEAD = {INFO: LANGUAGE, PERSON: LOIC_CONTACT}
"""What a new end date may not have ahead of its days."""
_UNWANTED_ALONE = {BREAK: part(NEW_END.text, BREAK), COMMENT: _SAID}
"""What a cancellation, which is empty, may not have."""


def _unwanted() -> Iterator[Case]:
    for whole, places in _UNWANTED:
        for tag, (other, xml) in places.items():
            yield whole.case(f"{whole.number(tag)}-005", tag, after(whole.text, other, xml), "present")
    for tag, xml in _UNWANTED_AHEAD.items():
        yield NEW_END.case(f"{NEW_END.number(tag)}-005", tag, before(NEW_END.text, BREAK, xml), "present")
    for tag, xml in _UNWANTED_ALONE.items():
        text = put(CANCELLATION.text, "LOIC001", xml)
        yield CANCELLATION.case(f"{CANCELLATION.number(tag)}-005", tag, text, "present")


def _cases() -> Iterator[Case]:
    yield from CREDIT.valued(_CREDIT_ZONES)
    for whole, values in _OTHER_ZONES:
        yield from whole.valued(values)
    yield from CREDIT.lacking(*_NEEDED)
    yield from _unwanted()
    yield from CREDIT.behind(_PLACES)
    for whole, block, places in _ZONES_AMISS:
        yield from whole.behind(places, block)
    empty = before(FIRM.text, f"{AGREEMENT}/StartingDate", "<CLARegistrationNbr/>")
    yield FIRM.case("00740-001", "CLARegistrationNbr", empty, "empty")
    strange = after(CREDIT.text, f"{COMMENT}/CommentOfDeclaration", "<City>Genk</City>")
    yield CREDIT.case(f"{CREDIT.number(COMMENT)}-091", "City", strange, f"City in {COMMENT}")


CASES = [*_cases()]
"""Anomaly, element and request."""
