"""Measures whole commands on samples of growing size, beside xmllint on the same files, in one run.

Ratios count; absolute figures are this machine's. Prints the table that stands in benchmarks/README.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from batch.model.calendar import brussels_day
from batch.settings import Settings

SIZES = (1_000, 10_000, 100_000)
BATCH = [sys.executable, "-m", "batch"]


@dataclass(frozen=True, slots=True)
class Measure:
    seconds: float
    cpu: float
    peak_mb: float


def measured(command: list[str], expected: int = 0) -> Measure:
    """Wall and CPU seconds and peak memory of one command, from the system's own accounting."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expected:
        sys.exit(f"{command} ended with {process.returncode}, not {expected}")
    seconds = time.perf_counter() - before
    return Measure(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def lay_set(home: Path, source: Path, number: int) -> None:
    """One simulation set in the demo sender's inbox."""
    day = brussels_day(datetime.now(UTC))
    stem = f"TWCT.123456.{day:%Y%m%d}.B{number:04d}.S"
    folder = Settings(home).folder("inbox") / "123456" / "INTEST-S"
    shutil.copy(source, folder / f"FI.{stem}.1.1")
    (folder / f"GO.{stem}.1").touch()


def rows(work: Path) -> list[str]:
    xsd = Path(__file__).parent.parent / "schemas/TWCT001/20231/TWCT001_20231.xsd"
    home = work / "home"
    subprocess.run([*BATCH, "--home", str(home), "init", "--demo"], check=True, stdout=subprocess.DEVNULL)
    for path in home.glob("inbox/*/*/*"):
        path.unlink()
    measured([*BATCH, "--home", str(home), "run"])
    empty = min((measured([*BATCH, "--home", str(home), "run"]) for _ in range(5)), key=lambda one: one.seconds)
    found = [f"| empty run | | {empty.seconds:.2f} | {empty.cpu:.2f} | {empty.peak_mb:.0f} | | | |"]
    for number, size in enumerate(SIZES, 1):
        source = work / f"{size}.xml"
        sample = ["sample", "--message", "TWCT", "--forms", str(size), "--faulty", "0.02", "-o", str(source)]
        subprocess.run([*BATCH, *sample], check=True)
        lay_set(home, source, number)
        ours = measured([*BATCH, "--home", str(home), "run"])
        check = measured([*BATCH, "check", "--json", str(source)], expected=1)
        yardstick = measured(["xmllint", "--stream", "--noout", "--schema", str(xsd), str(source)], expected=3)
        megabytes = source.stat().st_size / 1e6
        found.append(
            f"| {size:,} run | {megabytes:.0f} | {ours.seconds:.2f} | {ours.cpu:.2f} | {ours.peak_mb:.0f} "
            f"| {size / ours.seconds:,.0f} | {yardstick.cpu:.2f} | {ours.cpu / yardstick.cpu:.1f} |"
        )
        found.append(
            f"| {size:,} check | {megabytes:.0f} | {check.seconds:.2f} | {check.cpu:.2f} | {check.peak_mb:.0f} "
            f"| {size / check.seconds:,.0f} | | {check.cpu / yardstick.cpu:.1f} |"
        )
    return found


def main() -> None:
    if shutil.which("xmllint") is None:
        sys.exit("xmllint is needed as yardstick: apt-get install libxml2-utils")
    with tempfile.TemporaryDirectory() as work:
        print("| forms | MB | wall s | CPU s | peak MB | forms/s | xmllint CPU s | ratio |")
        print("|---|---|---|---|---|---|---|---|")
        print("\n".join(rows(Path(work))))


if __name__ == "__main__":
    main()
