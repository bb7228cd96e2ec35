"""Schema samples are not acceptable declarations; these twins have the same kinds of faults, with data of ours.

A twin of a communication for economic causes, made this year for a period of 2017. Each fault and its anomaly:

=======================================================  ==============================  =====================
what the twin has                                        anomaly                         why
=======================================================  ==============================  =====================
a start nine years before the creation date              00199-008 at the start          an original of
                                                                                         risk 001 starts later
an end of one worker between start and end               none                            it is inside the period
no rule on the end itself                                none                            after its own start
a worker's number with wrong check digits                00024-004 at INSS               national register
a worker's number with a blank behind it                 none                            blanks around digits do
                                                                                         not count
an ONSS number with wrong check digits                   00011-004 at the number         inferred formula
country 00150 of the contact person                      none                            150 is Belgium, zeros
                                                                                         in front do not count
=======================================================  ==============================  =====================

A twin of a first day of unemployment by a local authority, through a user firm, for a day of 2017:

=======================================================  ==============================  =====================
a first day nine years before the creation date          00199-270 at the start, which   more than seven
                                                         does not block                  days before
the PPL block for a first day in 2017                    none                            it was right until 2021/4
the PPL block for a first day in 2026                    90067-001 at the missing block  ONSS block from 2022/1 on
joint committee 124 for a local authority                00046-008 at the committee      it must be 999
level 000                                                none                            three digits
country 150 of the site                                  none                            Belgium
an enterprise number of the agency that fails            00014-004 at the number         check digits
an ONSS number of the agency that fails                  00011-004 at the number         check digits
=======================================================  ==============================  =====================

A twin of an entry in the validation book, made this year for a month of 2013:

=======================================================  ==============================  =====================
what the twin has                                        anomaly                         why
=======================================================  ==============================  =====================
a month thirteen years before the creation date          00074-008 at the start          this month up to the
                                                                                         13th after it
the last day of that month as end                        none                            it is the right one
country 00150 of the contact person                      none                            150 is Belgium
=======================================================  ==============================  =====================

A twin of an envelope whose payload is a comment only: 90529-001, and what the rules miss.
"""

from __future__ import annotations

import pytest
from declarations import (
    ADDRESS,
    AGENCY,
    CONTACT,
    OWN_END,
    SENDER,
    SITE,
    after,
    before,
    changed,
    local_authority,
    loic,
    of_month,
    put,
    said,
    twct,
    vblv,
    verdicts,
    without,
)

START, COMMITTEE = "TempUnemploymentStartingDate", "JointCommissionNbr"

_CONTACT = CONTACT.replace("      <Communication>", ADDRESS.replace(">150<", ">00150<") + "\n      <Communication>")
SOUND_ECONOMIC = after(
    put(before(twct(), "TemporaryEmploymentAgency", _CONTACT), "INSS", "84051291737 "),
    "NaturalPerson/INSS", OWN_END,
)  # fmt: skip
ECONOMIC = changed(
    SOUND_ECONOMIC,
    {
        START: "2017-03-17",
        "TempUnemploymentEndingDate": "2017-03-20",
        "IndividualUnempEndingDate": "2017-03-18",
        "NaturalPerson[2]/INSS": "79060395512",
        "NOSSRegistrationNbr": "161234540",
    },
)

SOUND_FIRST_DAY = changed(
    after(
        before(
            after(without(twct("005"), "TemporaryEmploymentAgency"), "OperationalOffice", CONTACT + SENDER + AGENCY),
            "TempUnemploymentPeriod", "<JointCommissionLevel>000</JointCommissionLevel>",
        ),
        "TempUnemploymentPeriod", SITE,
    ),
    {"EmailAddress": None},
)  # fmt: skip
FIRST_DAY = changed(
    local_authority(SOUND_FIRST_DAY),
    {
        START: "2017-03-10",
        "TemporaryEmploymentAgency/NOSSRegistrationNbr": "169870600",
        "TemporaryEmploymentAgency/CompanyID": "1377700111",
    },
)

ECONOMIC_SAYS = [
    ("00011-004", "NOSSRegistrationNbr"),
    ("00024-004", "INSS"),
    ("00199-008", START),
]
FIRST_DAY_SAYS = [
    ("00011-004", "NOSSRegistrationNbr"),
    ("00014-004", "CompanyID"),
    ("00046-008", COMMITTEE),
    ("00199-270", START),
]


@pytest.mark.parametrize("sound", [SOUND_ECONOMIC, SOUND_FIRST_DAY], ids=["economic", "first day"])
def test_a_twin_without_its_faults_is_sound(sound: str) -> None:
    assert said(sound) == []


@pytest.mark.parametrize(
    ("twin", "says"), [(ECONOMIC, ECONOMIC_SAYS), (FIRST_DAY, FIRST_DAY_SAYS)], ids=["economic", "first day"]
)
def test_a_twin_has_exactly_the_anomalies_of_its_faults(twin: str, says: list[tuple[str, str]]) -> None:
    assert said(twin) == says


@pytest.mark.parametrize(
    ("twin", "path", "good", "mended"),
    [
        (ECONOMIC, "NOSSRegistrationNbr", "161234563", ("00011-004", "NOSSRegistrationNbr")),
        (ECONOMIC, "NaturalPerson[2]/INSS", "79060395574", ("00024-004", "INSS")),
        (FIRST_DAY, COMMITTEE, "999", ("00046-008", COMMITTEE)),
        (FIRST_DAY, "TemporaryEmploymentAgency/CompanyID", "1377700106", ("00014-004", "CompanyID")),
        (FIRST_DAY, "TemporaryEmploymentAgency/NOSSRegistrationNbr", "169870667", ("00011-004", "NOSSRegistrationNbr")),
    ],
    ids=["ONSS number", "INSS", "committee 999", "agency's enterprise number", "agency's ONSS number"],
)
def test_one_mended_fault_takes_one_anomaly_away(twin: str, path: str, good: str, mended: tuple[str, str]) -> None:
    rest = said(twin)
    rest.remove(mended)
    assert said(put(twin, path, good)) == rest


def test_a_local_authority_has_the_other_block_today() -> None:
    assert said(put(put(FIRST_DAY, START, "2026-03-10"), COMMITTEE, "999")) == [
        ("00011-004", "NOSSRegistrationNbr"),
        ("00014-004", "CompanyID"),
        ("90067-001", "EmployerDeclarationLink"),
    ]


def test_a_long_past_period_alone_tells_no_more_than_its_start() -> None:
    mended = changed(ECONOMIC, {"NaturalPerson[2]/INSS": "79060395574", "NOSSRegistrationNbr": "161234563"})
    assert said(mended) == [("00199-008", START)]


def test_a_long_past_first_day_alone_does_not_block() -> None:
    (verdict,) = verdicts(put(SOUND_FIRST_DAY, START, "2017-03-10"))
    assert verdict.accepted
    assert [(report.error_id, report.severity) for report in verdict.reports] == [("00199-270", "NP")]


@pytest.mark.parametrize("country", ["150", "00150", "0150", " 150 "])
def test_belgium_is_150_however_many_zeros_stand_before_it(country: str) -> None:
    text = put(SOUND_ECONOMIC, "Address/Country", country)
    assert said(text) == []
    assert said(put(text, "Address/City", "Namur")) == [("00522-160", "City")]


@pytest.mark.parametrize("blanks", ["{} ", " {}", "\n{}\n", "\t{} "])
def test_blanks_around_a_workers_number_do_not_count(blanks: str) -> None:
    assert said(twct(INSS=blanks.format("84051291737"))) == []
    assert said(twct(INSS=blanks.format("84051291738"))) == [("00024-004", "INSS")]


def test_an_envelope_whose_payload_is_a_comment_has_no_payload() -> None:
    assert said(put(loic(), "DocumentXML", "<!-- see the documentation -->")) == [
        ("90171-001", "DclInformation"),
        ("90257-001", "CoordinatesContactPerson"),
        ("90529-001", "LOIC001"),
        ("90530-001", "InterruptionInformation"),
        ("90531-001", "EmployerInterruptionForm"),
    ]


def test_the_twin_of_an_entry_of_2013_has_one_fault() -> None:
    sound = after(vblv(), "OperationalOffice", _CONTACT)
    assert said(sound) == []
    assert said(of_month(sound, "2013-07-01", "2013-07-31")) == [("00074-008", "RefStartingDate")]
