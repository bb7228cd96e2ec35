"""Tickets: what the check characters catch, and how a ticket is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.model.tickets import ALPHABET, LARGEST_COUNTER, LENGTH, compact, is_mistyped, make, printed

calm = settings(deadline=None, derandomize=True)

series = st.text(ALPHABET, min_size=3, max_size=3)
counters = st.one_of(st.integers(0, LARGEST_COUNTER), st.integers(0, 2000))
tickets = st.builds(make, series, counters)


@settings(calm, max_examples=300)
@given(ticket=tickets)
def test_a_ticket_of_ours_is_thirteen_symbols_and_not_mistyped(ticket: str) -> None:
    assert len(ticket) == LENGTH
    assert set(ticket) <= set(ALPHABET)
    assert ticket.endswith("Z")
    assert not is_mistyped(ticket)


@settings(calm, max_examples=60)
@given(ticket=tickets)
def test_every_single_wrong_symbol_is_caught(ticket: str) -> None:
    for place in range(LENGTH):
        for symbol in ALPHABET + "IO":
            if symbol != ticket[place]:
                assert is_mistyped(ticket[:place] + symbol + ticket[place + 1 :])


@settings(calm, max_examples=500)
@given(ticket=tickets)
def test_every_swap_of_two_neighbours_that_differ_is_caught(ticket: str) -> None:
    for place in range(LENGTH - 1):
        one, two = ticket[place], ticket[place + 1]
        if one != two:
            assert is_mistyped(ticket[:place] + two + one + ticket[place + 2 :])


@settings(calm, max_examples=300)
@given(ticket=tickets, place=st.integers(0, LENGTH - 1), symbol=st.sampled_from(ALPHABET))
def test_a_symbol_too_few_or_too_many_is_caught(ticket: str, place: int, symbol: str) -> None:
    assert is_mistyped(ticket[:place] + ticket[place + 1 :])
    assert is_mistyped(ticket[:place] + symbol + ticket[place:])


@settings(calm, max_examples=200)
@given(first=st.tuples(series, counters), second=st.tuples(series, counters))
def test_two_counters_or_series_never_share_a_ticket(first, second) -> None:
    assert (make(*first) == make(*second)) == (first == second)


def test_counters_in_a_row_give_tickets_in_a_row() -> None:
    made = [make("3A0", counter) for counter in range(1, 5000)]
    assert len(set(made)) == len(made)
    assert made == sorted(made)


@settings(calm, max_examples=200)
@given(ticket=tickets)
def test_dashes_blanks_and_case_do_not_matter(ticket: str) -> None:
    shown = printed(ticket)
    for spelling in (shown, shown.lower(), ticket.lower(), shown.replace("-", " "), f" {ticket} "):
        assert compact(spelling) == ticket
        assert not is_mistyped(spelling)


@settings(calm, max_examples=100)
@given(ticket=tickets)
def test_the_printed_form_has_groups_of_three_seven_two_and_one(ticket: str) -> None:
    assert [len(group) for group in printed(ticket).split("-")] == [3, 7, 2, 1]
    assert printed(ticket).replace("-", "") == ticket


@pytest.mark.parametrize("text", ["", "short", "04W-0000001-0M-Z", "04W00000010MZ0"])
def test_what_has_not_thirteen_characters_is_printed_as_it_is(text: str) -> None:
    assert printed(text) == text


def test_the_counter_reaches_from_zero_to_the_largest() -> None:
    assert LARGEST_COUNTER == 34**7 - 1
    assert make("04W", 0)[:10] == "04W0000000"
    assert make("04W", LARGEST_COUNTER)[:10] == "04WZZZZZZZ"


@pytest.mark.parametrize("counter", [-1, LARGEST_COUNTER + 1])
def test_a_counter_beyond_its_borders_is_refused(counter: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        make("04W", counter)


@pytest.mark.parametrize("wrong", ["04I", "04O", "04w", "04-", "04é", "04 "])
def test_a_series_outside_the_alphabet_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not a ticket symbol"):
        make(wrong, 1)


@settings(calm, max_examples=500)
@given(text=st.one_of(st.text(), st.text(ALPHABET, min_size=13, max_size=13), st.text(min_size=13, max_size=13)))
def test_any_text_can_be_asked_whether_it_is_mistyped(text: str) -> None:
    assert is_mistyped(text) in (True, False)


@pytest.mark.parametrize("foreign", ["3400001Y1P01G", "380000B5WX004", "03402221RGXXZ"])
def test_a_ticket_issued_elsewhere_may_look_mistyped(foreign: str) -> None:
    assert is_mistyped(foreign)
