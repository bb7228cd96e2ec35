"""One large set judged by one process and by two, in turn and in the same run: wall and CPU seconds, and their ratios.

What is measured begins when the set is acknowledged and ends when it is kept. The wall tells the truth only where two
cores are free; the CPU seconds of the busier process tell what it would be there.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from run import BATCH, Home

from batch.app import open_desk
from batch.jobs.acknowledge import acknowledge_sets
from batch.jobs.crew import crew_of
from batch.jobs.desk import Outcome
from batch.jobs.intake import take_sets
from batch.jobs.process import process
from batch.jobs.shift import Shift

HEAD = (
    "| what | one, wall s | two, wall s | ratio | one, CPU s | busier of two, CPU s | ratio |\n"
    "|---|---|---|---|---|---|---|"
)


class Silent:
    """Logs nothing."""

    def info(self, event: str, **fields: Any) -> None: ...
    def error(self, event: str, **fields: Any) -> None: ...


@dataclass(frozen=True)
class Judged:
    """One judging of the set: wall seconds, and the CPU seconds of the busier process."""

    wall: float
    cpu: float


def judged(folder: Path, sample: Path, beside: int) -> Judged:
    """A new installation, and one set in it."""
    home = Home(folder)
    home.lay(sample)
    desk = replace(open_desk(folder), logger=Silent())
    outcome = Outcome(desk.logger)
    desk.open_law()
    take_sets(desk, outcome)
    with crew_of(replace(desk, opener=None)) as crew:
        acknowledge_sets(desk, outcome, Shift(crew))
    (receipt,) = desk.register.receipts("acknowledged")
    began, here, there = time.perf_counter(), _cpu(resource.RUSAGE_SELF), _cpu(resource.RUSAGE_CHILDREN)
    process(desk, receipt, beside)
    ended = time.perf_counter()
    used = max(_cpu(resource.RUSAGE_SELF) - here, _cpu(resource.RUSAGE_CHILDREN) - there)
    return Judged(ended - began, used)


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def rows(forms: int, rounds: int) -> Iterator[str]:
    """The table: of each the least."""
    yield HEAD
    with tempfile.TemporaryDirectory() as work:
        sample = Path(work) / "sample.xml"
        told = ["--message", "TWCT", "--forms", str(forms), "--workers", "1", "-o", str(sample)]
        subprocess.run([*BATCH, "sample", *told], check=True)
        found: dict[int, list[Judged]] = {0: [], 1: []}
        for nth in range(rounds):
            for beside, measures in found.items():
                measures.append(judged(Path(work) / f"home{nth}{beside}", sample, beside))
    wall, cpu = (
        {judges: min(getattr(one, what) for one in found[judges]) for judges in found} for what in ("wall", "cpu")
    )
    cells = (*_beside(wall), *_beside(cpu))
    yield f"| TWCT001, {forms:,} forms of one worker, judged and kept | {' | '.join(cells)} |"


def _beside(seconds: dict[int, float]) -> tuple[str, str, str]:
    return f"{seconds[0]:.2f}", f"{seconds[1]:.2f}", f"{seconds[0] / seconds[1]:.2f}"


def main() -> None:
    grammar = argparse.ArgumentParser(description=__doc__)
    grammar.add_argument("--rounds", type=int, default=3)
    grammar.add_argument("--forms", type=int, default=40_000)
    options = grammar.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for row in rows(options.forms, options.rounds):
        print(row, flush=True)


if __name__ == "__main__":
    main()
