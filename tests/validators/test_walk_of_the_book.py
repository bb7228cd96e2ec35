"""The walk over an entry of the validation book: every official anomaly it can say, alone."""

import pytest
from book_anomalies import AUTHORITY_CASES, CASES, WHOLES
from declarations import said
from single_faults import Case, Whole

from batch.lawbook import open_law

ALL = [*CASES, *AUTHORITY_CASES]


@pytest.mark.parametrize("case", ALL, ids=[f"{case.error_id} {case.tag}" for case in ALL])
def test_one_fault_is_told_once_and_nothing_else(case: Case) -> None:
    assert said(case.text, case.day) == [(case.error_id, case.tag)]


@pytest.mark.parametrize("whole", WHOLES.values(), ids=WHOLES.keys())
def test_the_neighbour_of_all_of_them_gets_nothing(whole: Whole) -> None:
    assert said(whole.text, whole.day) == []


def test_every_case_has_one_of_these_neighbours() -> None:
    assert {case.neighbour for case in ALL} <= {whole.text for whole in WHOLES.values()}


def test_every_code_of_the_table_is_official() -> None:
    anomalies = open_law().release("VBLV001", "20231").anomalies
    assert all(not anomalies[case.error_id].ours for case in ALL)
