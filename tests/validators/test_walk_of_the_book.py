"""The walk over an entry of the validation book: every official anomaly it can say, alone."""

from datetime import date

import pytest
from book_anomalies import AUTHORITY, AUTHORITY_CASES, CASES, FULL
from declarations import TODAY, said

from batch.lawbook import open_law

OLD = date(2021, 11, 15)
ALL = [(*case, TODAY) for case in CASES] + [(*case, OLD) for case in AUTHORITY_CASES]


@pytest.mark.parametrize(("error_id", "tag", "text", "day"), ALL, ids=[f"{case[0]} {case[1]}" for case in ALL])
def test_one_fault_is_told_once_and_nothing_else(error_id: str, tag: str, text: str, day: date) -> None:
    assert said(text, day) == [(error_id, tag)]


def test_the_neighbour_of_all_of_them_gets_nothing() -> None:
    assert said(FULL) == []
    assert said(AUTHORITY, OLD) == []


def test_every_code_of_the_table_is_official() -> None:
    anomalies = open_law().release("VBLV001", "20231").anomalies
    assert all(not anomalies[error_id].ours for error_id, *_ in ALL)
