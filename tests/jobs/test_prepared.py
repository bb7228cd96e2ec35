"""A large set is kept in pieces: what is kept is what one commit keeps, and half of it is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from declarations import together, twct
from installations import STEM, Installation, make_installation
from sqlalchemy import text
from two_senders import FRESH, HERS, communication, everything, lay_all

from batch.jobs import process
from batch.ports import Judged
from batch.store import prepared
from batch.store.register import SqlRegister


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every set is kept in pieces of one form, and by itself."""
    monkeypatch.setattr(process, "PROCESS", replace(process.PROCESS, share=None))
    monkeypatch.setattr(process, "_AT_ONCE", 0)
    monkeypatch.setattr(prepared, "_PIECE", 1)


def answered(home: Path) -> dict[str, Any]:
    made = make_installation(home, more="judges = 1\n")
    lay_all(made)
    assert made.run().problems == []
    accepted = text(
        "SELECT ticket FROM forms WHERE accepted AND sender = :sender AND identification = 'TWCT001' ORDER BY ticket"
    )
    with made.register.reading() as connection:
        ticket = str(connection.execute(accepted, {"sender": HERS}).scalars().first())
    made.lay(f"TWCT.{HERS}.20260316.00009.R", twct(status=1, **FRESH, ticket=ticket))
    assert made.run().problems == []
    return everything(made)


def test_what_is_kept_in_pieces_is_what_one_commit_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = answered(tmp_path / "whole")
    monkeypatch.setattr(process, "PROCESS", replace(process.PROCESS, share=None))
    monkeypatch.setattr(process, "_AT_ONCE", 0)
    monkeypatch.setattr(prepared, "_PIECE", 1)
    assert answered(tmp_path / "pieces") == at_once
    assert any("'replaced'" in row for row in at_once["forms"])


def rows(made: Installation, table: str) -> int:
    with made.register.reading() as connection:
        return int(connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one())  # noqa: S608 - our own word


def breaking(after: int) -> Any:
    """Writing ahead breaks off after so many forms."""
    real = SqlRegister.prepare

    def prepare(self: SqlRegister, judged: Iterable[Judged]) -> int:
        def first() -> Iterator[Judged]:
            for nth, one in enumerate(judged):
                if nth == after:
                    raise OSError(28, "No space left on device")
                yield one

        return real(self, first())

    return prepare


@pytest.mark.usefixtures("in_pieces")
def test_half_a_set_that_cannot_be_kept_is_taken_back(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation.lay(STEM, together(*[communication()] * 3))
    monkeypatch.setattr(SqlRegister, "prepare", breaking(2))
    assert [type(one) for one in installation.run().problems] == [OSError]
    assert [rows(installation, table) for table in ("forms", "anomalies", "workers")] == [0, 0, 0]
    assert list((installation.home / "archive" / "scratch").glob("*")) == []

    monkeypatch.undo()
    assert installation.run().problems == []
    assert rows(installation, "forms") == 3


def half_written(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process died when two of three forms were written."""
    installation.lay(STEM, together(*[communication()] * 3))
    with monkeypatch.context() as patch:
        patch.setattr(SqlRegister, "prepare", breaking(2))
        patch.setattr(SqlRegister, "drop_prepared", lambda _self, _receipt: None)
        installation.run()
    assert rows(installation, "forms") == 2


@pytest.mark.usefixtures("in_pieces")
def test_half_a_set_that_a_dead_process_left_is_written_anew(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_written(installation, monkeypatch)
    assert installation.run().problems == []
    assert rows(installation, "forms") == 3
    assert rows(installation, "workers") == 3 * 2


@pytest.mark.usefixtures("in_pieces")
def test_half_a_set_is_shown_to_nobody(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    half_written(installation, monkeypatch)
    with installation.register.reading() as connection:
        ticket = connection.execute(text("SELECT ticket FROM forms")).scalars().first()
    assert installation.register.form(str(ticket)) is None


@pytest.mark.usefixtures("in_pieces")
def test_half_a_set_that_is_cancelled_leaves_nothing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_written(installation, monkeypatch)
    installation.lay_file(f"TD.{STEM}.1", "")
    assert installation.run().problems == []
    assert rows(installation, "forms") == 0
    assert installation.texts("NOTI") == []
