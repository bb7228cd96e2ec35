"""The personnel file in an installation: looked up for a set, silent where none is loaded, and no way to ask about
other people's workers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from declarations import COMPANY, ONSS, OTHER_COMPANY, OTHER_ONSS, WORKERS, together, twct, vblv
from door import Lines
from installations import NOW, STEM, Installation

from batch.jobs.run import run_once
from batch.model.listing import Source
from batch.model.personnel import Relation
from batch.model.sender import Mandate

SINCE, TODAY = date(2010, 1, 1), date(2026, 3, 16)
HERE = [Relation(worker, ONSS, "", COMPANY, SINCE) for worker in WORKERS[:2]]
FORM = twct(FormCreationDate="2026-03-16", TempUnemploymentStartingDate="2026-03-24")
NEXT = "2026-04-01"


def load(installation: Installation, relations: Sequence[Relation]) -> None:
    source = Source("personnel", TODAY, "personnel.csv", "ab" * 32)
    lines = enumerate(relations, 2)
    installation.register.directory.load(lines, source, lambda line, why: pytest.fail(f"{line}: {why}"), NOW)


def told(installation: Installation, content: str, stem: str = STEM) -> list[str]:
    installation.lay(stem, content)
    outcome = installation.run()
    assert not outcome.problems
    return re.findall("<ErrorID>([^<]*)", installation.texts("NOTI", "123456")[-1])


def test_a_worker_who_does_not_work_there_is_told_and_the_other_one_is_not(installation: Installation) -> None:
    load(installation, HERE[:1])
    assert told(installation, FORM) == ["90017-152"]


def test_workers_who_work_there_are_accepted(installation: Installation) -> None:
    load(installation, HERE)
    assert told(installation, FORM) == []


def test_an_entry_of_the_validation_book_is_looked_up_too(installation: Installation) -> None:
    load(installation, HERE[1:])
    text = vblv(FormCreationDate="2026-03-16", RefStartingDate=NEXT)
    assert told(installation, text, STEM.replace("TWCT", "VBLV")) == ["90017-152"]


def test_every_form_of_a_set_is_looked_up(installation: Installation) -> None:
    load(installation, HERE[:1])
    assert told(installation, together(FORM, FORM, FORM)) == ["90017-152"] * 3


def silent_for(installation: Installation, stem: str) -> list[str]:
    """Judges a good set; the reference data that the log says are not loaded."""
    installation.lay(stem, FORM)
    lines = Lines()
    assert not run_once(replace(installation.desk, logger=lines)).problems
    assert "<ErrorID>" not in installation.texts("NOTI")[-1]
    return sorted(line["what"] for line in lines.of("reference data not loaded"))


def test_without_a_personnel_file_nothing_is_said_and_the_log_tells_it_once(installation: Installation) -> None:
    assert silent_for(installation, STEM) == ["employers", "personnel"]
    load(installation, HERE)
    assert silent_for(installation, STEM.replace("00001", "00002")) == ["employers"]


@pytest.mark.parametrize("noss", ["", OTHER_ONSS])
def test_another_firms_number_beside_the_own_one_tells_nothing_of_its_workers(
    installation: Installation, noss: str
) -> None:
    """The sender's mandate names one number; the other number of a form is believed, and opens nothing."""
    directory = installation.register.directory
    directory.end_mandates([one.id for one in directory.mandates("123456")], 20254, NOW, withdraw=True)
    directory.add_mandate(Mandate("123456", ONSS, "", "temporary-unemployment"), NOW)
    load(installation, [Relation(worker, noss, "", OTHER_COMPANY, SINCE) for worker in WORKERS[:1]])
    probe = FORM.replace(f"<CompanyID>{COMPANY}<", f"<CompanyID>{OTHER_COMPANY}<")
    assert told(installation, probe) == ["90017-152", "90017-152"]
