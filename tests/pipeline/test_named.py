"""Employers that a file names: every number, wherever it stands, comparable with those that rules compare."""

from __future__ import annotations

import pytest
from declarations import COMPANY, ONSS, OTHER_COMPANY, OTHER_ONSS, framed, loic, put, together, twct, verdicts

from batch.pipeline import named


@pytest.mark.parametrize("text", [twct(), loic(), together(twct(), twct(NOSSRegistrationNbr=OTHER_ONSS))])
def test_the_frame_names_every_employer_of_its_forms(text: str) -> None:
    told = framed(text.encode()).employers
    assert told is not None
    assert told >= {key for verdict in verdicts(text) for key in verdict.essence.employer}


def test_numbers_are_comparable_whatever_their_zeros_and_blanks() -> None:
    text = put(twct(), "NOSSRegistrationNbr", f" 00{ONSS.lstrip('0')} ")
    assert framed(text.encode()).employers == framed(twct().encode()).employers
    assert f"N{ONSS.lstrip('0')}" in (framed(text.encode()).employers or ())


def test_a_number_of_zeros_names_nobody() -> None:
    text = put(twct(), "NOSSRegistrationNbr", "000000000")
    assert not {key for key in framed(text.encode()).employers or () if key.startswith("N")}


def test_employers_of_several_forms_are_all_named() -> None:
    text = together(twct(), put(put(twct(), "NOSSRegistrationNbr", OTHER_ONSS), "CompanyID", OTHER_COMPANY))
    told = framed(text.encode()).employers or frozenset()
    assert {f"C{COMPANY.lstrip('0')}", f"C{OTHER_COMPANY.lstrip('0')}"} <= told


def test_a_file_that_names_very_many_may_name_any(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named, "_MOST", 1)
    assert framed(twct().encode()).employers is None
