"""Employers that a file names: every number, wherever it stands, comparable with those that rules compare."""

from __future__ import annotations

import pytest
from declarations import COMPANY, ONSS, OTHER_COMPANY, OTHER_ONSS, framed, loic, put, together, twct, verdicts

from batch.model.naming import code_of, codes_of
from batch.pipeline import named


def named_in(text: str) -> set[int]:
    told = framed(text.encode()).employers
    assert told is not None
    return set(codes_of(told))


@pytest.mark.parametrize("text", [twct(), loic(), together(twct(), twct(NOSSRegistrationNbr=OTHER_ONSS))])
def test_the_frame_names_every_employer_of_its_forms(text: str) -> None:
    assert named_in(text) >= {code_of(key) for verdict in verdicts(text) for key in verdict.essence.employer}


def test_numbers_are_comparable_whatever_their_zeros_and_blanks() -> None:
    text = put(twct(), "NOSSRegistrationNbr", f" 00{ONSS.lstrip('0')} ")
    assert named_in(text) == named_in(twct())
    assert code_of(f"N{ONSS.lstrip('0')}") in named_in(text)


def test_a_number_of_zeros_names_nobody() -> None:
    text = put(twct(), "NOSSRegistrationNbr", "000000000")
    assert named_in(text) == named_in(twct()) - {code_of(f"N{ONSS.lstrip('0')}")}


def test_employers_of_several_forms_are_all_named() -> None:
    text = together(twct(), put(put(twct(), "NOSSRegistrationNbr", OTHER_ONSS), "CompanyID", OTHER_COMPANY))
    assert {code_of(f"C{COMPANY.lstrip('0')}"), code_of(f"C{OTHER_COMPANY.lstrip('0')}")} <= named_in(text)


def test_numbers_are_put_together_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    text = together(twct(), put(twct(), "NOSSRegistrationNbr", OTHER_ONSS))
    at_once = named_in(text)
    monkeypatch.setattr(named, "_RECENT", 0)
    assert named_in(text) == at_once


def test_a_file_that_names_very_many_may_name_any(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named, "_MOST", 1)
    assert framed(twct().encode()).employers is None
