"""The worker who gets the card."""

from declarations import ONSS, WORKERS, Fact, Known, every, is_silent, names_of, of_month, speaks, vblv

from batch.validators.rules.vblv import worker

DECLARED, AT = Known(booked=(f"N{ONSS} VBLV001 worker {WORKERS[0]} 2026-04",)), "90017-272 NaturalPerson"

FACTS = [
    Fact("worker_already_declared", "for that month", vblv(), AT, vblv(INSS=WORKERS[1]), known=DECLARED),
    Fact("worker_already_declared", "another month is free", vblv(), AT, of_month(vblv(), "2026-05-01", "2026-05-31"),
         known=DECLARED),
    Fact("worker_already_declared", "by another employer it does not count", vblv(), AT, vblv(), known=DECLARED,
         neighbour_known=Known(booked=(f"N169870667 VBLV001 worker {WORKERS[0]} 2026-04",))),
    Fact("worker_not_identifiable", "month 13 of birth, with good check digits", vblv(INSS="84131291793"),
         "90017-151 NaturalPerson", vblv(INSS="84121291786")),
    Fact("worker_number_check_digits", "wrong", vblv(INSS="84051291738"), "00024-004 INSS", vblv()),
    Fact("worker_number_check_digits", "zero is no worker", vblv(INSS="00000000000"), "00024-004 INSS", vblv()),
    Fact("worker_number_check_digits", "born in 2002: the remainder of the other century is good",
         vblv(INSS="02011492889"), "00024-004 INSS", vblv(INSS=WORKERS[3])),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(worker.RULES))
