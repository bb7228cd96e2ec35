from __future__ import annotations

from collections.abc import Iterator

import pytest
from boxes import Boxes
from sshd import Sshd, running_sshd


@pytest.fixture(scope="package")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with running_sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture(params=["local", "sftp"])
def boxes(request: pytest.FixtureRequest) -> Boxes:
    """One algorithm, two trees: what is said of one is said of the other."""
    return Boxes(request.getfixturevalue("sshd") if request.param == "sftp" else None)
