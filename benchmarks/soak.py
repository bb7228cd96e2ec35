"""An hour under load: does memory, open files, the database or the time to an answer drift?

A service runs on one installation. Two senders lay sets of ten forms in turns, one a second; every minute a third lays
one of five thousand, more than the service does by itself. Each minute is one line of a table: how long the answers
took, what the service and its processes hold, how large the database is. A picture of it is drawn beside.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from fairness import beside, of_one_employer
from run import BATCH, Home

from batch.app import open_directory
from batch.model.calendar import brussels_day
from batch.model.sender import EVERY, Mandate, Sender
from batch.writers.samples.people import company_number, onss_number

SMALL = ("234567", "345678")
LARGE = "123456"
VARIANTS = {LARGE: 6, SMALL[0]: 60, SMALL[1]: 60}
"""Files of each sender: nobody tells the same workers every second of an hour."""


@dataclass(frozen=True, slots=True)
class Minute:
    """What one minute showed."""

    minute: int
    sets: int
    receipt_median: float
    receipt_p99: float
    answer_median: float
    answer_p99: float
    service_mb: float
    """Resident memory of the service itself."""
    all_mb: float
    """With its processes: pages that they share count once for each."""
    open_files: int
    database_mb: float
    load: float


def third(home: Path) -> None:
    directory, now = open_directory(home), datetime.now(UTC)
    directory.add_sender(Sender(SMALL[1], "Third", "service-provider", "fr"), now)
    directory.add_mandate(Mandate(SMALL[1], EVERY, "", EVERY), now)
    for folder in ("inbox/{}/INTEST-S", "outbox/{}/OUTTEST-S"):
        (home / folder.format(SMALL[1])).mkdir(parents=True, exist_ok=True)


def children(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def megabytes(pid: int) -> float:
    try:
        told = re.search(r"VmRSS:\s+([0-9]+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(told.group(1)) / 1024 if told else 0.0


class Soak:
    """The senders: they lay sets and watch for the answers."""

    def __init__(self, home: Path, work: Path) -> None:
        self._home = home
        self._work = work
        self._laid: dict[str, float] = {}
        self._asked = self._nth = 0
        self.receipts: list[float] = []
        self.answers: list[float] = []
        self._seen: dict[str, set[str]] = {sender: set() for sender in (*SMALL, LARGE)}
        self._order: dict[str, list[float]] = {f"{sender} {code}": [] for sender in SMALL for code in ("ACRF", "NOTI")}

    def lay(self, sender: str) -> None:
        self._nth += 1
        source = self._work / f"{sender}-{self._nth % VARIANTS[sender]}"
        stem = f"TWCT.{sender}.{brussels_day(datetime.now(UTC)):%Y%m%d}.{sequence(self._nth)}.S"
        folder = self._home / "inbox" / sender / "INTEST-S"
        (folder / f"FI.{stem}.1.1").write_bytes(source.read_bytes())
        (folder / f"GO.{stem}.1").touch()
        if sender != LARGE:
            for code in ("ACRF", "NOTI"):
                self._order[f"{sender} {code}"].append(time.monotonic())

    def watch(self) -> None:
        """A sender's answers come in the order of his sets; who has fetched an answer deletes it."""
        for sender in (*SMALL, LARGE):
            for path in (self._home / "outbox" / sender / "OUTTEST-S").glob("GO.*"):
                code = path.name.split(".")[1]
                waiting = self._order.get(f"{sender} {code}", [])
                if waiting:
                    waited = time.monotonic() - waiting.pop(0)
                    (self.receipts if code == "ACRF" else self.answers).append(waited)
                for other in path.parent.glob(f"*{path.name[2:]}*"):
                    other.unlink(missing_ok=True)

    def small(self) -> None:
        self.lay(SMALL[self._asked % 2])
        self._asked += 1


def sequence(number: int) -> str:
    """Five symbols of which the first is a letter: 26 times ten thousand sets a day."""
    return f"{chr(ord('A') + number // 10_000)}{number % 10_000:04d}"


def minutes(home: Path, work: Path, count: int) -> Iterator[Minute]:
    service = subprocess.Popen([*BATCH, "--home", str(home), "serve"], stderr=(home / "serve.log").open("w"))
    soak = Soak(home, work)
    began = time.monotonic()
    try:
        for minute in range(1, count + 1):
            soak.receipts.clear()
            soak.answers.clear()
            soak.lay(LARGE)
            for second in range(60):
                soak.small()
                while time.monotonic() - began < (minute - 1) * 60 + second + 1:
                    soak.watch()
                    time.sleep(0.05)
            yield seen(home, service.pid, minute, soak)
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait()


def seen(home: Path, pid: int, minute: int, soak: Soak) -> Minute:
    processes = children(pid)
    return Minute(
        minute,
        len(soak.answers),
        *at(soak.receipts),
        *at(soak.answers),
        megabytes(pid),
        sum(megabytes(one) for one in processes),
        sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()),
        (home / "onem-batch.sqlite").stat().st_size / 1e6,
        os.getloadavg()[0],
    )


def at(waited: list[float]) -> tuple[float, float]:
    """Median and 99th percentile."""
    if len(waited) < 2:
        return (0.0, 0.0)
    return statistics.median(waited), statistics.quantiles(waited, n=100)[98]


CURVES = (
    ("answer, seconds: median and 99 % (grey: receipt)", ("receipt_median", "answer_median", "answer_p99")),
    ("memory, MB: service, with its processes", ("service_mb", "all_mb")),
    ("open files of the service", ("open_files",)),
    ("database, MB", ("database_mb",)),
)
COLOURS = ("#9a9a9a", "#1f6feb", "#b35900")


def picture(rows: list[Minute]) -> str:
    """The curves one below the other, as SVG."""
    width, height, parts = 720, 150, []
    for nth, (title, names) in enumerate(CURVES):
        top = max(max(float(getattr(row, name)) for row in rows) for name in names) * 1.1 or 1.0
        base = nth * (height + 40) + 30
        parts.append(f'<text x="10" y="{base - 8}" font-size="13">{title}</text>')
        parts.append(f'<rect x="60" y="{base}" width="{width}" height="{height}" fill="none" stroke="#ccc"/>')
        parts.append(f'<text x="5" y="{base + 12}" font-size="11">{top:.3g}</text>')
        parts.append(f'<text x="5" y="{base + height}" font-size="11">0</text>')
        for colour, name in zip(COLOURS[-len(names) :], names, strict=True):
            points = " ".join(
                f"{60 + width * row.minute / len(rows):.1f},{base + height * (1 - float(getattr(row, name)) / top):.1f}"
                for row in rows
            )
            parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
    tall = len(CURVES) * (height + 40) + 20
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + 80} {tall}" font-family="sans-serif">'
    return "\n".join([frame, '<rect width="100%" height="100%" fill="white"/>', *parts, "</svg>", ""])


def prepare(work: Path) -> Path:
    home = work / "home"
    Home(home)
    beside(home)
    third(home)
    for sender, count in VARIANTS.items():
        for seed in range(count):
            forms = "5000" if sender == LARGE else "10"
            made = [*BATCH, "sample", "--message", "TWCT", "--forms", forms, "--seed", f"{sender}{seed}"]
            subprocess.run([*made, "-o", str(work / f"{sender}-{seed}")], check=True)
            if sender != LARGE:
                nth = SMALL.index(sender)
                numbers = onss_number(1_500_000 + nth), company_number(19_000_000 + nth)
                of_one_employer(work / f"{sender}-{seed}", *numbers)
    return home


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--minutes", type=int, default=60)
    words.add_argument("--out", type=Path, default=Path("soak"), help="writes OUT.csv and OUT.svg")
    options = words.parse_args()
    rows: list[Minute] = []
    with tempfile.TemporaryDirectory() as folder, options.out.with_suffix(".csv").open("w", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(field.name for field in fields(Minute))
        for row in minutes(prepare(Path(folder)), Path(folder), options.minutes):
            rows.append(row)
            values = [getattr(row, field.name) for field in fields(Minute)]
            table.writerow(f"{value:.2f}" if isinstance(value, float) else value for value in values)
            file.flush()
    options.out.with_suffix(".svg").write_text(picture(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
