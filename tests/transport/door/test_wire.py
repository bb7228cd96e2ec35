"""Replies as bytes: the line of a listing that a person reads."""

from __future__ import annotations

import pytest

from batch.transport.door import wire
from batch.transport.door.house import Entry

NOW = 1_767_600_000.0
"""5 January 2026, 08:00 UTC."""
DAY = 86_400


@pytest.mark.parametrize(
    ("age", "shown"),
    [
        (0, b"Jan 05 08:00"),
        (90, b"Jan 05 07:58"),
        (180 * DAY, b"Jul 09 08:00"),
        (183 * DAY, b"Jul 06  2025"),
        (-60, b"Jan 05  2026"),
    ],
)
def test_a_young_file_is_listed_with_its_time_and_an_old_one_with_its_year(age: int, shown: bytes) -> None:
    _, content = wire.listing([Entry("FI.x", 12, int(NOW) - age)], NOW)
    assert b" " + shown + b" FI.x" in content
