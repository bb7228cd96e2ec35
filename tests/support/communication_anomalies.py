"""Every official anomaly of temporary unemployment that the walk says, with a communication that gets it alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from declarations import (
    ADDRESS,
    COMMENT,
    CONTACT,
    OWN_END,
    PPL,
    SENDER,
    SITE,
    after,
    before,
    changed,
    dated,
    local_authority,
    put,
    reference,
    twct,
)
from single_faults import Case, Whole, too_long

LINK, OFFICE, PERSON, AGENT = (
    "EmployerDeclarationLink", "OperationalOffice", "CoordinatesContactPerson", "TemporaryEmploymentAgency",
)  # fmt: skip
LPA, PERIOD, LEVEL = "NOSSLPARegistrationNbr", "TempUnemploymentPeriod", "JointCommissionLevel"
_REACHED = "<GSMNbr>0470 00 12 34</GSMNbr><FaxNbr>04 000 12 35</FaxNbr>"


def _everything(risk: str) -> str:
    """A communication with every block and zone that a risk leaves free."""
    text = twct(risk)
    if risk != "006":
        text = after(text, OFFICE, CONTACT)
    text = after(after(text, f"{PERSON}/FirstName", ADDRESS), "PhoneNbr", _REACHED)
    text = after(text, f"{OFFICE}/HouseNbr", "<PostBox>3</PostBox>")
    return after(before(text, AGENT, SENDER), LINK, COMMENT)


_PLANNED = after(_everything("001"), "JointCommissionNbr", f"<{LEVEL}>000</{LEVEL}>")
_PLANNED = after(
    _PLANNED, "NaturalPerson[2]/INSS", f"<NaturalPersonUserReference>P-2</NaturalPersonUserReference>{OWN_END}"
)
PLANNED = Whole(_PLANNED)
"""Risk 001, with every block and every zone that may be there."""
_LONDON = {"Address/Country": "112", "Address/ZIPCode": "SW1A 1AA", "Address/City": "London"}
ABROAD = Whole(changed(_PLANNED, _LONDON))
"""The same, and the contact person lives where no postcode is known."""
WEATHER = Whole(after(_everything("002"), PERIOD, SITE))
ACCIDENT = Whole(_everything("003"))
FORCE = Whole(_everything("004"))
FIRST_DAY = Whole(after(_everything("005"), PERIOD, SITE))
_CODE = "<UnemploymentReason>A1</UnemploymentReason>"
ACTION = Whole(before(_everything("006"), "SocialActionUnemployment/CommentOfDeclaration", _CODE))
_OLD = dated(put(_everything("005"), "JointCommissionNbr", "999"), "2021-12-20", "2021-12-20")
AUTHORITY = Whole(local_authority(_OLD), date(2021, 12, 20))
"""The first day at a local authority, in the last quarter that knows such a block."""

WHOLES = {
    "planned": PLANNED, "abroad": ABROAD, "weather": WEATHER, "accident": ACCIDENT, "force-majeure": FORCE,
    "first-day": FIRST_DAY, "social-action": ACTION, "authority": AUTHORITY,
}  # fmt: skip
"""What all cases are made from, by name."""

_TEXT = {"001": "", "003": "--"}
_DATE = {"001": "", "003": "2026-02-30"}
_PLANNED_ZONES = {
    "Identification": {"001": "", "008": "TWCT002", "093": too_long(7)},
    "FormCreationDate": _DATE,
    "FormCreationHour": {"001": "", "003": "25:00:00.000"},
    "AttestationStatus": {"001": "", "002": "x", "008": "2", "093": "00"},
    "TypeForm": {"001": "", "008": "RE", "093": too_long(2)},
    "LanguageCodePdf": {"001": "", "002": "x", "008": "4", "093": "02"},
    "IdentificationOfRisk": {"001": "", "002": "x", "008": "007", "093": "0001"},
    "ReferenceType": {"001": "", "002": "x", "008": "2", "093": "01"},
    "ReferenceOrigin": {"001": "", "002": "x", "008": "3", "093": "01"},
    "ReferenceNbr": {"001": "", "093": too_long(20)},
    "NOSSRegistrationNbr": {"001": "", "002": "x", "008": "200000031", "093": "0161234563"},
    "Trusteeship": {"001": "", "002": "x", "008": "2", "093": "00"},
    "CompanyID": {"001": "", "002": "x", "003": "12345678", "008": "2000000042"},
    "Street": {**_TEXT, "093": too_long(42)},
    "HouseNbr": {**_TEXT, "093": too_long(10)},
    "PostBox": {"093": too_long(4)},
    "ZIPCode": {"001": ""},
    "City": {"001": ""},
    "Name": {"003": "--", "093": too_long(48)},
    "FirstName": {"003": "--", "093": too_long(24)},
    "Country": {"002": "x", "093": "000150"},
    "PhoneNbr": {"001": "", "003": "--", "093": "1" * 21},
    "GSMNbr": {"003": "--", "093": "1" * 21},
    "FaxNbr": {"093": "1" * 21},
    "EmailAddress": {"003": "maite", "093": f"{too_long(60)}@atelier.example"},
    "Denomination": {"001": "", "093": too_long(96)},
    "CommunicationSourceIndicator": {"001": "", "002": "x", "008": "2", "093": "00"},
    "NaturalPersonSequenceNbr": {"001": "", "002": "x", "008": "0", "093": "00000001"},
    "INSS": {"001": "", "002": "x", "003": "8405129173"},
    "NaturalPersonUserReference": {"093": too_long(20)},
    "IndividualUnempEndingDate": _DATE,
    "RegimeTempUnemp": {"001": "", "002": "x", "008": "4"},
    "JointCommissionNbr": {"001": "", "003": "124 "},
    LEVEL: {"003": "05", "093": "0500"},
    "ReasonTempUnemp": {**_TEXT, "093": too_long(40)},
    "DeclarationOnHonour": {"001": "", "002": "x", "008": "002", "093": "0001"},
    "TempUnemploymentStartingDate": {**_DATE, "093": "2026-03-017"},
    "TempUnemploymentEndingDate": _DATE,
    "CommentDeclaration/CommentOfDeclaration": {**_TEXT, "093": too_long(180)},
}
_OTHER_ZONES = (
    (ABROAD, {
        "Address/ZIPCode": {"003": "--", "093": too_long(9)}, "Address/City": {"003": "--", "093": too_long(40)},
    }),
    (WEATHER, {"BadWeather": {**_TEXT, "093": too_long(40)}, "WorkAndReason": {**_TEXT, "093": too_long(80)}}),
    (ACCIDENT, {"DateTechnicalAccident": _DATE, "TechnicalAccident": {**_TEXT, "093": too_long(80)}}),
    (FORCE, {"MajorForceReason": {**_TEXT, "093": too_long(60)}}),
    (FIRST_DAY, {"EffectiveUnemploymentReason": {"001": "", "008": "62", "093": "060"}}),
    (ACTION, {
        "DepartmentName": {"001": "", "093": too_long(30)},
        "UnemploymentReason": {"003": "A-1", "093": "A123"},
        "SocialActionDetails": {"001": "", "093": too_long(100)},
    }),
    (AUTHORITY, {LPA: {"001": "", "002": "x", "008": "00000101", "093": f"0{PPL}"}}),
)  # fmt: skip
"""Values by zone and code; what a rule says stands in the table of its matter."""

_PLANNED_PLACES = {
    "DclInformation": "RiskIdentification", "RiskIdentification": "Reference", "Reference": LINK,
    LINK: "CommentDeclaration", OFFICE: PERSON, PERSON: "Sender", "Address": "Communication", "Sender": AGENT,
    AGENT: "NaturalPerson", "NaturalPerson[2]": "TempUnempEconomical",
}  # fmt: skip
_OTHER_PLACES = ((ACTION, {"DepartmentIdentification": "TempUnempSocialAction", "SocialActionUnemployment": PERIOD}),
                 (WEATHER, {PERIOD: "SiteAddress"}), (AUTHORITY, {f"NOSSLPA{LINK}": "CommentDeclaration"}))  # fmt: skip
"""What a block may not stand behind."""
_ZONES_AMISS = (
    (PLANNED, "Form", {"TypeForm": "RiskIdentification"}),
    (PLANNED, "Communication", {"PhoneNbr": "GSMNbr"}),
    (PLANNED, "TempUnempEconomical", {"RegimeTempUnemp": "JointCommissionNbr"}),
    (WEATHER, "TempUnempBadWeather", {"BadWeather": "WorkAndReason"}),
    (ACCIDENT, "TempUnempTechnicalAccident", {"DateTechnicalAccident": "TechnicalAccident"}),
    (FORCE, "TempUnempMajorForce", {"MajorForceReason": PERIOD}),
    (FIRST_DAY, "EffectiveUnemployment", {"EffectiveUnemploymentReason": "JointCommissionNbr"}),
    (FIRST_DAY, "SiteAddress", {"SiteAddress/Street": "SiteAddress/HouseNbr"}),
    (ACTION, "TempUnempSocialAction", {"JointCommissionNbr": PERIOD}),
)
"""Zones behind what must follow them: told by the number of their block."""
_STRANGE = {"CommentDeclaration": "CommentOfDeclaration", "IndividualUnempPeriod": "IndividualUnempEndingDate"}
"""Blocks of one zone, with that zone."""


def _cases() -> Iterator[Case]:
    yield from PLANNED.valued(_PLANNED_ZONES)
    for whole, values in _OTHER_ZONES:
        yield from whole.valued(values)
    yield from PLANNED.lacking("DclInformation", "RiskIdentification", AGENT, PERIOD)
    yield from ACTION.lacking("SocialActionUnemployment")
    yield from PLANNED.behind(_PLANNED_PLACES)
    for whole, places in _OTHER_PLACES:
        yield from whole.behind(places)
    for whole, block, places in _ZONES_AMISS:
        yield from whole.behind(places, block)
    for block, zone in _STRANGE.items():
        strange = after(PLANNED.text, f"{block}/{zone}", "<TypeForm>SU</TypeForm>")
        yield PLANNED.case(f"{PLANNED.number(block)}-091", "TypeForm", strange, f"TypeForm in {block}")
    many = "\n".join(reference(1, 1, f"ATELIER-{nth}") for nth in (18, 19, 20))
    yield PLANNED.case("90082-006", "Reference", after(PLANNED.text, "Reference", many), "four references")


CASES = [*_cases()]
"""Anomaly, element and communication."""
