"""Our CPU time with the register in PostgreSQL beside that with SQLite: the same sets in turn, in the same run.

Starts a private server with its usual safety (``fsync``). Its own CPU time is told apart: it may run elsewhere.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from run import BATCH, Home, Measure

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

from postgres_server import Cluster, installed, running_postgres

SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}
HEAD = "| what | SQLite CPU s | PostgreSQL CPU s | ratio | SQLite wall s | PostgreSQL wall s | server CPU s |"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Beside:
    """One kind of set: rounds on either database."""

    what: str
    on_file: list[Measure] = field(default_factory=list)
    on_server: list[Measure] = field(default_factory=list)
    server: list[float] = field(default_factory=list)

    def text(self) -> str:
        file, server = (min(one.cpu for one in kind) for kind in (self.on_file, self.on_server))
        walls = (min(one.seconds for one in kind) for kind in (self.on_file, self.on_server))
        cells = (self.what, f"{file:.2f}", f"{server:.2f}", f"{server / file:.2f}", *(f"{wall:.2f}" for wall in walls))
        return f"| {' | '.join(cells)} | {min(self.server):.2f} |"


def home_on(url: str, folder: Path, more: str = "") -> Home:
    """A fresh installation whose register is in an empty database."""
    folder.mkdir()
    (folder / "onem-batch.toml").write_text(f'database = "{url}"\nsigning = ["keys/onem"]\n{more}')
    return Home(folder)


def lend(count: int) -> None:
    """Tell the addresses of so many empty databases, none where the programs are missing; until stdin is closed."""
    if installed() is None:
        return
    with running_postgres(**SAFE) as cluster:
        print(*(cluster.url(cluster.empty()) for _ in range(count)), flush=True)
        sys.stdin.read()


def server_cpu(cluster: Cluster) -> float:
    """CPU seconds of the server: its first process and what it has started, also what has ended."""
    found = 0
    for pid in (cluster.process.pid, *_children(cluster.process.pid)):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        found += sum(map(int, fields[11:15] if pid == cluster.process.pid else fields[11:13]))
    return found / _TICKS


def _children(pid: int) -> Iterator[int]:
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from map(int, path.read_text(encoding="ascii").split())


def compare(forms: int, rounds: int) -> list[Beside]:
    """Sets of temporary unemployment, once fresh and once when all was told before; and of career breaks."""
    fresh = Beside(f"TWCT001, {forms:,} forms of one worker, run")
    again = Beside("the same, all told before, run")
    leaves = Beside("LOIC001, 500 forms, run")
    with tempfile.TemporaryDirectory() as name, running_postgres(**SAFE) as cluster:
        work = Path(name)
        twct, loic = work / "TWCT.xml", work / "LOIC.xml"
        sample = [*BATCH, "sample", "--message"]
        subprocess.run([*sample, "TWCT", "--forms", str(forms), "--workers", "1", "-o", str(twct)], check=True)
        subprocess.run([*sample, "LOIC", "--forms", "500", "-o", str(loic)], check=True)
        for nth in range(rounds):
            file, server = Home(work / f"file{nth}"), home_on(cluster.url(cluster.empty()), work / f"server{nth}")
            for row, path, code in ((fresh, twct, "TWCT"), (again, twct, "TWCT"), (leaves, loic, "LOIC")):
                row.on_file.append(file.run(path, code))
                before = server_cpu(cluster)
                row.on_server.append(server.run(path, code))
                row.server.append(server_cpu(cluster) - before)
    return [fresh, again, leaves]


def main() -> None:
    grammar = argparse.ArgumentParser(description=__doc__)
    grammar.add_argument("--forms", type=int, default=10_000)
    grammar.add_argument("--rounds", type=int, default=3)
    grammar.add_argument("--lend", type=int, help=argparse.SUPPRESS)
    options = grammar.parse_args()
    if options.lend:
        lend(options.lend)
        return
    print(HEAD, "|---|---|---|---|---|---|---|", sep="\n")
    for row in compare(options.forms, options.rounds):
        print(row.text())


if __name__ == "__main__":
    main()
