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
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from run import BATCH, Home

from batch.app import open_desk
from batch.jobs.run import run_once

HEAD = (
    "| what | one, wall s | two, wall s | ratio | one, CPU s | busier of two, CPU s | ratio |\n"
    "|---|---|---|---|---|---|---|"
)


@dataclass
class Watch:
    """Takes the time of what is logged."""

    seen: dict[str, tuple[float, float]] = field(default_factory=dict)

    def info(self, event: str, **_fields: Any) -> None:
        self.seen[event] = time.perf_counter(), _cpu(resource.RUSAGE_SELF)

    error = info


@dataclass(frozen=True)
class Judged:
    """One judging of the set: wall seconds, and the CPU seconds of the busier process."""

    wall: float
    cpu: float


def judged(folder: Path, sample: Path, judges: int) -> Judged:
    """A new installation, and one pass over the set."""
    home = Home(folder)
    settings = folder / "onem-batch.toml"
    settings.write_text(f"judges = {judges}\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")
    home.lay(sample)
    watch, before = Watch(), _cpu(resource.RUSAGE_CHILDREN)
    outcome = run_once(replace(open_desk(folder), logger=watch))
    if outcome.problems:
        raise outcome.problems[0]
    (began, cpu_began), (ended, cpu_ended) = watch.seen["acknowledged"], watch.seen["answered"]
    return Judged(ended - began, max(cpu_ended - cpu_began, _cpu(resource.RUSAGE_CHILDREN) - before))


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
        found: dict[int, list[Judged]] = {1: [], 2: []}
        for nth in range(rounds):
            for judges, measures in found.items():
                measures.append(judged(Path(work) / f"home{nth}{judges}", sample, judges))
    wall, cpu = (
        {judges: min(getattr(one, what) for one in found[judges]) for judges in found} for what in ("wall", "cpu")
    )
    cells = (*_beside(wall), *_beside(cpu))
    yield f"| TWCT001, {forms:,} forms of one worker, judged and kept | {' | '.join(cells)} |"


def _beside(seconds: dict[int, float]) -> tuple[str, str, str]:
    return f"{seconds[1]:.2f}", f"{seconds[2]:.2f}", f"{seconds[1] / seconds[2]:.2f}"


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
