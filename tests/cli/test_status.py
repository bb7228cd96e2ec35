"""``status`` about requests that wait for their worker, and about mails and e-Box copies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from breaks_sent import sent
from declarations import WORKERS, loic
from installations import Installation, make_installation

from batch.cli.main import main
from batch.model import tickets


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    made = make_installation(tmp_path / "home")
    made.register.directory.change_sender("123456", {"wants_mail": True}, made.now)
    return made


def status(installation: Installation, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["--home", str(installation.home), "status", *words]) == 0
    return capsys.readouterr().out


def test_nothing_is_said_where_nothing_waits(installation: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Requests" not in status(installation, capsys)
    assert json.loads(status(installation, capsys, "--json"))["requests"]["waiting"] == 0


def test_the_oldest_is_named_and_all_are_listed_when_asked(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    early, late = (
        loic().replace("2026-06-01", "2026-03-20"),
        loic(EmailAddress="nobody").replace("2026-06-01", "2026-04-20"),
    )
    second, first = tickets.printed(sent(installation, late)), tickets.printed(sent(installation, early))

    text = status(installation, capsys)
    assert (
        f"2 wait for the worker near their last day, 2 of them after it; the oldest {first}, last day 2026-05-20"
        in text
    )
    assert f"mail  {second}  dropped  no usable address" in text
    assert f"{second}  123456" not in text
    text = status(installation, capsys, "--waiting")
    assert text.index(f"{first}  123456  2026-05-20") < text.index(f"{second}  123456  2026-06-20")
    found = json.loads(status(installation, capsys, "--waiting", "--json"))
    assert [one["ticket"] for one in found["waiting_requests"]] == [first, second]
    assert WORKERS[0] not in text + json.dumps(found)
