"""A new end date or a cancellation against the request it acts on."""

from datetime import date

from declarations import Fact, every, in_status, is_silent, loic, names_of, speaks, stored_loic

from batch.validators.rules.loic import situation

AT, START = "ReferenceNbr", "StartingDate"
NEW_END, CANCELLATION = loic(status=1), loic(status=3)
CLOSED, OPEN = [in_status("closed")], [stored_loic()]

FACTS = [
    Fact("request_no_longer_open", "a new end date", NEW_END, f"00222-181 {AT}", NEW_END, stored=CLOSED,
         neighbour_stored=OPEN),
    Fact("request_no_longer_open", "a cancellation", CANCELLATION, f"00222-181 {AT}", CANCELLATION, stored=CLOSED,
         neighbour_stored=OPEN),
    Fact("start_differs_from_request", "a day later", loic(status=1, StartingDate="2026-06-02"), f"00910-008 {START}",
         NEW_END, stored=OPEN),
    Fact("start_differs_from_request", "the start of the stored request counts", NEW_END, f"00910-008 {START}", NEW_END,
         stored=[stored_loic(start=date(2026, 6, 2))], neighbour_stored=[stored_loic(start=None)]),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(situation.RULES))
