"""Operational office, contact person and addresses of an entry."""

from datetime import date

from declarations import (
    ADDRESS,
    CONTACT,
    SENDER,
    Fact,
    after,
    before,
    changed,
    every,
    is_silent,
    names_of,
    of_month,
    put,
    speaks,
    vblv,
    without,
)

from batch.validators.rules.vblv import office

WITH_CONTACT = after(vblv(), "OperationalOffice", CONTACT)
WITH_SENDER = before(vblv(), "NaturalPerson", SENDER)
AT_HOME = after(without(WITH_CONTACT, "Communication"), "FirstName", ADDRESS)
ABROAD = changed(AT_HOME, {"Address/Country": "112", "Address/ZIPCode": "SW1A 1AA", "Address/City": "London"})


def at_home_on(day: str, country: str) -> str:
    """An entry of another day whose contact person lives in a country."""
    text = changed(AT_HOME, {"FormCreationDate": day, "Address/Country": country})
    return of_month(text, "2019-03-01", "2019-03-31")


FACTS = [
    Fact("communication_missing", "neither address nor communication", without(WITH_CONTACT, "Communication"),
         "90258-001 Communication", AT_HOME),
    Fact("postcode_not_numeric", "of the office", put(vblv(), "ZIPCode", "B-4020"), "00520-002 ZIPCode", vblv()),
    Fact("postcode_not_numeric", "of the sender", put(WITH_SENDER, "Sender/ZIPCode", "B-9000"), "00520-002 ZIPCode",
         WITH_SENDER),
    Fact("postcode_not_numeric", "of the contact person", put(AT_HOME, "Address/ZIPCode", "B-7000"),
         "00520-002 ZIPCode", ABROAD),
    Fact("postcode_unknown", "of the office", put(vblv(), "ZIPCode", "0999"), "00520-008 ZIPCode", vblv()),
    Fact("postcode_unknown", "of the sender", put(WITH_SENDER, "Sender/ZIPCode", "59000"), "00520-008 ZIPCode",
         WITH_SENDER),
    Fact("postcode_unknown", "of the contact person", put(AT_HOME, "Address/ZIPCode", "59000"), "00520-008 ZIPCode",
         ABROAD),
    Fact("country_unknown", "of the contact person", put(AT_HOME, "Address/Country", "100"), "00523-008 Country",
         put(AT_HOME, "Address/Country", "00150")),
    Fact("country_unknown", "148 held until 11 February 2019", at_home_on("2019-02-12", "148"), "00523-008 Country",
         at_home_on("2019-02-11", "148"), day=date(2019, 2, 12), neighbour_day=date(2019, 2, 11)),
    Fact("town_of_another_postcode", "of the office", put(vblv(), "City", "Namur"), "00522-160 City",
         put(vblv(), "City", "Liège")),
    Fact("town_of_another_postcode", "of the sender", put(WITH_SENDER, "Sender/City", "Brugge"), "00522-160 City",
         put(WITH_SENDER, "Sender/City", "Gand")),
    Fact("town_of_another_postcode", "of the contact person", put(AT_HOME, "Address/City", "Namur"),
         "00522-160 City", put(AT_HOME, "Address/City", "Bergen")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(office.RULES))
