"""How long a small sender waits while a large set is in work: from his GO to his ACRF, and to his NOTI.

One sender lays a set of very many forms; when it is taken, another lays sets of ten forms, one after the other, as long
as the large one is in work. Wall seconds: the median and the longest of each. Prints rows for benchmarks/RESULTS.md.
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from postgres import SAFE, home_on, running_postgres
from run import BATCH, Home

from batch.app import open_directory
from batch.model.calendar import brussels_day
from batch.model.sender import EVERY, Mandate, Sender
from batch.writers.samples.people import company_number, onss_number

SMALL = "234567"
FOLDERS = {"GO.ACRF": "receipt", "GO.NOTI": "notification"}


def beside(home: Path) -> None:
    """A second sender."""
    directory, now = open_directory(home), datetime.now(UTC)
    directory.add_sender(Sender(SMALL, "Small", "service-provider", "nl"), now)
    directory.add_mandate(Mandate(SMALL, EVERY, "", EVERY), now)
    for folder in ("inbox/{}/INTEST-S", "outbox/{}/OUTTEST-S"):
        (home / folder.format(SMALL)).mkdir(parents=True, exist_ok=True)


ONSS, COMPANY = onss_number(1_500_000), company_number(19_000_000)


def of_one_employer(path: Path, onss: str = ONSS, company: str = COMPANY) -> None:
    """All forms are of an employer whom no sample names: nothing in the large set concerns him."""
    text = path.read_text(encoding="utf-8")
    for tag, number in (("NOSSRegistrationNbr", onss), ("CompanyID", company)):
        text = re.sub(f"<{tag}>[0-9]+<", f"<{tag}>{number}<", text)
    path.write_text(text, encoding="utf-8")


def lay(home: Path, sender: str, source: Path, nth: int) -> None:
    stem = f"TWCT.{sender}.{brussels_day(datetime.now(UTC)):%Y%m%d}.C{nth:04d}.S"
    folder = home / "inbox" / sender / "INTEST-S"
    shutil.copy(source, folder / f"FI.{stem}.1.1")
    (folder / f"GO.{stem}.1").touch()


def answers(home: Path, sender: str, prefix: str) -> int:
    return sum(path.name.startswith(prefix) for path in (home / "outbox" / sender / "OUTTEST-S").iterdir())


def waits(home: Path, large: Path, small: Path) -> dict[str, list[float]]:
    """Seconds that each small set waited, while the large one was in work."""
    waited: dict[str, list[float]] = {what: [] for what in FOLDERS.values()}
    lay(home, "123456", large, 1)
    began = time.perf_counter()
    service = subprocess.Popen([*BATCH, "--home", str(home), "serve"], stderr=(home / "serve.log").open("w"))
    try:
        while any((home / "inbox/123456/INTEST-S").iterdir()):
            time.sleep(0.05)
        nth = 0
        while not answers(home, "123456", "GO.NOTI"):
            nth += 1
            lay(home, SMALL, small, nth)
            laid = time.perf_counter()
            for prefix, what in FOLDERS.items():
                while answers(home, SMALL, prefix) < nth and service.poll() is None:
                    time.sleep(0.02)
                waited[what].append(time.perf_counter() - laid)
            time.sleep(0.3)
        waited["large"] = [time.perf_counter() - began]
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait()
    return waited


@contextmanager
def installation(work: Path, *, on_server: bool) -> Iterator[Path]:
    """An installation with its register in a file, or in PostgreSQL, where the service hears bells."""
    if not on_server:
        Home(work / "home")
        yield work / "home"
        return
    with running_postgres(**SAFE) as cluster:
        yield home_on(cluster.url(cluster.empty()), work / "home", 'engine = "procrastinate"\n').folder


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--forms", type=int, default=100_000)
    words.add_argument("--postgres", action="store_true", help="the register in PostgreSQL")
    options = words.parse_args()
    with tempfile.TemporaryDirectory() as folder, installation(Path(folder), on_server=options.postgres) as home:
        work = Path(folder)
        beside(home)
        for name, forms in (("large", options.forms), ("small", 10)):
            made = [*BATCH, "sample", "--message", "TWCT", "--forms", str(forms), "-o", str(work / name)]
            subprocess.run(made, check=True)
        of_one_employer(work / "small")
        found = waits(home, work / "large", work / "small")
    where = "PostgreSQL" if options.postgres else "SQLite"
    print(f"{where}: {options.forms:,} forms of another sender in work for {found['large'][0]:.1f} s")
    for what in FOLDERS.values():
        seconds = found[what]
        print(f"| {what} of ten forms | median {statistics.median(seconds):.2f} s | longest {max(seconds):.2f} s |")


if __name__ == "__main__":
    main()
