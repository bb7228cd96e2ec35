"""Several large sets on one host: the processes of a pass beside none, on the same sets, in the same run.

Four senders, each for an employer of his own, lay 6,000 forms each; wall seconds of one `run`, register in a file.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

import hosts
from run import BATCH, Measure, measured

SETS, FORMS = 4, 6_000


def passed(home: Path, sample: Path, judges: int) -> Measure:
    hosts.installation(home, f"judges = {judges}")
    hosts.lay(home, sample)
    found = measured([*BATCH, "--home", str(home), "run"])
    if hosts.answered(home) != SETS:
        raise SystemExit(f"{hosts.answered(home)} answers, not {SETS}")
    return found


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=2)
    words.add_argument("--forms", type=int, default=FORMS)
    options = words.parse_args()
    hosts.SETS = SETS
    found: dict[int, list[Measure]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample"
        made = [*BATCH, "sample", "--message", "TWCT", "--forms", str(options.forms), "-o", str(sample)]
        subprocess.run(made, check=True)
        for turn in range(options.rounds):
            for judges, told in found.items():
                told.append(passed(Path(folder) / f"home-{turn}-{judges}", sample, judges))
    alone, several = (min(one.seconds for one in told) for told in found.values())
    print(f"{SETS} sets of {options.forms:,} forms, load {os.getloadavg()[0]:.1f}")
    print(f"one process {alone:.1f} s, with two more {several:.1f} s: {alone / several:.2f} times")


if __name__ == "__main__":
    main()
