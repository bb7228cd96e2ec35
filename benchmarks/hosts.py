"""Workers on one register in PostgreSQL: how much faster several are than one, on the same sets.

Each worker is a service of one process that judges by itself. Sets of as many senders, each for an employer of his own,
lie in the inbox before any worker starts; the wall time runs from the first worker that is ready to the last answer.
All share the cores of this machine with the database.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from fairness import of_one_employer
from run import BATCH

from batch.app import open_directory
from batch.model.calendar import brussels_day
from batch.model.sender import EVERY, Mandate, Sender
from batch.settings import FILE
from batch.writers.samples.people import company_number, onss_number

sys.path.append(str(Path(__file__).parent.parent / "tests" / "support"))
from postgres_server import running_postgres

SETS, FORMS = 24, 500
SERVED = 'database = "{}"\nengine = "procrastinate"\njudges = 1\npickup_seconds = 1'


def installation(home: Path, settings: str) -> None:
    home.mkdir()
    (home / FILE).write_text(f'signature = "off"\n{settings}\n')
    subprocess.run([*BATCH, "--home", str(home), "init"], check=True, stdout=subprocess.DEVNULL)
    directory, now = open_directory(home), datetime.now(UTC)
    for nth in range(SETS):
        sender = f"2{nth:05d}"
        directory.add_sender(Sender(sender, f"Sender {nth}", "service-provider", "fr"), now)
        directory.add_mandate(Mandate(sender, EVERY, "", EVERY), now)
        for folder in ("inbox/{}/INTEST-S", "outbox/{}/OUTTEST-S"):
            (home / folder.format(sender)).mkdir(parents=True)
    directory.close()


def lay(home: Path, sample: Path) -> None:
    for nth in range(SETS):
        sender = f"2{nth:05d}"
        stem = f"TWCT.{sender}.{brussels_day(datetime.now(UTC)):%Y%m%d}.H0001.S"
        folder = home / "inbox" / sender / "INTEST-S"
        shutil.copy(sample, folder / f"FI.{stem}.1.1")
        of_one_employer(folder / f"FI.{stem}.1.1", onss_number(1_510_000 + nth), company_number(19_010_000 + nth))
        (folder / f"GO.{stem}.1").touch()


def answered(home: Path) -> int:
    return sum(1 for _ in home.glob("outbox/*/OUTTEST-S/GO.NOTI.*"))


def seconds(home: Path, count: int) -> tuple[float, float]:
    """Wall seconds from the first set that is taken to the last answer, and CPU seconds of all workers."""
    workers = [
        subprocess.Popen([*BATCH, "--home", str(home), "serve"], stderr=(home / f"{nth}.log").open("w"))
        for nth in range(count)
    ]
    while not any(home.glob("archive/in/*")):
        time.sleep(0.01)
    began = time.perf_counter()
    while answered(home) < SETS:
        time.sleep(0.05)
    wall = time.perf_counter() - began
    cpu = 0.0
    for one in workers:
        one.send_signal(signal.SIGTERM)
        _, status, usage = os.wait4(one.pid, 0)
        one.returncode = os.waitstatus_to_exitcode(status)
        cpu += usage.ru_utime + usage.ru_stime
    return wall, cpu


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=2)
    options = words.parse_args()
    found: dict[int, list[tuple[float, float]]] = {1: [], 2: [], 4: []}
    with tempfile.TemporaryDirectory() as folder, running_postgres(fsync="on", synchronous_commit="on") as cluster:
        sample = Path(folder) / "sample"
        made = [*BATCH, "sample", "--message", "TWCT", "--forms", str(FORMS), "-o", str(sample)]
        subprocess.run(made, check=True)
        for turn in range(options.rounds):
            for count, told in found.items():
                home = Path(folder) / f"home-{turn}-{count}"
                installation(home, SERVED.format(cluster.url(cluster.empty())))
                lay(home, sample)
                told.append(seconds(home, count))
    alone = min(wall for wall, _ in found[1])
    print(f"{SETS} sets of {FORMS} forms, load {os.getloadavg()[0]:.1f}")
    print("| workers | wall s | CPU s | times one worker |\n|---|---|---|---|")
    for count, told in found.items():
        wall, cpu = min(told)
        print(f"| {count} | {wall:.1f} | {cpu:.1f} | {alone / wall:.2f} |")


if __name__ == "__main__":
    main()
