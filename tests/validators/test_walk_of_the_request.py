"""Each zone and block of a career break amiss, missing or unwanted: every such official anomaly, alone."""

import pytest
from declarations import said
from leave_anomalies import CASES, WHOLES
from single_faults import Case, Whole

from batch.lawbook import open_law


@pytest.mark.parametrize("case", CASES, ids=[f"{case.error_id} {case.tag}" for case in CASES])
def test_one_fault_is_told_once_and_nothing_else(case: Case) -> None:
    assert said(case.text, case.day) == [(case.error_id, case.tag)]


@pytest.mark.parametrize("whole", WHOLES.values(), ids=WHOLES.keys())
def test_the_neighbour_of_all_of_them_gets_nothing(whole: Whole) -> None:
    assert said(whole.text, whole.day) == []


def test_every_case_has_one_of_these_neighbours() -> None:
    assert {case.neighbour for case in CASES} <= {whole.text for whole in WHOLES.values()}


def test_every_anomaly_is_official_and_shown_once() -> None:
    anomalies = open_law().release("LOIC001", "20231").anomalies
    assert all(not anomalies[case.error_id].ours for case in CASES)
    assert len({case.error_id for case in CASES}) == len(CASES)
