"""Every official anomaly of the validation book that the walk says, with an entry that gets it alone."""

from __future__ import annotations

from collections.abc import Iterator

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
    part,
    put,
    twice,
    vblv,
)

from batch.lawbook import open_law

_REACHED = "<GSMNbr>0470</GSMNbr><FaxNbr>04</FaxNbr>"
FULL = after(vblv(), "ControlCard/C32ANbr", "<SocialSecretariatNumber>310</SocialSecretariatNumber>")
FULL = after(after(FULL, "OperationalOffice/HouseNbr", "<PostBox>3</PostBox>"), "OperationalOffice", SENDER)
FULL = after(FULL, "OperationalOffice", after(after(CONTACT, "FirstName", ADDRESS), "PhoneNbr", _REACHED))
FULL = after(FULL, "INSS", "<NaturalPersonUserReference>P-1</NaturalPersonUserReference>")
FULL = after(FULL, "EmployerDeclarationLink", COMMENT)
"""An entry with every block and every zone that may be there."""
ABROAD = changed(FULL, {"Address/Country": "112", "Address/ZIPCode": "SW1A 1AA", "Address/City": "London"})
LINK, OFFICE, PERSON = "EmployerDeclarationLink", "OperationalOffice", "CoordinatesContactPerson"
LPA = "NOSSLPARegistrationNbr"


def long(many: int) -> str:
    return "A" * (many + 1)


ZONES = {
    "Identification": {"001": "", "008": "VBLV002", "093": long(7)},
    "FormCreationDate": {"001": "", "003": "2026-02-30"},
    "FormCreationHour": {"001": "", "003": "25:00:00.000"},
    "AttestationStatus": {"001": "", "002": "x", "008": "1", "093": "00"},
    "TypeForm": {"001": "", "008": "RE", "093": long(2)},
    "IdentificationOfRisk": {"001": "", "002": "x", "008": "002", "093": "0001"},
    "ReferenceType": {"001": "", "002": "x", "008": "3", "093": "01"},
    "ReferenceOrigin": {"001": "", "002": "x", "005": "2", "008": "7", "093": "01"},
    "ReferenceNbr": {"001": "", "093": long(20)},
    "NOSSRegistrationNbr": {"001": "", "002": "x", "093": "0161234563"},
    "Trusteeship": {"001": "", "002": "x", "008": "2", "093": "00"},
    "CompanyID": {"001": "", "002": "x", "003": "12345678", "008": "2000000042"},
    "Street": {"001": "", "003": "--", "093": long(42)},
    "HouseNbr": {"001": "", "003": "--", "093": long(10)},
    "PostBox": {"093": long(4)},
    "Address/ZIPCode": {"001": "", "003": "--", "093": long(9)},
    "Address/City": {"001": "", "003": "--", "093": long(40)},
    "Name": {"003": "--", "093": long(48)},
    "FirstName": {"003": "--", "093": long(24)},
    "Country": {"001": "", "002": "x", "093": "000150"},
    "PhoneNbr": {"001": "", "003": "--", "093": long(20)},
    "GSMNbr": {"093": long(20)},
    "FaxNbr": {"093": long(20)},
    "EmailAddress": {"093": long(60)},
    "Denomination": {"001": "", "093": long(96)},
    "NaturalPersonSequenceNbr": {"001": "", "002": "x", "008": "0", "093": "00000001"},
    "INSS": {"001": "", "002": "x", "003": "8405129173"},
    "NaturalPersonUserReference": {"093": long(20)},
    "RefStartingDate": {"001": "", "003": "2026-04-31", "093": "2026-04-001"},
    "RefEndingDate": {"001": "", "003": "2026-04-31", "093": "2026-04-031"},
    "C32ANbr": {"001": "", "003": "N10001011", "093": "NA10001011"},
    "SocialSecretariatNumber": {"002": "x", "008": "0", "093": "0310"},
    "CommentOfDeclaration": {"001": "", "003": "--", "093": long(200)},
}
"""Values by zone and code; what a rule says stands in the table of its matter."""


_RELEASE = open_law().release("VBLV001", "20231")
_NUMBERS = {one.tag: number for number, one in (*_RELEASE.zones.items(), *_RELEASE.blocks.items())}
_NEEDED = ("RiskIdentification", OFFICE, "NaturalPerson", "ReferencePeriod", "ControlCard")
_AFTER = {
    "RiskIdentification": "Reference", "Reference": LINK, LINK: "CommentDeclaration", OFFICE: PERSON,
    PERSON: "Sender", "Sender": "NaturalPerson", "NaturalPerson": "ReferencePeriod",
    "ReferencePeriod": "ControlCard", "Address": "Communication",
}  # fmt: skip
"""What a block may not stand behind."""
_AMISS = {
    "TypeForm": ("Form", "RiskIdentification"),
    "C32ANbr": ("ControlCard", "SocialSecretariatNumber"),
    "PhoneNbr": ("Communication", "GSMNbr"),
}
"""Zones that stand behind what must follow them: told by the number of their block."""


def _of_old(text: str) -> str:
    return of_month(put(text, "FormCreationDate", "2021-11-15"), "2021-12-01", "2021-12-31")


def _moved(tag: str, behind: str) -> str:
    """The entry with one element behind another."""
    return after(put(FULL, tag, None), behind, part(FULL, tag))


def _cases() -> Iterator[tuple[str, str, str]]:
    for tag, values in ZONES.items():
        for code, value in values.items():
            name = tag.rpartition("/")[2]
            yield f"{_NUMBERS[name]}-{code}", name, put(ABROAD if tag != name else FULL, tag, value)
    for tag in _NEEDED:
        yield f"{_NUMBERS[tag]}-001", tag, put(FULL, tag, None)
    for tag, behind in _AFTER.items():
        yield f"{_NUMBERS[tag]}-091", tag, _moved(tag, behind)
    for tag, (block, behind) in _AMISS.items():
        yield f"{_NUMBERS[block]}-091", tag, _moved(tag, behind)
    yield "00023-006", "NaturalPersonSequenceNbr", twice(FULL, "NaturalPerson")
    yield "90036-091", "TypeForm", after(FULL, "CommentOfDeclaration", "<TypeForm>SU</TypeForm>")


CASES = [*_cases()]
"""Anomaly, element and entry, for a set that arrives in March 2026."""

AUTHORITY = _of_old(local_authority(FULL))
AUTHORITY_CASES = [
    ("00109-001", LPA, put(AUTHORITY, LPA, "")),
    ("00109-002", LPA, put(AUTHORITY, LPA, "x")),
    ("00109-093", LPA, put(AUTHORITY, LPA, f"0{PPL}")),
    ("90168-091", f"NOSSLPA{LINK}", after(put(AUTHORITY, f"NOSSLPA{LINK}", None), "CommentDeclaration",
                                          part(AUTHORITY, f"NOSSLPA{LINK}"))),
]  # fmt: skip
"""The same for a local authority in November 2021."""
