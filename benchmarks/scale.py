"""A model of growth: what 1, 10, 100 and 1,000 times the national load ask of workers, database, disk and line.

Fed by figures that the other benchmarks measured (MEASURED) and by assumptions about the year (ASSUMED); prints the
tables of docs/scale.md. Another machine, another figure: change the constants and print again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

CORES = 2
"""Of the machine that was measured."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one form of TWCT001, one worker each, on one core of the machine that was measured."""

    worker_seconds: float = 330e-6
    """CPU of a worker: read twice, judged, kept, answered (make bench)."""
    server_share: float = 0.08
    """CPU of the PostgreSQL server for each second of a worker (benchmarks/postgres.py)."""
    serial_seconds: float = 20e-6
    """What two workers cannot do at once: the lock of the journal and of the counters, by form of a large set."""
    set_seconds: float = 6e-3
    """CPU of a small signed set beside its form (benchmarks/small_sets.py)."""
    rows_bytes: float = 1_100
    """Of the database: form, worker, anomalies, their indexes, its share of the journal."""
    archive_bytes: float = 5_600
    """Received file, notification, hand-over; kept as they are."""
    line_bytes: float = 5_600
    """Received and sent over SFTP."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """Of the year; the record has no figures (ours)."""

    forms: float = 2e6
    """National load: forms a year."""
    busy_days: int = 24
    """The first two working days of each month."""
    busy_share: float = 0.5
    """Of a year's forms that come on them."""
    busy_hour: float = 0.2
    """Of a busy day's forms that come in its busiest hour."""
    alone: float = 0.2
    """Of the forms that come in a signed set of their own."""
    used: float = 0.7
    """How far a core is used before waiting grows."""
    years: int = 10
    """How long everything is kept."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one load asks for."""

    times: int
    hour: float
    """Forms in the busiest hour."""
    sets: float
    """Small sets a second, in that hour."""
    cores: float
    """Of workers, in that hour."""
    server_cores: float
    serial: float
    """How busy the one thing is that workers share, from 0 to 1."""
    rows_terabytes: float
    archive_terabytes: float
    megabytes_a_second: float


COLUMNS = (
    "times the national load", "forms in the busiest hour", "small sets a second", "worker cores", "database cores",
    "shared lock", "rows after ten years", "archive after ten years", "line",
)  # fmt: skip


def load_of(times: int, measured: Measured, assumed: Assumed) -> Load:
    hour = times * assumed.forms * assumed.busy_share / assumed.busy_days * assumed.busy_hour
    each_second = hour / 3600
    sets = each_second * assumed.alone
    cores = (each_second * measured.worker_seconds + sets * measured.set_seconds) / assumed.used
    kept = times * assumed.forms * assumed.years / 1e12
    return Load(
        times,
        hour,
        sets,
        cores,
        cores * measured.server_share,
        each_second * measured.serial_seconds,
        kept * measured.rows_bytes,
        kept * measured.archive_bytes,
        each_second * measured.line_bytes / 1e6,
    )


def speed_up(workers: int, cores: int, measured: Measured) -> float:
    """How many times faster so many workers are than one, with their database on the same cores."""
    by_cores = cores / (1 + measured.server_share)
    by_lock = measured.worker_seconds / measured.serial_seconds
    return min(workers, by_cores, by_lock)


def main() -> None:
    measured, assumed = Measured(), Assumed()
    print(f"| {' | '.join(COLUMNS)} |")
    print(f"|{'---|' * len(COLUMNS)}")
    for times in (1, 10, 100, 1_000):
        one = load_of(times, measured, assumed)
        cells = (
            f"{times:,}", f"{one.hour:,.0f}", f"{one.sets:.1f}", f"{math.ceil(one.cores):,}", f"{one.server_cores:.2f}",
            f"{one.serial:.1%}", f"{one.rows_terabytes:.2f} TB", f"{one.archive_terabytes:.2f} TB",
            f"{one.megabytes_a_second:.1f} MB/s",
        )  # fmt: skip
        print(f"| {' | '.join(cells)} |")
    print("\n| workers | predicted |\n|---|---|")
    for workers in (1, 2, 4):
        print(f"| {workers} | {speed_up(workers, CORES, measured):.2f} |")


if __name__ == "__main__":
    main()
