"""The house rules that a reader relies on: rooms, sizes, names, and where time and chance come in."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import batch

ROOM = Path(batch.__file__).parent
CHECKOUT = ROOM.parent
MODULES = sorted(ROOM.rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "handler", "service", "processor", "misc"}


def place(path: Path) -> str:
    return path.relative_to(ROOM).as_posix()


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def calls(path: Path) -> Iterator[str]:
    """Every call in a module, as it is written."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def imports(path: Path) -> Iterator[str]:
    """Every module that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def guilty(found: Iterator[tuple[Path, str]], *allowed: str) -> list[str]:
    return [f"{place(path)}: {what}" for path, what in found if not place(path).startswith(allowed)]


def test_the_contracts_between_the_rooms_are_kept() -> None:
    if not (CHECKOUT / "pyproject.toml").is_file():
        pytest.skip("the contracts stand in the checkout")
    program = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    assert [f"{place(path)}: {lines_of(path)}" for path in MODULES if lines_of(path) > 300] == []


def test_half_of_the_modules_are_shorter_than_a_hundred_lines() -> None:
    assert statistics.median(lines_of(path) for path in MODULES if lines_of(path)) < 100


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = {path: {path.stem, *path.stem.split("_"), path.parent.name} for path in MODULES}
    assert [place(path) for path, words in named.items() if words & VAGUE] == []


def test_only_commands_print() -> None:
    found = ((path, call) for path in MODULES for call in calls(path) if call in ("print", "pprint"))
    assert guilty(found, "cli/") == []


def test_the_clock_is_read_in_one_place() -> None:
    clocks = ("now", "today", "utcnow")
    found = (
        (path, call)
        for path in MODULES
        for call in calls(path)
        if call.rpartition(".")[2] in clocks and call.rpartition(".")[0].rpartition(".")[2] in ("datetime", "date")
    )
    assert guilty(found, "clock.py") == []
    stamps = (
        (path, call)
        for path in MODULES
        for call in calls(path)
        if call in ("time.time", "time.time_ns", "time.localtime")
    )
    assert guilty(stamps) == []


def test_chance_comes_in_through_samples_commands_and_the_name_of_a_process_only() -> None:
    found = ((path, name) for path in MODULES for name in imports(path) if name.split(".")[0] in ("random", "secrets"))
    assert guilty(found, "writers/samples/", "cli/", "app.py") == []


def test_every_module_says_what_it_is_for() -> None:
    said = {path: ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) for path in MODULES if lines_of(path)}
    assert [place(path) for path, text in said.items() if not text] == []
