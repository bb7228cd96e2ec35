from __future__ import annotations

from pathlib import Path

import pytest
from installations import Installation, make_installation


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return make_installation(tmp_path / "home")
