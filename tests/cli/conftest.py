"""A fresh installation for each test, and a way to type commands into it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from batch.cli.main import main


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("empty") / "home"
    assert main(["--home", str(home), "init"]) == 0
    return home


@pytest.fixture
def home(template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    capsys.readouterr()
    return Path(shutil.copytree(template, tmp_path / "home"))


@pytest.fixture
def say(home: Path, capsys: pytest.CaptureFixture[str]):
    """Types a command; returns its exit code, what it printed, and its complaint."""

    def typed(*words: object) -> tuple[int, str, str]:
        try:
            code = main(["--home", str(home), *map(str, words)])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return typed
