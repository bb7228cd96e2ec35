"""The declarant's own reference."""

from declarations import TICKET, Fact, every, is_silent, names_of, speaks, vblv

from batch.model import tickets
from batch.validators.rules.vblv import reference

PRINTED = tickets.printed(TICKET)
MISTYPED = PRINTED.replace("-", "").replace("04W", "04X")
RULE, AT = "mistyped_ticket_as_own_reference", "00222-004 ReferenceNbr"

FACTS = [
    Fact(RULE, "written as a ticket, with a wrong symbol", vblv(ReferenceNbr=tickets.printed(MISTYPED)), AT,
         vblv(ReferenceNbr=PRINTED)),
    Fact(RULE, "small letters are capitals", vblv(ReferenceNbr=tickets.printed(MISTYPED).lower()), AT,
         vblv(ReferenceNbr=PRINTED.lower())),
    Fact(RULE, "thirteen characters without dashes may be anybody's", vblv(ReferenceNbr=tickets.printed(MISTYPED)), AT,
         vblv(ReferenceNbr=MISTYPED)),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(reference.RULES))
