"""Employers in few bytes: what two sets share is found, whatever the number of numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from batch.model.naming import code_of, codes_of, count_of, naming_of, share, together

NUMBERS = st.frozensets(st.integers(0, 2**32 - 1), max_size=60)


@given(NUMBERS, NUMBERS)
def test_two_share_when_a_number_is_in_both(these: frozenset[int], those: frozenset[int]) -> None:
    assert share(naming_of(sorted(these)), naming_of(sorted(those))) == bool(these & those)


@given(NUMBERS, NUMBERS)
def test_together_they_name_every_number_once_in_order(these: frozenset[int], those: frozenset[int]) -> None:
    both = together(naming_of(sorted(these)), naming_of(sorted(those)))
    assert list(codes_of(both)) == sorted(these | those)
    assert count_of(both) == len(these | those)


def test_a_code_is_that_of_any_process() -> None:
    assert code_of("N1612345") == 2_295_695_585
