"""Each zone and block of a form amiss, missing or unwanted: every such official anomaly, alone."""

import book_anomalies
import communication_anomalies
import leave_anomalies
import pytest
from declarations import said
from single_faults import Case, Whole

from batch.lawbook import open_law

CASES = {
    "TWCT001": communication_anomalies.CASES,
    "VBLV001": [*book_anomalies.CASES, *book_anomalies.AUTHORITY_CASES],
    "LOIC001": leave_anomalies.CASES,
}
WHOLES = {
    "TWCT001": communication_anomalies.WHOLES,
    "VBLV001": book_anomalies.WHOLES,
    "LOIC001": leave_anomalies.WHOLES,
}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{message} {case.error_id} {case.tag}")
        for message, cases in CASES.items()
        for case in cases
    ],
)
def test_one_fault_is_told_once_and_nothing_else(case: Case) -> None:
    assert said(case.text, case.day) == [(case.error_id, case.tag)]


@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(whole, id=f"{message} {name}")
        for message, wholes in WHOLES.items()
        for name, whole in wholes.items()
    ],
)
def test_the_neighbour_of_all_of_them_gets_nothing(whole: Whole) -> None:
    assert said(whole.text, whole.day) == []


@pytest.mark.parametrize("message", CASES)
def test_every_case_has_one_of_these_neighbours(message: str) -> None:
    assert {case.neighbour for case in CASES[message]} <= {whole.text for whole in WHOLES[message].values()}


@pytest.mark.parametrize("message", CASES)
def test_every_anomaly_is_official(message: str) -> None:
    anomalies = open_law().release(message, "20231").anomalies
    assert all(not anomalies[case.error_id].ours for case in CASES[message])


@pytest.mark.parametrize("message", ["TWCT001", "LOIC001"])
def test_every_anomaly_is_shown_once(message: str) -> None:
    assert len({case.error_id for case in CASES[message]}) == len(CASES[message])
