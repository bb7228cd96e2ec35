"""The header of a form."""

from datetime import date

from declarations import Fact, deci, every, is_silent, loic, names_of, speaks, twct, vblv

from batch.validators.rules import header

RULE = "created_too_long_ago_or_in_the_future"
SAYS = "00218-008 FormCreationDate"


def made_on(created: str) -> str:
    return twct("004", FormCreationDate=created)


FACTS = [
    Fact(RULE, "a form of tomorrow", made_on("2026-03-10"), SAYS, made_on("2026-03-09")),
    Fact(
        RULE, "a form of the year before last",
        twct("006", FormCreationDate="2024-12-31", TempUnemploymentStartingDate="2024-12-30",
             TempUnemploymentEndingDate="2024-12-31"), SAYS,
        twct("006", FormCreationDate="2025-01-01", TempUnemploymentStartingDate="2024-12-30",
             TempUnemploymentEndingDate="2024-12-31"),
    ),
    Fact(
        RULE, "a form of 2004, though it came in 2005",
        twct("003", FormCreationDate="2004-12-31", DateTechnicalAccident="2004-12-31",
             TempUnemploymentStartingDate="2005-01-07", TempUnemploymentEndingDate="2005-01-14"), SAYS,
        twct("003", FormCreationDate="2005-01-01", DateTechnicalAccident="2004-12-31",
             TempUnemploymentStartingDate="2005-01-07", TempUnemploymentEndingDate="2005-01-14"),
        day=date(2005, 1, 3),
    ),
    Fact(RULE, "a request of tomorrow", loic(FormCreationDate="2026-03-10"), SAYS, loic()),
    Fact(RULE, "a card of tomorrow", vblv(FormCreationDate="2026-03-10"), SAYS, vblv()),
    Fact(RULE, "a decision of tomorrow", deci(FormCreationDate="2026-03-10"), SAYS, deci()),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(header.RULES))
