"""A request that follows a worker's notification."""

from declarations import (
    NOTIFICATION_TICKET,
    WORKERS,
    Fact,
    after,
    every,
    is_silent,
    loic,
    names_of,
    reference,
    speaks,
    stored_notification,
)

from batch.validators.rules.loic import notification

AT = "ReferenceNbr"
FOLLOWING = after(loic(), "Reference", f"  {reference(0, 2, NOTIFICATION_TICKET)}\n")
ACCEPTED = [stored_notification("accepted")]

FACTS = [
    Fact("notification_of_another_person", "another worker's", FOLLOWING.replace(WORKERS[0], WORKERS[1]),
         f"00222-207 {AT}", FOLLOWING, stored=ACCEPTED),
    Fact("notification_of_another_person", "another employer's", FOLLOWING, f"00222-207 {AT}", FOLLOWING,
         stored=[stored_notification("accepted", employer=("N1",))], neighbour_stored=ACCEPTED),
    Fact("notification_not_accepted", "still to be answered", FOLLOWING, f"00222-181 {AT}", FOLLOWING,
         stored=[stored_notification()], neighbour_stored=ACCEPTED),
    Fact("notification_not_accepted", "refused", FOLLOWING, f"00222-181 {AT}", FOLLOWING,
         stored=[stored_notification("refused")], neighbour_stored=[stored_notification("postponed")]),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(notification.RULES))
