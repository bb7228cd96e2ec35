"""The employer of a request in the directory of employers."""

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
    is_silent_without_knowledge,
    loic,
    names_of,
    speaks,
)

from batch.model.sender import EmployerRecord
from batch.validators.rules.loic import directory

NOSS, CBE = "NOSSRegistrationNbr", "CompanyID"
ATELIER = EmployerRecord(ONSS, COMPANY, "Atelier du Moulin", curatorship=False, since=date(2010, 1, 1))
ANOTHER = replace(ATELIER, noss=OTHER_ONSS, company=OTHER_COMPANY)
LOADED, EMPTY = Known(employers=(ATELIER,)), Known(employers=())
CLOSED = Known(employers=(replace(ATELIER, until=date(2019, 12, 31)),))

FACTS = [
    Fact("onss_number_unknown", "not in the directory", loic(), f"00011-051 {NOSS}", loic(), known=EMPTY,
         neighbour_known=LOADED),
    Fact("onss_number_unknown", "a cancellation names it too", loic(status=3), f"00011-051 {NOSS}", loic(status=3),
         known=EMPTY, neighbour_known=LOADED),
    Fact("enterprise_unknown", "it stands alone and is not in the directory", loic(NOSSRegistrationNbr="0"),
         f"00014-235 {CBE}", loic(NOSSRegistrationNbr="0"), known=EMPTY, neighbour_known=LOADED),
    Fact("onss_number_unknown", "neither number was ever there", loic(), f"00011-051 {NOSS}", loic(),
         known=Known(employers=(ANOTHER,)), neighbour_known=LOADED),
    Fact("onss_number_unknown", "not in the directory on the day", loic(), f"00011-051 {NOSS}", loic(), known=CLOSED,
         neighbour_known=LOADED),
    Fact("enterprise_unknown", "it stands alone and is gone", loic(NOSSRegistrationNbr="0"), f"00014-235 {CBE}",
         loic(NOSSRegistrationNbr="0"), known=CLOSED, neighbour_known=LOADED),
    Fact("numbers_of_two_employers", "an ONSS number and another's enterprise number", loic(CompanyID=OTHER_COMPANY),
         f"00014-451 {CBE}", loic(), known=LOADED),
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
