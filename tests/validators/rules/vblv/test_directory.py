"""The employer of an entry in the directory of employers."""

from dataclasses import replace
from datetime import date

from declarations import (
    COMPANY,
    ONSS,
    OTHER_COMPANY,
    OTHER_ONSS,
    OTHER_PPL,
    PPL,
    SENDER,
    Fact,
    Known,
    after,
    every,
    is_silent,
    is_silent_without_knowledge,
    local_authority,
    names_of,
    of_month,
    put,
    speaks,
    vblv,
)

from batch.model.sender import EmployerRecord
from batch.validators.rules.vblv import directory

NOSS, LPA, CBE, CURATOR = "NOSSRegistrationNbr", "NOSSLPARegistrationNbr", "CompanyID", "Trusteeship"
LINK, PPL_LINK = "EmployerDeclarationLink", "NOSSLPAEmployerDeclarationLink"
SINCE, OLD, GONE = date(2010, 1, 1), date(2021, 11, 15), date(2019, 12, 31)
ATELIER = EmployerRecord(ONSS, COMPANY, "Atelier du Moulin", curatorship=False, since=SINCE)
ANOTHER = EmployerRecord(OTHER_ONSS, OTHER_COMPANY, "Tandem", curatorship=False, since=SINCE)
LOADED, EMPTY = Known(employers=(ATELIER, ANOTHER)), Known(employers=())
CLOSED = Known(employers=(replace(ATELIER, until=GONE), ANOTHER))
BANKRUPT = Known(employers=(replace(ATELIER, curatorship=True),))
ABROAD = Known(employers=(replace(ATELIER, seat_abroad=True),))
AUTHORITY = EmployerRecord("", COMPANY, "Commune de Bressoux", curatorship=False, since=SINCE, lpa=PPL)
CITY, NO_CITY = Known(employers=(AUTHORITY,)), Known(employers=(replace(AUTHORITY, lpa=OTHER_PPL),))
WAS_CITY = Known(employers=(replace(ATELIER, lpa=PPL),))

BEFORE = put(of_month(vblv(), "2021-12-01", "2021-12-31"), "FormCreationDate", "2021-11-15")
OLD_CITY = local_authority(BEFORE)

FACTS = [
    Fact("employer_unidentified", "neither number is in the directory", vblv(), f"90067-151 {LINK}", vblv(),
         known=EMPTY, neighbour_known=LOADED),
    Fact("employer_unidentified", "one that was there is identified", vblv(), f"90067-151 {LINK}", vblv(), known=EMPTY,
         neighbour_known=CLOSED, neighbour_says=f"00011-051 {NOSS}"),
    Fact("authority_unidentified", "neither number is in the directory", OLD_CITY, f"90168-151 {PPL_LINK}", OLD_CITY,
         day=OLD, known=EMPTY, neighbour_known=CITY),
    Fact("onss_number_unknown", "not in the directory", vblv(CompanyID="0"), f"00011-051 {NOSS}", vblv(CompanyID="0"),
         known=EMPTY, neighbour_known=LOADED),
    Fact("onss_number_unknown", "not in the directory on the day", vblv(), f"00011-051 {NOSS}", vblv(), known=CLOSED,
         neighbour_known=LOADED),
    Fact("onss_number_unknown", "a PPL number in its place has no code of its own here",
         vblv(NOSSRegistrationNbr="10003124", CompanyID="0"), f"00011-051 {NOSS}", vblv(),
         known=Known(employers=(ATELIER, replace(AUTHORITY, lpa="10003124")))),
    Fact("ppl_number_unknown", "not in the directory", put(OLD_CITY, CBE, "0"), f"00109-051 {LPA}",
         put(OLD_CITY, CBE, "0"), day=OLD, known=NO_CITY, neighbour_known=CITY),
    Fact("enterprise_never_known", "it stands alone and is not in the directory", vblv(NOSSRegistrationNbr="0"),
         f"00014-235 {CBE}", vblv(NOSSRegistrationNbr="0"), known=EMPTY, neighbour_known=LOADED),
    Fact("enterprise_known_on_another_day", "it stands alone and is gone", vblv(NOSSRegistrationNbr="0"),
         f"00014-051 {CBE}", vblv(NOSSRegistrationNbr="0"), known=CLOSED, neighbour_known=EMPTY,
         neighbour_says=f"00014-235 {CBE}"),
    Fact("numbers_of_two_employers", "an ONSS number and another's enterprise number", vblv(CompanyID=OTHER_COMPANY),
         f"00014-022 {CBE}", vblv(), known=LOADED),
    Fact("numbers_of_two_employers", "a PPL number and another's enterprise number",
         put(OLD_CITY, CBE, OTHER_COMPANY), f"00014-022 {CBE}", OLD_CITY, day=OLD, known=CITY),
    Fact("curatorship_differs", "a curator acts, and the form says none", vblv(), f"00012-022 {CURATOR}", vblv(),
         known=BANKRUPT, neighbour_known=LOADED),
    Fact("curatorship_differs", "none acts, and the form says one", vblv(Trusteeship="1"), f"00012-022 {CURATOR}",
         vblv(Trusteeship="1"), known=LOADED, neighbour_known=BANKRUPT),
    Fact("authority_block_missing", "a local authority in the block of other employers", BEFORE,
         f"90168-001 {PPL_LINK}", BEFORE, day=OLD, known=WAS_CITY, neighbour_known=LOADED),
    Fact("authority_block_missing", "up to the last quarter of 2021", BEFORE, f"90168-001 {PPL_LINK}",
         of_month(BEFORE, "2022-01-01", "2022-01-31"), day=OLD, known=WAS_CITY),
    Fact("sender_missing", "the seat is abroad", vblv(), "90093-001 Sender", vblv(), known=ABROAD,
         neighbour_known=LOADED),
    Fact("sender_missing", "the sender is named", vblv(), "90093-001 Sender",
         after(vblv(), "OperationalOffice", SENDER), known=ABROAD),
    Fact("sender_missing", "known by the enterprise number alone", vblv(NOSSRegistrationNbr="0"), "90093-001 Sender",
         vblv(NOSSRegistrationNbr="0"), known=ABROAD, neighbour_known=LOADED),
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
