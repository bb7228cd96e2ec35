"""``rebuild`` as an operator types it: what it prints, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from declarations import loic
from installations import STEM, Installation, demo_set, make_installation
from sqlalchemy import text

from batch.cli.main import main

NOTI = "FO.NOTI.999999.20260316.00001.R"
LOIC = STEM.replace("TWCT", "LOIC")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    made = make_installation(tmp_path / "home")
    made.lay(STEM, demo_set("1-accepted"))
    made.run()
    made.lay(LOIC, loic().replace("2026-03-09", "2026-03-16"))
    made.run()
    return made


@pytest.fixture
def say(installation: Installation, capsys: pytest.CaptureFixture[str]):
    """Types a command; returns its exit code, what it printed, and its complaint."""

    def typed(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(["--home", str(installation.home), "rebuild", *words])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return typed


def test_equal_answers_are_said_to_be_equal(say) -> None:
    code, out, err = say(STEM)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"{name}  equal: made again with the same bytes"
        for name in ("FO.ACRF.999999.20260316.00001.R", NOTI, "FO.HAND.999999.20260316.00001.R.1.1")
    ]


def test_a_difference_is_said_with_its_place_and_ends_with_70(installation: Installation, say) -> None:
    kept = installation.home / "archive/out/1/NOTI.xml"
    kept.write_bytes(kept.read_bytes().replace(b"<ResultCode>1<", b"<ResultCode>0<", 1))
    code, out, err = say(NOTI)
    assert (code, err) == (70, "")
    first, changed, where = out.splitlines()
    assert first == f"{NOTI}  DIFFERS"
    assert changed == "  archive/out/1/NOTI.xml is not what was registered"
    assert where.startswith("  made again it differs from byte ")
    assert say(STEM)[0] == 70


def test_for_machines_each_answer_is_one_line(say) -> None:
    code, out, _ = say(NOTI, "--json")
    assert code == 0
    assert json.loads(out) == {"answer": NOTI, "verdict": "equal", "why": []}


def test_an_unknown_name_is_said_in_plain_words_and_ends_with_2(say) -> None:
    code, out, err = say("FO.NOTI.999999.20260316.00099.R")
    assert (code, out) == (2, "")
    assert err == (
        "onem-batch: There is no answer to make again. FO.NOTI.999999.20260316.00099.R: no answer, set or "
        "declaration has that name or ticket.\n"
    )


@pytest.mark.parametrize("words", [(), (STEM, "--statuses")])
def test_either_a_name_or_the_statuses(say, words: tuple[str, ...]) -> None:
    code, _, err = say(*words)
    assert code == 2
    assert "NAME-OR-TICKET" in err


def test_statuses_that_follow_from_the_journal(say) -> None:
    assert say("--statuses") == (0, "1 of 1 requests stand where the journal leads.\n", "")


def test_a_status_that_does_not_follow_is_said_and_ends_with_70(installation: Installation, say) -> None:
    with installation.register.writing() as connection:
        connection.execute(text("UPDATE dossiers SET status = 'closed'"))
    code, out, err = say("--statuses")
    assert (code, err) == (70, "")
    ticket, told, count = out.splitlines()
    assert ticket.startswith("04W-")
    assert ticket.endswith("  DIFFERS")
    assert (told, count) == (
        "  it is closed; by the journal awaiting-worker", "0 of 1 requests stand where the journal leads.",
    )  # fmt: skip


def test_a_journal_that_does_not_hold_is_said_and_ends_with_70(installation: Installation, say) -> None:
    with installation.register.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_no_update")
        connection.execute(text("UPDATE journal SET at = 'x' WHERE id = 2"))
    code, out, _ = say("--statuses")
    assert code == 70
    assert out.splitlines()[0] == "The journal does not hold: entry 2 does not follow from the one before."


def test_statuses_for_machines(say) -> None:
    code, out, _ = say("--statuses", "--json")
    assert code == 0
    assert json.loads(out) == {"requests": 1, "older": 0, "broken": None, "differences": {}}
