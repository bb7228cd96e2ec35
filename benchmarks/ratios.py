"""Our CPU seconds beside those of a yardstick on the same files, in the same run; the table is kept in RESULTS.md.

Commands run in turn, round after round; of each the least user and system time counts. Ratios count, absolute
figures belong to the machine and the hour.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from run import BATCH, Home, Measure, measured
from small_sets import Crowd, made_home, run_of

RESULTS = Path(__file__).parent / "RESULTS.md"
ROOT = Path(__file__).parent.parent
HEAD = "| what | ours | yardstick | ratio | peak MB |"
ENVELOPE = 500
"""Forms of a set of LOIC001."""
SMALL = 500
SCHEMAS = ROOT / "schemas"
DRIVER = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="http://www.smals-mvm.be/xml/ns/systemFlux"
 schemaLocation="{(SCHEMAS / "GenericXmlDocument/20231/GenericXmlDocument_20231.xsd").as_uri()}"/>
<xs:include schemaLocation="{(SCHEMAS / "LOIC001/20264/LOIC001_20264.xsd").as_uri()}"/>
</xs:schema>
"""
"""The envelope's wildcards are strict: envelope and payload in one schema, as the program has it."""


@dataclass
class Row:
    """One line of the table: rounds of ours, and of the yardstick."""

    what: str
    unit: str
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    peak: float = 0.0

    def note(self, measure: Measure, share: float = 1.0) -> None:
        self.ours.append(measure.cpu / share)
        self.peak = max(self.peak, measure.peak_mb)

    def text(self) -> str:
        ours, theirs = min(self.ours), min(self.theirs) if self.theirs else None
        ratio = "" if theirs is None else f"{ours / theirs:.1f}"
        yardstick = "" if theirs is None else f"{theirs:.3f} {self.unit}"
        peak = f"{self.peak:.0f}" if self.peak else ""
        return f"| {self.what} | {ours:.3f} s | {yardstick} | {ratio} | {peak} |"


class Bench:
    """The samples, the yardsticks and the rows of one run."""

    def __init__(self, work: Path, size: int, databases: list[str]) -> None:
        self._work = work
        self._size = size
        self._homes = 0
        self._databases = databases
        self._twct = self._sample("TWCT", size, "--workers", "1")
        self._loic = self._sample("LOIC", ENVELOPE)
        self._schemas = {"TWCT": SCHEMAS / "TWCT001/20231/TWCT001_20231.xsd", "LOIC": work / "driver.xsd"}
        self._schemas["LOIC"].write_text(DRIVER, encoding="utf-8")
        one = f"TWCT001, {size:,} forms of one worker"
        self.run = Row(f"{one}, run", "s xmllint")
        self.check = Row(f"{one}, check", "s xmllint")
        self.again = Row(f"{one}, all told before, run", "s xmllint")
        self.sets = Row(f"LOIC001, a set of {ENVELOPE} among ten, run", "s xmllint")
        self.served = Row(f"{one}, run with PostgreSQL", "s SQLite")
        self.store = Row(f"{size:,} rows of forms kept", "s sqlite3")
        self.small = Row(f"{SMALL} signed production sets of one form, run, answers signed", "")
        self.empty, self.help = Row("empty run", ""), Row("--help", "")
        self._small = work / "small"
        made_home(self._small, signing=True)
        self._crowd = Crowd(self._small)

    def _sample(self, message: str, size: int, *words: str) -> Path:
        path = self._work / f"{message}.xml"
        told = ["--message", message, "--forms", str(size), *words, "-o", str(path)]
        subprocess.run([*BATCH, "sample", *told], check=True)
        return path

    def _xmllint(self, message: str, path: Path) -> float:
        schema = str(self._schemas[message])
        return measured(["xmllint", "--stream", "--noout", "--schema", schema, str(path)]).cpu

    def _home(self) -> Home:
        self._homes += 1
        return Home(self._work / f"home{self._homes}")

    def _home_on(self, url: str) -> Home:
        self._homes += 1
        folder = self._work / f"home{self._homes}"
        folder.mkdir()
        (folder / "onem-batch.toml").write_text(f'database = "{url}"\nsigning = ["keys/onem"]\n')
        return Home(folder)

    def round(self) -> None:
        """Everything once, each beside its yardstick."""
        home = self._home()
        self.empty.note(home.run())
        self.help.note(measured([*BATCH, "--help"]))
        theirs = self._xmllint("TWCT", self._twct)
        for row in (self.run, self.check, self.again):
            row.theirs.append(theirs)
        with_file = home.run(self._twct)
        self.run.note(with_file)
        if self._databases:
            self.served.note(self._home_on(self._databases.pop()).run(self._twct))
            self.served.theirs.append(with_file.cpu)
        self.check.note(measured([*BATCH, "check", "--json", str(self._twct)], 0, 1))
        self.again.note(home.run(self._twct))
        self.sets.theirs.append(self._xmllint("LOIC", self._loic))
        home = self._home()
        for _ in range(9):
            home.lay(self._loic, "LOIC")
        self.sets.note(home.run(self._loic, "LOIC"), share=10)
        self._crowd.lay(SMALL)
        self.small.note(run_of(self._small, SMALL))
        # In a process of its own: what this one holds would count as the memory of every command it starts.
        told = [sys.executable, __file__, "--rows", str(self._size)]
        ours, theirs = subprocess.run(told, capture_output=True, text=True, check=True).stdout.split()
        self.store.ours.append(float(ours))
        self.store.theirs.append(float(theirs))

    def rows(self) -> Iterator[Row]:
        yield from (self.run, self.check, self.again, self.sets, self.small, self.store, self.empty, self.help)
        if self.served.ours:
            yield self.served


@contextmanager
def databases(count: int) -> Iterator[list[str]]:
    """Empty databases of a PostgreSQL in a process of its own, for the same reason; none where it is missing."""
    command = [sys.executable, str(Path(__file__).parent / "postgres.py"), "--lend", str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as lender:
        yield lender.stdout.readline().split() if lender.stdout else []
        lender.communicate()


def rows_kept(size: int) -> tuple[float, float]:
    """CPU seconds to write rows of forms: ours, and sqlite3 by itself."""
    from sqlalchemy import create_engine

    from batch.store.bulk import insert_all
    from batch.store.tables import METADATA, forms

    names = [column.name for column in forms.columns]
    rows = [{name: _value(name, number) for name in names} for number in range(size)]
    tuples = [tuple(row.values()) for row in rows]
    statement = f"INSERT INTO forms VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - marks only
    with tempfile.TemporaryDirectory() as work:
        ours, raw = Path(work) / "ours", Path(work) / "raw"
        engine = create_engine(f"sqlite:///{ours}")
        METADATA.create_all(engine)
        shutil.copy(ours, raw)
        with engine.begin() as connection:
            first = _seconds(lambda: insert_all(connection, forms, rows))
        engine.dispose()
        with sqlite3.connect(raw) as database:
            return first, _seconds(lambda: database.executemany(statement, tuples))


def _value(name: str, number: int) -> object:
    if name in ("receipt", "form", "part", "offset", "size", "workers", "status", "language", "cause"):
        return number if name in ("form", "offset") else 1
    return True if name == "accepted" else f"{name[:4]}{number * 7919 % 1_000_003:07d}"


def _seconds(act: Callable[[], object]) -> float:
    before = time.process_time()
    act()
    return time.process_time() - before


def machine() -> str:
    """What it was measured on: nothing that names the machine."""
    xmllint = subprocess.run(["xmllint", "--version"], capture_output=True, text=True, check=False).stderr
    load = os.getloadavg()[0]
    version = xmllint.split("version ")[-1].split()[0] if "version " in xmllint else "?"
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, "
        f"CPython {platform.python_version()}, SQLite {sqlite3.sqlite_version}, libxml2 of xmllint {version}"
    )


def commit() -> str:
    """The commit that was measured, with a star when something is not committed."""
    git = ["git", "-C", str(ROOT)]
    name = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout
    changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=False).stdout
    return f"{name.strip() or '?'}{'*' if changed.strip() else ''}"


def table(bench: Bench, rounds: int) -> str:
    title = f"## {datetime.now(UTC):%Y-%m-%d}, {commit()}\n\n{machine()}; the least of {rounds} rounds.\n"
    lines = [HEAD, "|---|---|---|---|---|", *(row.text() for row in bench.rows())]
    return "\n".join([title, *lines, ""])


def main() -> None:
    grammar = argparse.ArgumentParser(description=__doc__)
    grammar.add_argument("--rounds", type=int, default=3)
    grammar.add_argument("--forms", type=int, default=10_000)
    grammar.add_argument("--dry", action="store_true", help="print the table, keep nothing")
    grammar.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    options = grammar.parse_args()
    if options.rows:
        print(*rows_kept(options.rows))
        return
    if shutil.which("xmllint") is None:
        sys.exit("xmllint is needed as yardstick: apt-get install libxml2-utils")
    with tempfile.TemporaryDirectory() as work, databases(options.rounds) as lent:
        bench = Bench(Path(work), options.forms, lent)
        for _ in range(options.rounds):
            bench.round()
        found = table(bench, options.rounds)
    print(found)
    if not options.dry:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(f"\n{found}")


if __name__ == "__main__":
    main()
