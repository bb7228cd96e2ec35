"""What was spooled is read back as it was, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from batch.jobs.spool import SpoolWriter, packed, spooled, unpacked
from batch.model.slices import batches


def rows(nth: int) -> list[Any]:
    return [{"form": nth, "header": "é" * (nth % 7), "end": None}, [], None, ("C1 2026/1",), [{"white": True}]]


@pytest.mark.parametrize("forms", [0, 1, 199, 200, 201, 1_000])
def test_rows_come_back_in_order(tmp_path: Path, forms: int) -> None:
    every = [rows(nth) for nth in range(forms)]
    with SpoolWriter(tmp_path / "spool") as spool:
        for some in batches(every, 200):
            spool.add(packed(some))
    assert list(spooled(tmp_path / "spool")) == every


def test_packed_rows_are_unpacked_as_they_were() -> None:
    every = [rows(nth) for nth in range(9)]
    assert unpacked(packed(every)) == every
