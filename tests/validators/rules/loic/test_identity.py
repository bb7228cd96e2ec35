"""The worker of a career-break request."""

from declarations import Fact, every, is_silent, loic, names_of, speaks, without

from batch.validators.rules.loic import identity

FACTS = [
    Fact("worker_missing", "no worker", without(loic(), "INSS"), "00024-001 INSS", loic()),
    Fact("worker_number_is_zero", "the envelope lets 0 through", loic(INSS="0"), "00024-003 INSS", loic()),
    Fact("worker_number_check_digits", "wrong", loic(INSS="84051291738"), "00024-004 INSS", loic(INSS="02011492888")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(identity.RULES))
