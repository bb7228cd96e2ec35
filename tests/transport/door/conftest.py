"""A door that stays open for one test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from door import Porch, open_door


@pytest.fixture
def porch(tmp_path: Path) -> Iterator[Porch]:
    with open_door(tmp_path) as one:
        yield one
