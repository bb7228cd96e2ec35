"""The employer of a communication in the directory of employers."""

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
    said,
    speaks,
    twct,
)

from batch.model.sender import EmployerRecord
from batch.validators.rules.twct import directory

NOSS, CBE, CURATOR = "NOSSRegistrationNbr", "CompanyID", "Trusteeship"
SINCE = date(2010, 1, 1)
ATELIER = EmployerRecord(ONSS, COMPANY, "Atelier du Moulin", curatorship=False, since=SINCE)
ANOTHER = EmployerRecord(OTHER_ONSS, OTHER_COMPANY, "Tandem", curatorship=False, since=SINCE)
LOADED = Known(employers=(ATELIER, ANOTHER))
EMPTY = Known(employers=())

FACTS = [
    Fact("onss_number_unknown", "not in the directory", twct(), f"00011-051 {NOSS}", twct(), known=EMPTY,
         neighbour_known=LOADED),
    Fact("onss_number_unknown", "leading zeros may be absent", twct(NOSSRegistrationNbr="70500472"),
         f"00011-051 {NOSS}", twct(NOSSRegistrationNbr="070500472"), known=LOADED,
         neighbour_known=Known(employers=(replace(ATELIER, noss="070500472"),))),
    Fact("enterprise_unknown", "it stands alone and is not in the directory", twct(NOSSRegistrationNbr="0"),
         f"00014-235 {CBE}", twct(NOSSRegistrationNbr="0"), known=EMPTY, neighbour_known=LOADED),
    Fact("enterprise_unknown", "one that is known by its ONSS number needs no number of its own",
         twct(NOSSRegistrationNbr="0"), f"00014-235 {CBE}", twct(), known=Known(employers=(ANOTHER,)),
         neighbour_known=Known(employers=(replace(ATELIER, company=""),))),
    Fact("numbers_of_two_employers", "an ONSS number and another's enterprise number", twct(CompanyID=OTHER_COMPANY),
         f"00014-451 {CBE}", twct(CompanyID=COMPANY.lstrip("0")), known=LOADED),
    Fact("numbers_of_two_employers", "the directory may not know the enterprise number",
         twct(CompanyID=OTHER_COMPANY), f"00014-451 {CBE}", twct(CompanyID=OTHER_COMPANY), known=LOADED,
         neighbour_known=Known(employers=(replace(ATELIER, company=""),))),
    Fact("curatorship_differs", "a curator acts, and the form says none", twct(), f"00012-022 {CURATOR}", twct(),
         known=Known(employers=(replace(ATELIER, curatorship=True),)), neighbour_known=LOADED),
    Fact("curatorship_differs", "none acts, and the form says one", twct(Trusteeship="1"), f"00012-022 {CURATOR}",
         twct(Trusteeship="1"), known=LOADED, neighbour_known=Known(employers=(replace(ATELIER, curatorship=True),))),
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
    anomalies, names = replace(fact, known=Known()).judged()
    assert anomalies == []
    assert fact.rule not in names


def test_an_unknown_onss_number_beside_a_known_enterprise_number_is_told_once() -> None:
    assert said(twct(), known=Known(employers=(ANOTHER, replace(ATELIER, noss="")))) == [("00011-051", NOSS)]


def wrong(number: str) -> str:
    """The number with another last digit."""
    return f"{number[:-1]}{(int(number[-1]) + 1) % 10}"


def test_a_number_with_wrong_check_digits_is_told_for_them_alone() -> None:
    assert said(twct(NOSSRegistrationNbr=wrong(ONSS)), known=EMPTY) == [("00011-004", NOSS)]
    assert said(twct(CompanyID=wrong(COMPANY)), known=LOADED) == [("00014-004", CBE)]
    alone = twct(NOSSRegistrationNbr="0", CompanyID=wrong(COMPANY))
    assert said(alone, known=EMPTY) == [("00014-004", CBE)]
