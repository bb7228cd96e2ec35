"""What was spooled is read back as it was, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from batch.jobs.judging.spool import SpoolWriter, packed, spooled, unpacked


def rows(nth: int) -> list[Any]:
    return [{"form": nth, "header": "é" * (nth % 7), "end": None}, [], None, ("C1 2026/1",), [{"white": True}]]


@pytest.mark.parametrize("forms", [0, 1, 199, 200, 201, 1_000])
def test_rows_come_back_in_order(tmp_path: Path, forms: int) -> None:
    with SpoolWriter(tmp_path / "spool") as spool:
        for nth in range(forms):
            spool.add(rows(nth))
    assert list(spooled(tmp_path / "spool")) == [rows(nth) for nth in range(forms)]


def spool_and_fail(path: Path) -> None:
    with SpoolWriter(path) as spool:
        spool.add(rows(1))
        raise RuntimeError


def test_what_was_in_hand_when_judging_failed_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        spool_and_fail(tmp_path / "spool")
    assert list(spooled(tmp_path / "spool")) == []


def test_packed_rows_come_back_among_the_others(tmp_path: Path) -> None:
    with SpoolWriter(tmp_path / "spool") as spool:
        spool.add(rows(1))
        spool.add_packed(packed([rows(2), rows(3)]))
        spool.add(rows(4))
    assert list(spooled(tmp_path / "spool")) == [rows(nth) for nth in (1, 2, 3, 4)]
    assert unpacked(packed([rows(5)])) == [rows(5)]
