"""Working ahead: in order, bounded, every failure beside its unit."""

from __future__ import annotations

import threading
import time

import pytest

from batch.transport.ahead import in_order


@pytest.mark.parametrize("lanes", [1, 2, 8])
def test_results_come_in_the_order_asked_whatever_the_order_done(lanes: int) -> None:
    def slow_first(number: int) -> int:
        time.sleep(0.02 if number % 4 == 0 else 0)
        return number * 2

    assert list(in_order(slow_first, range(20), lanes)) == [(number, number * 2) for number in range(20)]


@pytest.mark.parametrize("lanes", [1, 8])
def test_a_failure_is_handed_on_beside_its_unit_and_the_others_go_on(lanes: int) -> None:
    found = [result for _, result in in_order(lambda number: 6 // number, [1, 0, 2], lanes)]
    assert found[0] == 6
    assert isinstance(found[1], ZeroDivisionError)
    assert found[2] == 3


def test_one_lane_begins_a_unit_only_when_it_is_asked_for() -> None:
    begun = []
    results = in_order(begun.append, range(5), 1)
    next(results)
    assert begun == [0]


def test_never_more_is_begun_than_one_window_ahead_of_the_reader() -> None:
    begun = []
    results = in_order(begun.append, range(100), 4)
    next(results)
    time.sleep(0.1)
    assert len(begun) <= 8
    results.close()
    assert len(begun) <= 8


def test_a_reader_that_goes_away_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    results = in_order(lambda number: time.sleep(0.01) or number, range(100), 4)
    next(results)
    results.close()
    assert threading.active_count() == before
