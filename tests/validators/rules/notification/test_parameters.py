"""The parameters of an employer."""

import pytest
from declarations import Fact, Known, every, is_silent, names_of, said, speaks, without
from declarations import parameters as written

from batch.validators.rules.notification import parameters

FACTS = [
    Fact("sector_not_in_list", "an unknown sector", written(InterruptionSectorCode="ZZ"),
         "01138-008 InterruptionSectorCode", written(InterruptionSectorCode="03")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(parameters.RULES))


def test_they_name_an_employer_and_no_worker() -> None:
    assert said(written()) == []
    assert said(without(written(), "EmployerId")) == [("90256-001", "EmployerId")]
    assert said(without(written(), "ReferenceData")) == [("90452-001", "ReferenceData")]


def test_they_need_a_mandate_of_the_employer() -> None:
    foreign = Known(foreign=("N161234563",))
    assert said(written(), known=foreign) == [("00011-155", "NOSSRegistrationNbr")]


@pytest.mark.parametrize("tag", ["ContactName", "EmailAddress", "ElectronicNotifications", "Language"])
def test_what_the_employer_must_tell(tag: str) -> None:
    assert [code for code, _ in said(without(written(), tag))] in (
        [f"{number}-001"] for number in ("98241", "00637", "98243", "98244")
    )
