"""Measures whole commands on samples of growing size, beside xmllint on the same files, in one run.

Ratios count; absolute figures are this machine's. Prints a table for benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from batch.model.calendar import brussels_day
from batch.settings import Settings

SIZES = (1_000, 10_000, 100_000)
CROWDS = (10, 100)
"""Forms of up to 2,000 workers."""
XSD = Path(__file__).parent.parent / "schemas/TWCT001/20231/TWCT001_20231.xsd"
HEAD = "| what | MB | workers | wall s | CPU s | peak MB | forms/s | µs/worker | xmllint CPU s | ratio |"
BATCH = [sys.executable, "-m", "batch"]


@dataclass(frozen=True, slots=True)
class Measure:
    seconds: float
    cpu: float
    peak_mb: float


def measured(command: list[str], *expected: int) -> Measure:
    """Wall and CPU seconds and peak memory of one command, from the system's own accounting."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (expected or (0,)):
        sys.exit(f"{command} ended with {process.returncode}, not {expected or 0}")
    seconds = time.perf_counter() - before
    return Measure(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of forms, and what xmllint takes for it."""

    path: Path
    forms: int
    workers: int
    yardstick: Measure


def made(path: Path, forms: int, *words: str) -> Sample:
    """A sample of that many forms; ``words`` are further options of ``sample``."""
    subprocess.run([*BATCH, "sample", "--message", "TWCT", "--forms", str(forms), *words, "-o", str(path)], check=True)
    return sample_of(path, faulty="--faulty" in words)


def sample_of(path: Path, *, faulty: bool = False) -> Sample:
    forms = workers = 0
    with path.open("rb") as file:
        for line in file:
            forms += b"<Form>" in line
            workers += b"<NaturalPerson>" in line
    yardstick = ["xmllint", "--stream", "--noout", "--schema", str(XSD), str(path)]
    return Sample(path, forms, workers, measured(yardstick, 0, 3 if faulty else 0))


def row(what: str, sample: Sample, measure: Measure) -> str:
    megabytes, each = sample.path.stat().st_size / 1e6, measure.cpu / max(sample.workers, 1) * 1e6
    cells = (
        what, f"{megabytes:.0f}", f"{sample.workers:,}", f"{measure.seconds:.2f}", f"{measure.cpu:.2f}",
        f"{measure.peak_mb:.0f}", f"{sample.forms / measure.seconds:,.0f}", f"{each:.0f}",
        f"{sample.yardstick.cpu:.2f}", f"{measure.cpu / max(sample.yardstick.cpu, 0.001):.1f}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


class Home:
    """A demo installation that sets are laid into and run through."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._laid = 0
        subprocess.run([*self._batch, "init", "--demo"], check=True, stdout=subprocess.DEVNULL)
        for path in folder.glob("inbox/*/*/*"):
            path.unlink()
        self.run()

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def _batch(self) -> list[str]:
        return [*BATCH, "--home", str(self._folder)]

    def lay(self, source: Path, code: str = "TWCT") -> None:
        """One simulation set in the demo sender's inbox."""
        self._laid += 1
        day = brussels_day(datetime.now(UTC))
        stem = f"{code}.123456.{day:%Y%m%d}.B{self._laid:04d}.S"
        folder = Settings(self._folder).folder("inbox") / "123456" / "INTEST-S"
        shutil.copy(source, folder / f"FI.{stem}.1.1")
        (folder / f"GO.{stem}.1").touch()

    def run(self, source: Path | None = None, code: str = "TWCT") -> Measure:
        """One pass, over one set or over nothing."""
        if source is not None:
            self.lay(source, code)
        return measured([*self._batch, "run"])

    def notification(self) -> Path:
        """The last one that was written."""
        folder = Settings(self._folder).folder("outbox") / "123456" / "OUTTEST-S"
        found = [path for path in folder.iterdir() if path.name[:8] in ("FO.NOTI.", "CO.NOTI.")]
        return max(found, key=lambda path: path.stat().st_mtime_ns)


def rows_of_size(home: Home, work: Path, size: int) -> Iterator[str]:
    """Many forms of few workers, some of them refused."""
    sample = made(work / "forms.xml", size, "--faulty", "0.02")
    yield row(f"{size:,} forms, run", sample, home.run(sample.path))
    yield row(f"{size:,} forms, check", sample, measured([*BATCH, "check", "--json", str(sample.path)], 1))


def rows_of_history(home: Home, work: Path, size: int) -> Iterator[str]:
    """Earlier communications count: the same workers once more, and changes of what was accepted."""
    first = made(work / "first.xml", size, "--seed", "7")
    home.run(first.path)
    answer = shutil.copy(home.notification(), work / "noti")
    yield row(f"{size:,} forms, all told before, run", first, home.run(first.path))
    changes = work / "changes.xml"
    words = ["--declared", str(first.path), "--answered", str(answer), "-o", str(changes)]
    subprocess.run([*BATCH, "sample", "--message", "TWCT", *words], check=True)
    acting = sample_of(changes)
    yield row(f"{acting.forms:,} changes, run", acting, home.run(changes))


def rows_of_crowd(home: Home, work: Path, forms: int) -> Iterator[str]:
    """Forms of up to 2,000 workers, once fresh and once when all was told before."""
    sample = made(work / "crowd.xml", forms, "--workers", "2000", "--seed", str(forms))
    what = f"{forms:,} forms of up to 2,000 workers"
    yield row(f"{what}, run", sample, home.run(sample.path))
    yield row(f"{what}, all told before, run", sample, home.run(sample.path))
    yield row(f"{what}, check", sample, measured([*BATCH, "check", "--json", str(sample.path)]))


def rows(work: Path, sizes: Sequence[int], crowds: Sequence[int]) -> Iterator[str]:
    home = Home(work / "home")
    empty = min((home.run() for _ in range(5)), key=lambda one: one.seconds)
    yield f"| empty run | | | {empty.seconds:.2f} | {empty.cpu:.2f} | {empty.peak_mb:.0f} | | | | |"
    for size in sizes:
        yield from rows_of_size(home, work, size)
    yield from rows_of_history(home, work, sizes[len(sizes) // 2])
    for forms in crowds:
        yield from rows_of_crowd(home, work, forms)


def numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def main() -> None:
    grammar = argparse.ArgumentParser(description=__doc__)
    grammar.add_argument("--sizes", type=numbers, default=SIZES, metavar="N,N", help="forms a file")
    grammar.add_argument("--crowds", type=numbers, default=CROWDS, metavar="N,N", help="forms of up to 2,000 workers")
    options = grammar.parse_args()
    if shutil.which("xmllint") is None:
        sys.exit("xmllint is needed as yardstick: apt-get install libxml2-utils")
    with tempfile.TemporaryDirectory() as work:
        print(HEAD)
        print("|" + "---|" * (HEAD.count("|") - 1))
        for line in rows(Path(work), options.sizes, options.crowds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
