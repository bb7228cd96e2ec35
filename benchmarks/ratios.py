"""Our CPU seconds beside those of yardsticks on the same files, in the same run; the table is kept in RESULTS.md.

Commands run in turn, round after round; of each the least user and system time counts. Ratios count, absolute
figures belong to the machine and the hour. Rows of SFTP are wall seconds.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attacks
import sftp
from parts import part
from run import BATCH, Home, measured
from small_sets import Crowd, made_home, run_of
from tables import ROOT, Row, load, table

RESULTS = Path(__file__).parent / "RESULTS.md"
ENVELOPE = 500
"""Forms of a set of LOIC001."""
CROWD = 10
"""Forms of 2,000 workers."""
STORED = 1_000_000
LARGER, LARGEST = 100_000, 500_000
"""Forms of the file whose forms must cost no more than those of the small one; with ``--long`` the second."""
EVERY = 20
"""Of so many forms one does not fit the schema."""
SMALL = 500
"""Signed sets of one form."""
SCHEMAS = ROOT / "schemas"
DRIVER = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="http://www.smals-mvm.be/xml/ns/systemFlux"
 schemaLocation="{(SCHEMAS / "GenericXmlDocument/20231/GenericXmlDocument_20231.xsd").as_uri()}"/>
<xs:include schemaLocation="{(SCHEMAS / "LOIC001/20264/LOIC001_20264.xsd").as_uri()}"/>
</xs:schema>
"""
"""The envelope's wildcards are strict: envelope and payload in one schema, as the program has it."""


class Bench:
    """The samples, the yardsticks and the rows of one run."""

    def __init__(self, work: Path, size: int, databases: list[str]) -> None:
        self._databases = databases
        self._work = work
        self._size = size
        self._homes = 0
        self._twct = self._sample("TWCT", size, "--workers", "1")
        self._loic = self._sample("LOIC", ENVELOPE)
        self._crowd = self._sample("TWCT", CROWD, "--workers", "2000", name="crowd")
        self._bad = spoiled(self._twct, work / "bad.xml")
        self._schemas = {"TWCT": SCHEMAS / "TWCT001/20231/TWCT001_20231.xsd", "LOIC": work / "driver.xsd"}
        self._schemas["LOIC"].write_text(DRIVER, encoding="utf-8")
        one = f"TWCT001, {size:,} forms of one worker"
        self.run = Row(f"{one}, run", "s xmllint", "<= 3.0")
        self.check = Row(f"{one}, check", "s xmllint")
        self.again = Row(f"{one}, all told before, run", "s xmllint")
        self.reading = Row("the same, guarded reading and schema alone", "s xmllint", "<= 1.30")
        self.java = Row("the same, SAX and schema of the JDK, against xmllint", "s xmllint")
        self.beside = Row("the same, run, against the JDK", "s JDK")
        self.bad = Row(f"{one}, one in {EVERY} against the schema, run", "s clean", "<= 1.10")
        self.answers = Row(f"{size:,} forms of answers written", "s template", "<= 2.0")
        self.crowd = Row(f"TWCT001, {CROWD} forms of 2,000 workers, run", "s xmllint")
        self.sets = Row(f"LOIC001, a set of {ENVELOPE} among ten, run", "s xmllint")
        self.served = Row(f"{one}, run with PostgreSQL", "s SQLite")
        if not databases:
            self.served.skipped = "needs the programs of a PostgreSQL server (postgresql)"
        self.store = Row(f"{size:,} rows of forms kept", "s sqlite3", "<= 1.5")
        self.empty, self.help = Row("empty run", goal="0.5 s"), Row("--help", goal="0.15 s")
        self.small = Row(f"{SMALL} signed production sets of one form, run, answers signed")
        self._small = work / "small"
        made_home(self._small, signing=True)
        self._small_sets = Crowd(self._small)
        self._sax = self._compiled()

    def _sample(self, message: str, size: int, *words: str, name: str = "") -> Path:
        path = self._work / f"{name or message}.xml"
        told = ["--message", message, "--forms", str(size), *words, "-o", str(path)]
        subprocess.run([*BATCH, "sample", *told], check=True)
        return path

    def _compiled(self) -> list[str]:
        if shutil.which("javac") is None or shutil.which("java") is None:
            self.java.skipped = self.beside.skipped = "needs a JDK (javac, java)"
            return []
        subprocess.run(["javac", "-d", str(self._work), str(Path(__file__).parent / "Sax.java")], check=True)
        return ["java", "-cp", str(self._work), "Sax", str(self._schemas["TWCT"]), str(self._twct)]

    def _xmllint(self, message: str, path: Path) -> float:
        schema = str(self._schemas[message])
        return measured(["xmllint", "--stream", "--noout", "--schema", schema, str(path)]).cpu

    def _home(self) -> Home:
        return self._home_with("")

    def _home_on(self, url: str) -> Home:
        return self._home_with(f'database = "{url}"\n')

    def _home_with(self, settings: str) -> Home:
        """One process does everything: what two gain is another question (beside.py, crew.py)."""
        self._homes += 1
        folder = self._work / f"home{self._homes}"
        folder.mkdir()
        (folder / "onem-batch.toml").write_text(f'{settings}judges = 1\nsigning = ["keys/onem"]\n')
        return Home(folder)

    def round(self) -> None:
        """Everything once, each beside its yardstick."""
        home = self._home()
        self.empty.note(home.run())
        self.help.note(measured([*BATCH, "--help"]))
        theirs = self._xmllint("TWCT", self._twct)
        for row in (self.run, self.check, self.again, self.reading, self.java):
            row.theirs.append(theirs)
        clean = home.run(self._twct)
        self.run.note(clean)
        if self._databases:
            self.served.note(self._home_on(self._databases.pop()).run(self._twct))
            self.served.theirs.append(clean.cpu)
        self.bad.theirs.append(clean.cpu)
        self.bad.note(self._home().run(self._bad))
        self.check.note(measured([*BATCH, "check", "--json", str(self._twct)], 0, 1))
        self.again.note(home.run(self._twct))
        part(self.reading, "reading", self._twct)
        part(self.answers, "answers", self._twct)
        part(self.store, "kept", self._size)
        self._round_of_java(clean.cpu)
        self.crowd.theirs.append(self._xmllint("TWCT", self._crowd))
        self.crowd.note(home.run(self._crowd))
        self.sets.theirs.append(self._xmllint("LOIC", self._loic))
        home = self._home()
        for _ in range(9):
            home.lay(self._loic, "LOIC")
        self.sets.note(home.run(self._loic, "LOIC"), share=10)
        self._small_sets.lay(SMALL)
        self.small.note(run_of(self._small, SMALL))

    def _round_of_java(self, ours: float) -> None:
        if self._sax:
            java = measured(self._sax)
            self.java.note(java)
            self.beside.ours.append(ours)
            self.beside.theirs.append(java.cpu)

    def rows(self) -> Iterator[Row]:
        yield from (self.run, self.check, self.again, self.reading, self.java, self.beside, self.bad, self.answers)
        yield self.crowd
        yield self._per_worker()
        yield from (self.sets, self.small, self.served, self.store, self.empty, self.help)

    def _per_worker(self) -> Row:
        """The crowd once more, by worker, without what an empty run takes."""
        with self._crowd.open("rb") as file:
            workers = sum(b"<NaturalPerson>" in line for line in file)
        row = Row(f"the same, µs a worker of {workers:,}, without an empty run", "µs xmllint", ours_unit="µs")
        row.ours = [(min(self.crowd.ours) - min(self.empty.ours)) / workers * 1e6]
        row.theirs = [min(self.crowd.theirs) / workers * 1e6]
        return row

    def once(self, larger: int) -> Iterator[Row]:
        """What takes long: measured a single time."""
        what = f"TWCT001, a form of {larger:,} against one of {self._size:,}, run, without an empty one"
        row = Row(what, "ms", "<= 1.10", ours_unit="ms")
        path = self._sample("TWCT", larger, "--workers", "1", name="larger")
        found, empty = self._home().run(path), min(self.empty.ours)
        path.unlink()
        row.note(found)
        row.ours = [(found.cpu - empty) / larger * 1000]
        row.theirs = [(min(self.run.ours) - empty) / self._size * 1000]
        yield row
        row = Row(f"asking what was told and taken, {STORED:,} stored against none", "s", "<= 2.0")
        part(row, "stored", STORED, self._size)
        yield row


@contextmanager
def databases(count: int) -> Iterator[list[str]]:
    """Empty databases of a PostgreSQL in a process of its own; none where it is missing."""
    command = [sys.executable, str(Path(__file__).parent / "postgres.py"), "--lend", str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as lender:
        yield lender.stdout.readline().split() if lender.stdout else []
        lender.communicate()


def spoiled(good: Path, path: Path) -> Path:
    """The same forms, but every so many one has a value that its type does not allow."""
    forms = 0
    # Line by line: the memory of this process would count as that of every command it starts.
    with good.open(encoding="utf-8") as source, path.open("w", encoding="utf-8") as target:
        for line in source:
            forms += "<Form>" in line
            target.write(line.replace("<AttestationStatus>0<", "<AttestationStatus>x<") if forms % EVERY == 1 else line)
    return path


def main() -> None:
    grammar = argparse.ArgumentParser(description=__doc__)
    grammar.add_argument("--rounds", type=int, default=3)
    grammar.add_argument("--forms", type=int, default=10_000)
    grammar.add_argument("--long", action="store_true", help=f"a file of {LARGEST:,} forms instead of {LARGER:,}")
    grammar.add_argument("--short", action="store_true", help="only what is measured round by round")
    grammar.add_argument("--dry", action="store_true", help="print the table, keep nothing")
    options = grammar.parse_args()
    if shutil.which("xmllint") is None:
        sys.exit("xmllint is needed as yardstick: apt-get install libxml2-utils")
    before = load()
    with tempfile.TemporaryDirectory() as work, databases(options.rounds) as lent:
        bench = Bench(Path(work), options.forms, lent)
        for _ in range(options.rounds):
            bench.round()
        rows = [*bench.rows()]
        if not options.short:
            rows += bench.once(LARGEST if options.long else LARGER)
    if not options.short:
        rows += [*attacks.rows(), *sftp.rows(options.rounds)]
    found = table(rows, options.rounds, before)
    print(found)
    if not options.dry:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(f"\n{found}")


if __name__ == "__main__":
    main()
