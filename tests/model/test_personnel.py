"""Work relations: with whom, and on which days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from employers import company, lpa, niss, noss
from hypothesis import given
from hypothesis import strategies as st

from batch.model.personnel import Relation
from batch.model.sender import keys_of

RELATION = Relation(niss(1), noss(1), "", company(1), date(2026, 3, 2), date(2026, 3, 6))
DAYS = st.integers(0, 10).map(lambda offset: date(2026, 3, 1) + timedelta(offset))


@given(DAYS, DAYS, DAYS, DAYS)
def test_it_touches_a_period_exactly_when_they_share_a_day(one: date, other: date, first: date, last: date) -> None:
    since, until, first, last = min(one, other), max(one, other), min(first, last), max(first, last)
    shared = any(since <= first + timedelta(n) <= until for n in range((last - first).days + 1))
    assert Relation(niss(1), noss(1), "", "", since, until).touches(first, last) is shared


def test_an_open_one_lasts() -> None:
    relation = Relation(niss(1), noss(1), "", "", date(2026, 3, 2))
    assert relation.touches(date(2099, 1, 1), date(2099, 1, 1))
    assert not relation.touches(date(2026, 3, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("employer", "is_with"),
    [
        (keys_of(noss(1), company(1)), True),
        (keys_of(noss(1), ""), True),
        (keys_of("", company(1)), True),
        (keys_of(noss(1), company(1), lpa(1)), True),
        (keys_of(noss(1), company(2)), False),
        (keys_of(noss(2), company(1)), False),
        (keys_of("", "", lpa(1)), False),
        ((), False),
    ],
)
def test_it_is_with_who_shares_a_number_and_contradicts_none(employer: tuple[str, ...], is_with: bool) -> None:
    assert RELATION.is_with(employer) is is_with
