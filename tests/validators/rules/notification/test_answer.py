"""An employer's answer to a worker's notification."""

import pytest
from declarations import (
    LOIC_TICKET,
    NOTIFICATION_TICKET,
    OTHER_COMPANY,
    OTHER_ONSS,
    WORKERS,
    Fact,
    Stored,
    answer,
    every,
    is_silent,
    names_of,
    said,
    speaks,
    stored_loic,
    stored_notification,
    without,
)

from batch.validators.rules.notification import answer as rules

AT = "ReferenceNbr"
PENDING = [stored_notification()]
OTHER_FIRM = (f"N{OTHER_ONSS}", f"C{OTHER_COMPANY}")
PROPOSED = "ProposedStartingDate"

FACTS = [
    Fact("no_notification_to_answer", "no reference but the own one", without(answer(2), "Reference[2]"),
         "90082-001 Reference", answer(2), stored=PENDING),
    Fact("ticket_mistyped", "one symbol is wrong", answer(2, ticket=NOTIFICATION_TICKET.replace("26C", "26D")),
         f"00222-004 {AT}", answer(2), stored=PENDING),
    Fact("ticket_unknown", "nobody has it", answer(2), f"00222-234 {AT}", answer(2), stored=[],
         neighbour_stored=PENDING),
    Fact("ticket_of_another_kind_or_person", "a request", answer(2, ticket=LOIC_TICKET), f"00222-207 {AT}", answer(2),
         stored=[stored_loic()], neighbour_stored=PENDING),
    Fact("ticket_of_another_kind_or_person", "another worker's", answer(2, INSS=WORKERS[1]), f"00222-207 {AT}",
         answer(2), stored=PENDING),
    Fact("ticket_of_another_kind_or_person", "another employer's", answer(2), f"00222-207 {AT}", answer(2),
         stored=[stored_notification(employer=OTHER_FIRM)], neighbour_stored=PENDING),
    *(Fact("answered_already", status, answer(2), f"00222-183 {AT}", answer(2), stored=[stored_notification(status)],
           neighbour_stored=PENDING) for status in ("accepted", "refused", "postponed")),
    Fact("proposed_start_missing", "postponed to no day", without(answer(3), PROPOSED), f"98222-001 {PROPOSED}",
         answer(3), stored=PENDING),
    Fact("proposed_start_unwanted", "accepted for another day",
         answer(1).replace("<Certified>", f"<{PROPOSED}>2026-09-01</{PROPOSED}><Certified>"), f"98222-005 {PROPOSED}",
         answer(1), stored=PENDING),
    Fact("proposed_start_not_later", "the day that was asked", answer(3, ProposedStartingDate="2026-06-01"),
         f"98222-008 {PROPOSED}", answer(3, ProposedStartingDate="2026-06-02"), stored=PENDING),
    Fact("not_certified", "accepted", without(answer(1), "Certified"), "98138-001 Certified", answer(2),
         stored=PENDING),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(rules.RULES))


@pytest.mark.parametrize("says", [1, 2, 3])
def test_every_answer_passes_once(says: int) -> None:
    assert said(answer(says), stored=Stored(stored_notification())) == []
