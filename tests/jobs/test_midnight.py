"""A name's date is judged by the day it is in Brussels, whatever the clock of the machine says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from installations import demo_set, make_installation

GOOD = demo_set("1-accepted")


def codes(home: Path, moment: datetime, day: str) -> list[str]:
    """What a set gets whose name says a day, received at a moment in UTC."""
    made = make_installation(home)
    made.now = moment
    made.lay(f"TWCT.123456.{day}.00001.T", GOOD, folder="INTEST")
    made.run()
    (receipt,) = made.texts("ACRF", folder="OUTTEST")
    return [code for code in ("ACRF-111", "ACRF-126") if code in receipt]


@pytest.mark.parametrize(
    ("utc", "day", "expected"),
    [
        ("2026-07-15T21:59:59", "20260716", ["ACRF-111"]),
        ("2026-07-15T22:00:00", "20260716", []),
        ("2026-12-15T22:59:59", "20261216", ["ACRF-111"]),
        ("2026-12-15T23:00:00", "20261216", []),
        ("2026-03-28T22:59:59", "20260329", ["ACRF-111"]),
        ("2026-03-28T23:00:00", "20260329", []),
        ("2026-03-29T21:59:59", "20260330", ["ACRF-111"]),
        ("2026-03-29T22:00:00", "20260330", []),
        ("2026-10-24T22:00:00", "20261025", []),
        ("2026-10-25T22:59:59", "20261026", ["ACRF-111"]),
        ("2026-10-25T23:00:00", "20261026", []),
        ("2026-12-31T23:00:00", "20270101", []),
        ("2028-02-28T23:00:00", "20280229", []),
    ],
)
def test_tomorrow_begins_at_midnight_in_brussels(tmp_path, utc, day, expected):
    assert codes(tmp_path, datetime.fromisoformat(utc).replace(tzinfo=UTC), day) == expected


@pytest.mark.parametrize(
    ("utc", "day", "expected"),
    [
        ("2026-07-15T21:59:59", "20250715", []),
        ("2026-07-15T22:00:00", "20250715", ["ACRF-126"]),
        ("2026-07-15T12:00:00", "20250714", ["ACRF-126"]),
    ],
)
def test_a_name_gets_too_old_at_midnight_in_brussels(tmp_path, utc, day, expected):
    assert codes(tmp_path, datetime.fromisoformat(utc).replace(tzinfo=UTC), day) == expected
