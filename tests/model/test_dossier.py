"""The life of a request: exactly the moves of the table."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moves import MOVES

from batch.model.dossier import FIRST, STATUSES, STEPS, after, deadline

calm = settings(deadline=None, derandomize=True)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_leads_where_the_table_says_and_nowhere_else(status: str, step: str) -> None:
    found = MOVES.get((status, step), [None])
    assert after(status, step, complete=True) == found[0]
    assert after(status, step, complete=False) == found[-1]


@calm
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.booleans()), max_size=12))
def test_what_is_over_stays_over(steps: list[tuple[str, bool]]) -> None:
    status, over = FIRST, False
    for step, complete in steps:
        reached = after(status, step, complete=complete)
        assert not (over and reached)
        status = reached or status
        over = status in ("closed", "cancelled")


def test_every_status_can_be_reached() -> None:
    reached = {FIRST}
    for _ in STATUSES:
        reached |= {
            found
            for status in reached
            for step in STEPS
            for complete in (True, False)
            if (found := after(status, step, complete=complete))
        }
    assert reached == set(STATUSES)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2012-09-01", "2012-11-01"),
        ("2026-12-31", "2027-02-28"),
        ("2027-12-30", "2028-02-29"),
        ("2028-02-29", "2028-04-29"),
        ("2026-07-31", "2026-09-30"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_a_request_is_in_time_up_to_the_same_day_two_months_later(start: str, last: str) -> None:
    assert deadline(date.fromisoformat(start), 2) == date.fromisoformat(last)
