"""Sets judged ahead in other processes: what is kept and answered is what one process alone keeps and answers."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from declarations import OTHER_COMPANY, OTHER_ONSS, loic, put, together, twct
from installations import Installation, make_installation
from sqlalchemy import text

from batch.jobs import ahead
from batch.jobs.acknowledge import acknowledge_sets
from batch.jobs.desk import Desk, Outcome
from batch.jobs.intake import take_sets
from batch.jobs.run import run_once
from batch.settings import FILE, Settings, read_settings

HERS, HIS = "123456", "234567"


FRESH = {"FormCreationDate": "2026-03-15", "TempUnemploymentStartingDate": "2026-03-25"}


def communication(**changes: str) -> str:
    return twct(**FRESH, **changes)


def request() -> str:
    return loic(FormCreationDate="2026-03-15")


def elsewhere(form: str) -> str:
    """The same declaration of another employer."""
    return put(put(form, "NOSSRegistrationNbr", OTHER_ONSS), "CompanyID", OTHER_COMPANY)


def lay_all(made: Installation) -> None:
    """Two senders, three messages, one employer of both, forms that contradict others of another set."""
    sets = [
        (HERS, "TWCT", communication()),
        (HIS, "TWCT", elsewhere(communication())),
        (HERS, "TWCT", communication()),
        (HIS, "TWCT", together(communication(), communication(NOSSRegistrationNbr="161234564"))),
        (HERS, "LOIC", request()),
        (HIS, "LOIC", elsewhere(request())),
        (HIS, "LOIC", request()),
    ]
    for nth, (sender, code, content) in enumerate(sets, 1):
        made.lay(f"{code}.{sender}.20260316.{nth:05d}.R", content, sender=sender, age=600 - nth)


def everything(made: Installation) -> dict[str, Any]:
    """All that a pass leaves: answers byte for byte, forms, what was told, the journal."""
    outbox = {
        str(path.relative_to(made.home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((made.home / "outbox").rglob("*"))
        if path.is_file()
    }
    with made.register.reading() as connection:
        rows = {
            table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608 - our own words
            for table in ("forms", "anomalies", "workers", "dossiers", "journal", "outbox")
        }
    return {"outbox": outbox, **rows}


def passed(home: Path, judges: int, **other: Any) -> dict[str, Any]:
    made = make_installation(home, more=f"judges = {judges}\n")
    lay_all(made)
    outcome = run_once(replace(made.desk, **other))
    assert outcome.problems == []
    assert outcome.counts["forms accepted"] >= 6
    assert not list((home / "archive" / "scratch").glob("*"))
    return everything(made)


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few forms are enough to start processes."""
    monkeypatch.setattr(ahead, "_WORTH_IT", 1)


@pytest.mark.usefixtures("eager")
def test_a_pass_with_several_processes_leaves_what_one_process_leaves(tmp_path: Path) -> None:
    assert passed(tmp_path / "two", 2) == passed(tmp_path / "one", 1)


@pytest.mark.usefixtures("eager")
def test_sets_are_judged_elsewhere_and_those_that_others_concern_again_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[str, bool]] = []
    real = ahead.Ahead.take

    def seen(self: ahead.Ahead, receipt: Any) -> Any:
        found = real(self, receipt)
        taken.append((receipt.stem, found is not None))
        return found

    monkeypatch.setattr(ahead.Ahead, "take", seen)
    passed(tmp_path, 2)
    assert [ahead_of_it for _, ahead_of_it in taken[:2]] == [True, True]  # two senders, two employers
    assert not all(ahead_of_it for _, ahead_of_it in taken)  # an employer whom another set concerned meanwhile


def broken(_home: Path) -> Desk:
    raise RuntimeError


@pytest.mark.usefixtures("eager")
def test_when_no_other_process_can_be_opened_this_one_judges(tmp_path: Path) -> None:
    assert passed(tmp_path / "none", 2, opener=broken) == passed(tmp_path / "one", 1)


def test_a_set_whose_turn_is_over_is_not_judged_ahead_again(tmp_path: Path) -> None:
    """Also one that could not be kept; that nobody has a desk here makes every judging ahead fail."""
    made = make_installation(tmp_path)
    made.lay(f"TWCT.{HERS}.20260316.00001.R", communication())
    made.lay(f"TWCT.{HIS}.20260316.00002.R", communication(), sender=HIS)
    desk, outcome = made.desk, Outcome(made.desk.logger)
    take_sets(desk, outcome)
    acknowledge_sets(desk, outcome)
    first, second = made.register.receipts("acknowledged")
    with ThreadPoolExecutor(1) as pool:
        found = ahead.Ahead([first, second], 2, pool)  # type: ignore[arg-type]
        assert found.take(first) is None
        assert list(found.begun) == [second.id]
        assert found.take(second) is None
        assert found.begun == {}


def test_few_forms_start_no_process(tmp_path: Path) -> None:
    made = make_installation(tmp_path, more="judges = 2\n")
    receipts: list[Any] = []
    with ahead.ahead_of(made.desk, receipts) as found:
        assert found.pool is None


def test_two_processes_are_the_default_and_the_setting_is_read(tmp_path: Path) -> None:
    assert Settings(tmp_path).judges == 2
    (tmp_path / FILE).write_text("judges = 1\n", encoding="utf-8")
    assert read_settings(tmp_path).judges == 1
