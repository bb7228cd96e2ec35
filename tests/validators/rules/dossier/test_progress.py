"""ONEM has begun to handle a request."""

from declarations import Fact, every, is_silent, names_of, speaks
from declarations import progress as told

from batch.validators.rules.dossier import progress

FACTS = [
    Fact("progress_in_the_future", "tomorrow", told(StatusDate="2026-03-10"), "98122-008 StatusDate",
         told(StatusDate="2026-03-09")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(progress.RULES))
