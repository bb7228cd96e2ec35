"""A file that is good up to its last byte: nothing of it is kept, nothing is answered but the refusal."""

from __future__ import annotations

import sqlite3
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from installations import STEM, Installation, demo_set, make_installation

from batch.lawbook import open_law
from batch.pipeline import frame_of
from batch.pipeline.judge import SLICE

MANY = 6 * SLICE
"""Forms: many slices, and far more than one piece of what is read at a time."""
KEPT = ("forms", "workers", "anomalies", "bookings")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return make_installation(tmp_path / "home")


def many_forms() -> bytes:
    head, _, rest = demo_set("1-accepted").partition("<Form>")
    form, _, rest = rest.partition("</Form>")
    tail = rest.rpartition("</Form>")[2]
    return f"{head}{f'<Form>{form}</Form>' * MANY}{tail.rstrip()}".encode()


def rows(installation: Installation) -> dict[str, int]:
    with sqlite3.connect(installation.home / "onem-batch.sqlite") as database:
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in KEPT}  # noqa: S608


def test_the_same_file_whole_is_sound() -> None:
    frame = frame_of(lambda: BytesIO(many_forms()), open_law(), date(2026, 3, 16), "TWCT")
    assert frame.is_sound
    assert frame.count == MANY


@pytest.mark.parametrize("last", [b"", b"<", b"\x00", b"\xff"])
def test_of_a_file_whose_last_byte_is_wrong_nothing_is_kept_or_answered_but_the_refusal(
    installation: Installation, last: bytes
) -> None:
    whole = many_forms()
    assert whole.endswith(b">")
    installation.lay(STEM, whole[:-1] + last)
    assert not installation.run().problems
    (acrf,) = installation.texts("ACRF")
    assert "ResultCode>0<" in acrf
    assert "ACRF-102" in acrf
    assert rows(installation) == dict.fromkeys(KEPT, 0)
    for addressee in ("123456", "999998"):
        assert not installation.texts("NOTI", addressee)
        assert not installation.texts("HAND", addressee)
    scratch = installation.home / "archive" / "scratch"
    assert not scratch.exists() or not list(scratch.iterdir())
