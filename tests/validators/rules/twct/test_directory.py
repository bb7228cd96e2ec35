"""The employer of a communication in the directory of employers."""

from dataclasses import replace
from datetime import date

import pytest
from declarations import (
    AGENCY,
    COMPANY,
    ONSS,
    OTHER_COMPANY,
    OTHER_ONSS,
    OTHER_PPL,
    PPL,
    TODAY,
    Fact,
    Known,
    dated,
    every,
    is_silent,
    is_silent_without_knowledge,
    local_authority,
    names_of,
    put,
    said,
    simplified,
    speaks,
    twct,
)

from batch.model.sender import EmployerRecord
from batch.validators.rules.twct import directory

NOSS, LPA, CBE, CURATOR = "NOSSRegistrationNbr", "NOSSLPARegistrationNbr", "CompanyID", "Trusteeship"
LINK, PPL_LINK, AT_AGENCY = "EmployerDeclarationLink", "NOSSLPAEmployerDeclarationLink", "TemporaryEmploymentAgency"
SINCE, OLD, GONE = date(2010, 1, 1), date(2021, 11, 15), date(2019, 12, 31)
ATELIER = EmployerRecord(ONSS, COMPANY, "Atelier du Moulin", curatorship=False, since=SINCE)
ANOTHER = EmployerRecord(OTHER_ONSS, OTHER_COMPANY, "Tandem", curatorship=False, since=SINCE)
LOADED = Known(employers=(ATELIER, ANOTHER))
EMPTY, STRANGERS = Known(employers=()), Known(employers=(ANOTHER,))
CLOSED = Known(employers=(replace(ATELIER, until=GONE), ANOTHER))
AUTHORITY = EmployerRecord("", COMPANY, "Commune de Bressoux", curatorship=False, since=SINCE, lpa=PPL)
CITY, NO_CITY = Known(employers=(AUTHORITY,)), Known(employers=(replace(AUTHORITY, lpa=OTHER_PPL),))
BOTH = "10003124"
"""Good as an ONSS number and as a PPL number."""
AS_PPL = Known(employers=(replace(AUTHORITY, lpa=BOTH),))

BEFORE = dated(twct(), "2021-11-15", "2021-11-24", "2021-12-17")
OLD_CITY = local_authority(put(BEFORE, "JointCommissionNbr", "999"))
BY_USER_FIRM = put(twct(), AT_AGENCY, AGENCY.partition(">")[2].rpartition("<")[0])
USER_FIRM = Known(employers=(ATELIER,))

FACTS = [
    Fact("employer_unidentified", "neither number is in the directory", twct(), f"90067-151 {LINK}", twct(),
         known=STRANGERS, neighbour_known=LOADED),
    Fact("employer_unidentified", "one that was there is identified", twct(), f"90067-151 {LINK}", twct(), known=EMPTY,
         neighbour_known=CLOSED, neighbour_says=f"00011-051 {NOSS}"),
    Fact("employer_unidentified", "one number is no pair of numbers", twct(), f"90067-151 {LINK}",
         twct(CompanyID="0"), known=EMPTY, neighbour_says=f"00011-051 {NOSS}"),
    Fact("employer_unidentified", "a simplified cancellation names its employer too", simplified(),
         f"90067-151 {LINK}", simplified(), known=EMPTY, neighbour_known=LOADED),
    Fact("authority_unidentified", "neither number is in the directory", OLD_CITY, f"90168-151 {PPL_LINK}", OLD_CITY,
         day=OLD, known=STRANGERS, neighbour_known=CITY),
    Fact("agency_unidentified", "neither number is in the directory", BY_USER_FIRM, f"90343-151 {AT_AGENCY}",
         BY_USER_FIRM, known=USER_FIRM, neighbour_known=LOADED),
    Fact("agency_unidentified", "one of them is enough, on whatever day", BY_USER_FIRM, f"90343-151 {AT_AGENCY}",
         BY_USER_FIRM, known=USER_FIRM,
         neighbour_known=Known(employers=(ATELIER, replace(ANOTHER, noss="", until=GONE)))),
    Fact("agency_unidentified", "a number that stands alone", put(BY_USER_FIRM, f"{AT_AGENCY}/{NOSS}", "0"),
         f"90343-151 {AT_AGENCY}", put(BY_USER_FIRM, f"{AT_AGENCY}/{NOSS}", "0"), known=USER_FIRM,
         neighbour_known=LOADED),
    Fact("onss_number_is_a_ppl_number", "a PPL number in the place of an ONSS number",
         twct(NOSSRegistrationNbr=BOTH, CompanyID="0"), f"00011-041 {NOSS}",
         twct(NOSSRegistrationNbr=BOTH, CompanyID="0"), known=AS_PPL, neighbour_known=LOADED,
         neighbour_says=f"00011-051 {NOSS}"),
    Fact("onss_number_is_a_ppl_number", "beside an unknown enterprise number it says who is meant",
         twct(NOSSRegistrationNbr=BOTH, CompanyID=OTHER_COMPANY), f"00011-041 {NOSS}",
         twct(NOSSRegistrationNbr=BOTH, CompanyID=OTHER_COMPANY), known=AS_PPL,
         neighbour_known=Known(employers=(*AS_PPL.employers, replace(ANOTHER, noss="0" + BOTH)))),
    Fact("onss_number_unknown", "not in the directory", twct(CompanyID="0"), f"00011-051 {NOSS}", twct(CompanyID="0"),
         known=EMPTY, neighbour_known=LOADED),
    Fact("onss_number_unknown", "not in the directory on the day", twct(), f"00011-051 {NOSS}", twct(), known=CLOSED,
         neighbour_known=Known(employers=(replace(ATELIER, until=TODAY),))),
    Fact("onss_number_unknown", "not yet in the directory", twct(), f"00011-051 {NOSS}", twct(),
         known=Known(employers=(replace(ATELIER, since=date(2026, 3, 10)),)),
         neighbour_known=Known(employers=(replace(ATELIER, since=date(2026, 3, 9)),))),
    Fact("onss_number_unknown", "leading zeros may be absent", twct(NOSSRegistrationNbr="70500472"),
         f"00011-051 {NOSS}", twct(NOSSRegistrationNbr="070500472"), known=LOADED,
         neighbour_known=Known(employers=(replace(ATELIER, noss="070500472"),))),
    Fact("onss_number_unknown", "beside a known enterprise number", twct(), f"00011-051 {NOSS}", twct(),
         known=Known(employers=(replace(ATELIER, noss=""),)), neighbour_known=LOADED),
    Fact("ppl_number_unknown", "not in the directory", put(OLD_CITY, CBE, "0"), f"00109-051 {LPA}",
         put(OLD_CITY, CBE, "0"), day=OLD, known=NO_CITY, neighbour_known=CITY),
    Fact("ppl_number_unknown", "not in the directory on the day", OLD_CITY, f"00109-051 {LPA}", OLD_CITY, day=OLD,
         known=Known(employers=(replace(AUTHORITY, until=GONE),)), neighbour_known=CITY),
    Fact("enterprise_never_known", "it stands alone and is not in the directory", twct(NOSSRegistrationNbr="0"),
         f"00014-235 {CBE}", twct(NOSSRegistrationNbr="0"), known=EMPTY, neighbour_known=LOADED),
    Fact("enterprise_never_known", "one that is known by its ONSS number needs no number of its own",
         twct(NOSSRegistrationNbr="0"), f"00014-235 {CBE}", twct(), known=STRANGERS,
         neighbour_known=Known(employers=(replace(ATELIER, company=""),))),
    Fact("enterprise_never_known", "that of a local authority", put(OLD_CITY, LPA, "0"), f"00014-235 {CBE}",
         put(OLD_CITY, LPA, "0"), day=OLD, known=STRANGERS, neighbour_known=CITY),
    Fact("enterprise_known_on_another_day", "it stands alone and is gone", twct(NOSSRegistrationNbr="0"),
         f"00014-051 {CBE}", twct(NOSSRegistrationNbr="0"), known=CLOSED, neighbour_known=LOADED),
    Fact("enterprise_known_on_another_day", "never known is another fault", twct(NOSSRegistrationNbr="0"),
         f"00014-051 {CBE}", twct(NOSSRegistrationNbr="0"), known=CLOSED, neighbour_known=EMPTY,
         neighbour_says=f"00014-235 {CBE}"),
    Fact("numbers_of_two_employers", "an ONSS number and another's enterprise number", twct(CompanyID=OTHER_COMPANY),
         f"00014-451 {CBE}", twct(CompanyID=COMPANY.lstrip("0")), known=LOADED),
    Fact("numbers_of_two_employers", "the directory may not know the enterprise number",
         twct(CompanyID=OTHER_COMPANY), f"00014-451 {CBE}", twct(CompanyID=OTHER_COMPANY), known=LOADED,
         neighbour_known=Known(employers=(replace(ATELIER, company=""),))),
    Fact("numbers_of_two_employers", "those it had before do not count", twct(CompanyID=OTHER_COMPANY),
         f"00014-451 {CBE}", twct(CompanyID=OTHER_COMPANY), known=LOADED,
         neighbour_known=Known(employers=(replace(ATELIER, until=GONE), replace(ANOTHER, noss=ONSS)))),
    Fact("numbers_of_two_authorities", "a PPL number and another's enterprise number",
         put(OLD_CITY, CBE, OTHER_COMPANY), f"00014-022 {CBE}", OLD_CITY, day=OLD, known=CITY),
    Fact("curatorship_differs", "a curator acts, and the form says none", twct(), f"00012-022 {CURATOR}", twct(),
         known=Known(employers=(replace(ATELIER, curatorship=True),)), neighbour_known=LOADED),
    Fact("curatorship_differs", "none acts, and the form says one", twct(Trusteeship="1"), f"00012-022 {CURATOR}",
         twct(Trusteeship="1"), known=LOADED, neighbour_known=Known(employers=(replace(ATELIER, curatorship=True),))),
    Fact("authority_block_missing", "a local authority in the block of other employers", BEFORE,
         f"90168-001 {PPL_LINK}", BEFORE, day=OLD, known=Known(employers=(replace(ATELIER, lpa=PPL),)),
         neighbour_known=LOADED),
    Fact("authority_block_missing", "known by its enterprise number alone", put(BEFORE, NOSS, "0"),
         f"90168-001 {PPL_LINK}", put(BEFORE, NOSS, "0"), day=OLD, known=CITY, neighbour_known=LOADED),
    Fact("authority_block_missing", "up to the last quarter of 2021",
         dated(twct(), "2021-12-20", "2021-12-31", "2022-01-07"), f"90168-001 {PPL_LINK}",
         dated(twct(), "2021-12-20", "2022-01-01", "2022-01-07"), day=date(2021, 12, 20),
         known=Known(employers=(replace(ATELIER, lpa=PPL),))),
    Fact("authority_block_missing", "its own block is the right one", put(BEFORE, NOSS, "0"),
         f"90168-001 {PPL_LINK}", OLD_CITY, day=OLD, known=CITY),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(directory.RULES))


@every(FACTS)
def test_without_a_directory_nothing_is_said(fact: Fact) -> None:
    is_silent_without_knowledge(fact)


def wrong(number: str) -> str:
    """The number with another last digit."""
    return f"{number[:-1]}{(int(number[-1]) + 1) % 10}"


def test_a_number_with_wrong_check_digits_is_told_for_them_alone() -> None:
    assert said(twct(NOSSRegistrationNbr=wrong(ONSS)), known=EMPTY) == [("00011-004", NOSS)]
    assert said(twct(CompanyID=wrong(COMPANY)), known=LOADED) == [("00014-004", CBE)]
    alone = twct(NOSSRegistrationNbr="0", CompanyID=wrong(COMPANY))
    assert said(alone, known=EMPTY) == [("00014-004", CBE)]
    assert said(put(OLD_CITY, LPA, wrong(PPL)), OLD, known=STRANGERS) == [("00109-004", LPA)]
    agency = put(BY_USER_FIRM, f"{AT_AGENCY}/{NOSS}", wrong(OTHER_ONSS))
    assert said(agency, known=USER_FIRM) == [("00011-004", NOSS)]


@pytest.mark.parametrize("text", ["²²²", "1²", "x", "٣٣٣", "-5", "99999999999", "9" * 5000])
def test_what_is_no_number_is_not_looked_up(text: str) -> None:
    told = {error_id for error_id, _ in said(twct(NOSSRegistrationNbr=text, CompanyID=text), known=EMPTY)}
    assert told
    assert not told & {"90067-151", "00011-051", "00014-235"}


def test_an_agency_beside_an_employer_who_tells_his_own_workers_is_not_looked_up() -> None:
    own = put(BY_USER_FIRM, "CommunicationSourceIndicator", "0")
    assert ("90343-151", AT_AGENCY) not in said(own, known=USER_FIRM)
