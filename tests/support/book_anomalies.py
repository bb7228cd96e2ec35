"""Every official anomaly of the validation book that the walk says, with an entry that gets it alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from declarations import (
    ADDRESS,
    COMMENT,
    CONTACT,
    PPL,
    SENDER,
    after,
    changed,
    local_authority,
    of_month,
    put,
    twice,
    vblv,
)
from single_faults import Case, Whole, too_long

_REACHED = "<GSMNbr>0470</GSMNbr><FaxNbr>04</FaxNbr>"
_FULL = after(vblv(), "ControlCard/C32ANbr", "<SocialSecretariatNumber>310</SocialSecretariatNumber>")
_FULL = after(after(_FULL, "OperationalOffice/HouseNbr", "<PostBox>3</PostBox>"), "OperationalOffice", SENDER)
_FULL = after(_FULL, "OperationalOffice", after(after(CONTACT, "FirstName", ADDRESS), "PhoneNbr", _REACHED))
_FULL = after(_FULL, "INSS", "<NaturalPersonUserReference>P-1</NaturalPersonUserReference>")
_FULL = after(_FULL, "EmployerDeclarationLink", COMMENT)
FULL = Whole(_FULL)
"""An entry with every block and every zone that may be there."""
_LONDON = {"Address/Country": "112", "Address/ZIPCode": "SW1A 1AA", "Address/City": "London"}
ABROAD = Whole(changed(_FULL, _LONDON))
LINK, OFFICE, PERSON = "EmployerDeclarationLink", "OperationalOffice", "CoordinatesContactPerson"
LPA = "NOSSLPARegistrationNbr"


ZONES = {
    "Identification": {"001": "", "008": "VBLV002", "093": too_long(7)},
    "FormCreationDate": {"001": "", "003": "2026-02-30"},
    "FormCreationHour": {"001": "", "003": "25:00:00.000"},
    "AttestationStatus": {"001": "", "002": "x", "008": "1", "093": "00"},
    "TypeForm": {"001": "", "008": "RE", "093": too_long(2)},
    "IdentificationOfRisk": {"001": "", "002": "x", "008": "002", "093": "0001"},
    "ReferenceType": {"001": "", "002": "x", "008": "3", "093": "01"},
    "ReferenceOrigin": {"001": "", "002": "x", "005": "2", "008": "7", "093": "01"},
    "ReferenceNbr": {"001": "", "093": too_long(20)},
    "NOSSRegistrationNbr": {"001": "", "002": "x", "093": "0161234563"},
    "Trusteeship": {"001": "", "002": "x", "008": "2", "093": "00"},
    "CompanyID": {"001": "", "002": "x", "003": "12345678", "008": "2000000042"},
    "Street": {"001": "", "003": "--", "093": too_long(42)},
    "HouseNbr": {"001": "", "003": "--", "093": too_long(10)},
    "PostBox": {"093": too_long(4)},
    "Address/ZIPCode": {"001": "", "003": "--", "093": too_long(9)},
    "Address/City": {"001": "", "003": "--", "093": too_long(40)},
    "Name": {"003": "--", "093": too_long(48)},
    "FirstName": {"003": "--", "093": too_long(24)},
    "Country": {"001": "", "002": "x", "093": "000150"},
    "PhoneNbr": {"001": "", "003": "--", "093": too_long(20)},
    "GSMNbr": {"093": too_long(20)},
    "FaxNbr": {"093": too_long(20)},
    "EmailAddress": {"093": too_long(60)},
    "Denomination": {"001": "", "093": too_long(96)},
    "NaturalPersonSequenceNbr": {"001": "", "002": "x", "008": "0", "093": "00000001"},
    "INSS": {"001": "", "002": "x", "003": "8405129173"},
    "NaturalPersonUserReference": {"093": too_long(20)},
    "RefStartingDate": {"001": "", "003": "2026-04-31", "093": "2026-04-001"},
    "RefEndingDate": {"001": "", "003": "2026-04-31", "093": "2026-04-031"},
    "C32ANbr": {"001": "", "003": "N10001011", "093": "NA10001011"},
    "SocialSecretariatNumber": {"002": "x", "008": "0", "093": "0310"},
    "CommentOfDeclaration": {"001": "", "003": "--", "093": too_long(200)},
}
"""Values by zone and code; what a rule says stands in the table of its matter."""
_NEEDED = ("RiskIdentification", OFFICE, "NaturalPerson", "ReferencePeriod", "ControlCard")
_PLACES = {
    "RiskIdentification": "Reference", "Reference": LINK, LINK: "CommentDeclaration", OFFICE: PERSON,
    PERSON: "Sender", "Sender": "NaturalPerson", "NaturalPerson": "ReferencePeriod",
    "ReferencePeriod": "ControlCard", "Address": "Communication",
}  # fmt: skip
"""What a block may not stand behind."""
_ZONES_AMISS = {
    "Form": {"TypeForm": "RiskIdentification"},
    "ControlCard": {"C32ANbr": "SocialSecretariatNumber"},
    "Communication": {"PhoneNbr": "GSMNbr"},
}
"""Zones behind what must follow them: told by the number of their block."""


def _cases() -> Iterator[Case]:
    yield from FULL.valued({path: values for path, values in ZONES.items() if "/" not in path})
    yield from ABROAD.valued({path: values for path, values in ZONES.items() if "/" in path})
    yield from FULL.lacking(*_NEEDED)
    yield from FULL.behind(_PLACES)
    for block, places in _ZONES_AMISS.items():
        yield from FULL.behind(places, block)
    yield FULL.case("00023-006", "NaturalPersonSequenceNbr", twice(FULL.text, "NaturalPerson"), "two workers")
    strange = after(FULL.text, "CommentOfDeclaration", "<TypeForm>SU</TypeForm>")
    yield FULL.case("90036-091", "TypeForm", strange, "TypeForm in CommentDeclaration")


CASES = [*_cases()]
"""Every official anomaly of an entry that the walk says, for a set that arrives in March 2026."""

_LOCAL = of_month(put(local_authority(FULL.text), "FormCreationDate", "2021-11-15"), "2021-12-01", "2021-12-31")
AUTHORITY = Whole(_LOCAL, date(2021, 11, 15))
AUTHORITY_CASES = [
    *AUTHORITY.valued({LPA: {"001": "", "002": "x", "093": f"0{PPL}"}}),
    *AUTHORITY.behind({f"NOSSLPA{LINK}": "CommentDeclaration"}),
]
"""The same for a local authority in November 2021."""

WHOLES = {"card": FULL, "abroad": ABROAD, "authority": AUTHORITY}
"""What all cases are made from, by name."""
