"""The worker's contact data."""

from declarations import Fact, contact_data, every, is_silent, names_of, speaks, without

from batch.validators.rules.dossier import contact_data as rules

FACTS = [
    Fact("postcode_unknown", "not in annex 23", contact_data(ZIPCode="0999"), "00520-008 ZIPCode", contact_data()),
    Fact("postcode_unknown", "abroad there is none to tell", contact_data(ZIPCode="59000"), "00520-008 ZIPCode",
         without(contact_data(City="Lille"), "ZIPCode")),
    Fact("town_of_another_postcode", "Namur has another one", contact_data(City="Namur"), "00522-160 City",
         contact_data(City="Liège")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(rules.RULES))
