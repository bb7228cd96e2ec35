"""The table of one run: rows of ours beside a yardstick, and what they were measured on."""

from __future__ import annotations

import os
import platform
import resource
import sqlite3
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from run import Measure

ROOT = Path(__file__).parent.parent
HEAD = "| what | ours | yardstick | ratio | goal | peak MB |"


@dataclass
class Row:
    """One line of the table: rounds of ours, and of the yardstick; the least of each counts."""

    what: str
    unit: str = ""
    goal: str = ""
    faster: bool = False
    """The ratio says how many times as fast we are, not how many times as dear."""
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    peak: float = 0.0
    ours_unit: str = "s"
    skipped: str = ""
    """Why nothing was measured."""

    def note(self, measure: Measure, share: float = 1.0) -> None:
        self.ours.append(measure.cpu / share)
        self.peak = max(self.peak, measure.peak_mb)

    def text(self) -> str:
        if self.skipped or not self.ours:
            return f"| {self.what} | skipped: {self.skipped or 'nothing was measured'} | | | {self.goal} | |"
        ours, theirs = min(self.ours), min(self.theirs) if self.theirs else None
        ratio = "" if not theirs else f"{theirs / ours:.1f} times" if self.faster else f"{ours / theirs:.2f}"
        yardstick = "" if theirs is None else f"{theirs:.3f} {self.unit}"
        peak = shown(self.peak) if self.peak else ""
        return f"| {self.what} | {ours:.3f} {self.ours_unit} | {yardstick} | {ratio} | {self.goal} | {peak} |"


def shown(peak: float) -> str:
    """A peak of memory; the system counts what the starting process holds for what it starts."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{peak:.0f}" if peak > held + 1 else f"< {held:.0f}"


def machine() -> str:
    """What it was measured on: nothing that names the machine."""
    xmllint = subprocess.run(["xmllint", "--version"], capture_output=True, text=True, check=False).stderr
    version = xmllint.split("version ")[-1].split()[0] if "version " in xmllint else "?"
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"CPython {platform.python_version()}, SQLite {sqlite3.sqlite_version}, libxml2 of xmllint {version}"
    )


def load() -> str:
    """How busy the machine was, ourselves included: runnable processes over one and over fifteen minutes."""
    one, _, fifteen = os.getloadavg()
    return f"{one:.1f} ({fifteen:.1f} over a quarter of an hour)"


def commit() -> str:
    """The commit that was measured, with a star when something is not committed."""
    git = ["git", "-C", str(ROOT)]
    name = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout
    changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=False).stdout
    return f"{name.strip() or '?'}{'*' if changed.strip() else ''}"


def table(rows: Iterable[Row], rounds: int, before: str) -> str:
    """Title, machine and rows; ``before``: how busy the machine was when the run began."""
    title = (
        f"## {datetime.now(UTC):%Y-%m-%d}, {commit()}\n\n{machine()}; the least of {rounds} rounds.\n"
        f"Load {before} at the start, {load()} at the end.\n"
    )
    rule = "|" + "---|" * (HEAD.count("|") - 1)
    return "\n".join([title, HEAD, rule, *(row.text() for row in rows), ""])
