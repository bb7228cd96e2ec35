"""The employer of an entry in the directory of employers."""

from dataclasses import replace
from datetime import date

from declarations import (
    COMPANY,
    ONSS,
    OTHER_COMPANY,
    OTHER_ONSS,
    Fact,
    Known,
    every,
    is_silent,
    names_of,
    speaks,
    vblv,
)

from batch.model.sender import EmployerRecord
from batch.validators.rules.vblv import directory

NOSS, CBE, CURATOR = "NOSSRegistrationNbr", "CompanyID", "Trusteeship"
SINCE = date(2010, 1, 1)
ATELIER = EmployerRecord(ONSS, COMPANY, "Atelier du Moulin", curatorship=False, since=SINCE)
ANOTHER = EmployerRecord(OTHER_ONSS, OTHER_COMPANY, "Tandem", curatorship=False, since=SINCE)
LOADED, EMPTY = Known(employers=(ATELIER, ANOTHER)), Known(employers=())
BANKRUPT = Known(employers=(replace(ATELIER, curatorship=True),))

FACTS = [
    Fact("onss_number_unknown", "not in the directory", vblv(), f"00011-051 {NOSS}", vblv(), known=EMPTY,
         neighbour_known=LOADED),
    Fact("enterprise_unknown", "it stands alone and is not in the directory", vblv(NOSSRegistrationNbr="0"),
         f"00014-235 {CBE}", vblv(NOSSRegistrationNbr="0"), known=EMPTY, neighbour_known=LOADED),
    Fact("numbers_of_two_employers", "an ONSS number and another's enterprise number", vblv(CompanyID=OTHER_COMPANY),
         f"00014-022 {CBE}", vblv(), known=LOADED),
    Fact("curatorship_differs", "a curator acts, and the form says none", vblv(), f"00012-022 {CURATOR}", vblv(),
         known=BANKRUPT, neighbour_known=LOADED),
    Fact("curatorship_differs", "none acts, and the form says one", vblv(Trusteeship="1"), f"00012-022 {CURATOR}",
         vblv(Trusteeship="1"), known=LOADED, neighbour_known=BANKRUPT),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(directory.RULES))
