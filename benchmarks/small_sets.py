"""Many small signed sets of several senders: from files in the inbox to answers in the outbox, synced.

Production sets of one form, signature = "required", a revocation list present; with ``--signing`` the answers are
signed too. Prints sets a second by wall and CPU, the shares of the stages, and how often the disk was waited for;
``--past N`` measures once more with N answered sets in the register. Absolute figures are this machine's.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

from run import BATCH, Measure, measured

from batch.app import open_desk
from batch.jobs.desk import Desk
from batch.model.calendar import BRUSSELS, brussels_day
from batch.model.names import sequence_of
from batch.model.sender import EVERY, Mandate, Sender
from batch.transport.credentials import read_certificate
from batch.transport.folders import make_folders
from batch.transport.keys import make_authority, make_certificate
from batch.writers.cms import Signer, detached, signer_of
from batch.writers.samples import twct

SENDERS = tuple(f"{number}23456" for number in range(1, 6))
HEAD = "| what | sets/s | wall ms a set | CPU ms a set | fsync | rename | commits |"
STAGES = {
    "look into the inbox": ["batch.transport.inbox:FolderInbox.arrivals", "batch.jobs.waiting:Queue.judge"],
    "claim": ["batch.transport.claims:FolderClaim.move", "batch.transport.claims:FolderClaim.finish"],
    "keep": ["batch.jobs.intake:_keep_all"],
    "keep, rows": ["batch.store.register:SqlRegister.keep"],
    "check signature": ["batch.jobs.signatures:check_signatures"],
    "frame": ["batch.pipeline.frame:frame_of", "batch.jobs.reading:frame_of"],
    "receive, rest": ["batch.jobs.reading:receive", "batch.jobs.acknowledge:receive"],
    "ACRF": ["batch.jobs.receipts:receipt_bytes"],
    "acknowledge, rows": ["batch.store.register:SqlRegister.acknowledge"],
    "judge, rest": ["batch.jobs.judging:judge_set", "batch.jobs.process:judge_set"],
    "settle, rows": ["batch.store.register:SqlRegister.settle"],
    "sign": ["batch.jobs.signing:Signing.sign"],
    "pack": ["batch.jobs.packing:shipment_of", "batch.jobs.dispatch:shipment_of"],
    "deliver, bytes": ["batch.transport.near:NearOutbox._together"],
    "wait for the disk": ["batch.transport.near:publish", "batch.transport.archive:publish"],
    "mark sent": ["batch.store.register:SqlRegister.mark_sent"],
    "hand over": ["batch.jobs.handover:_hand_over"],
    "hand over, rows": ["batch.store.register:SqlRegister.hand_over"],
    "archive, bytes; judging": ["batch.transport.archive:Shelf.write"],
    "shared transactions and commits": ["batch.store.transactions:Transactions.together"],
}  # fmt: skip
"""What counts as which stage, each without what it calls; what a version of the program has not is left out."""


def made_home(home: Path, *, signing: bool) -> None:
    """An installation with an authority, and senders that may act for every employer."""
    subprocess.run([*BATCH, "--home", str(home), "init"], check=True, stdout=subprocess.DEVNULL)
    lines = ['signature = "required"', *(['signing = ["keys/onem"]'] if signing else [])]
    (home / "onem-batch.toml").write_text("\n".join([*lines, ""]), encoding="utf-8")
    now, keys = datetime.now(UTC), home / "keys"
    keys.mkdir(exist_ok=True)
    authority = make_authority(keys, "authority", now)
    for part, ending in (("anchors", "cert.pem"), ("crl", "crl.pem")):
        (home / "trust" / part).mkdir(parents=True, exist_ok=True)
        shutil.copy(keys / f"authority.{ending}", home / "trust" / part)
    make_certificate(keys, "onem", authority, now)
    desk = open_desk(home)
    for number in SENDERS:
        make_certificate(keys, number, authority, now)
        proof = read_certificate((keys / f"{number}.cert.pem").read_bytes(), now)
        directory: Any = desk.directory
        directory.add_sender(Sender(number, f"Sender {number}", "service-provider", "fr"), now, [proof])
        directory.add_mandate(Mandate(number, EVERY, "", EVERY, 20171), now)
        make_folders(desk.settings, number)


class Crowd:
    """Sets of one form, each of other people, laid into the inboxes in turn."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._now = datetime.now(UTC)
        self._laid = 0
        pairs = {one: [(home / f"keys/{one}.{part}.pem").read_bytes() for part in ("key", "cert")] for one in SENDERS}
        self._signers: dict[str, Signer] = {one: signer_of(*pair) for one, pair in pairs.items()}

    def lay(self, count: int) -> None:
        for _ in range(count):
            self._lay()

    def _lay(self) -> None:
        self._laid += 1
        seed = Random(self._laid)  # noqa: S311 - sample people
        made = self._now.astimezone(BRUSSELS) - timedelta(seconds=self._laid)
        content = b"".join(twct.document(twct.forms(seed, made, 1, workers=1)))
        sender, place = SENDERS[self._laid % len(SENDERS)], self._laid // len(SENDERS) + 1
        stem = f"TWCT.{sender}.{brussels_day(self._now):%Y%m%d}.{sequence_of(place)}.R"
        signature = detached(self._signers[sender], sha256(content).digest(), self._now)
        folder = self._home / "inbox" / sender / "IN"
        for name, body in ((f"FI.{stem}.1.1", content), (f"FS.{stem}.1.1", signature), (f"GO.{stem}.1", b"")):
            path = folder / name
            path.write_bytes(body)
            os.utime(path, (self._now.timestamp() - 600 + self._laid / 100,) * 2)


PAST: dict[str, dict[str, str]] = {
    "receipts": {"id": "", "delivery": "'past' || n", "file_ticket": "'past' || n", "stem": "'past.' || n"},
    "names": {"stem": "'past ' || n"},
    "parts": {},
    "forms": {"ticket": "'past' || n", "header": "n", "own_reference": "n", "inss": "n"},
    "workers": {"worker": "printf('%011d', n)"},
    "outbox": {"id": "", "name": "'past' || code || n"},
    "journal": {"id": ""},
}
"""The rows of one answered set are copied as often as wanted: by table, the columns in which the copies differ."""


def remember(home: Path, past: int) -> None:
    """Let the register have that many more answered sets, by copies of the rows of its last."""
    with closing(sqlite3.connect(home / "onem-batch.sqlite")) as database:
        database.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -400000")
        database.execute("CREATE TEMP TABLE past (n INTEGER PRIMARY KEY)")
        database.executemany("INSERT INTO past VALUES (?)", ((number,) for number in range(1, past + 1)))
        one = database.execute("SELECT max(id) FROM receipts").fetchone()[0]
        for table, differing in PAST.items():
            own = "id" if table == "receipts" else "receipt"
            few = f"SELECT row_number() OVER () AS nth, * FROM {table} WHERE {own} = {one}"  # noqa: S608 - our own words
            database.execute(f"CREATE TEMP TABLE few AS {few}")
            numbers = {"receipt": f"{one} + n", "id": f"{one} + n" if table == "receipts" else "10000000 + 8 * n + nth"}
            columns = [row[1] for row in database.execute(f"PRAGMA main.table_info({table})")]
            chosen = ", ".join(differing.get(name) or numbers.get(name) or f'"{name}"' for name in columns)
            database.execute(f"INSERT INTO main.{table} SELECT {chosen} FROM past, few")  # noqa: S608 - likewise
            database.execute("DROP TABLE temp.few")
        database.commit()


@dataclass(frozen=True, slots=True)
class Counted:
    """How often the disk was waited for, by the calls of the system and of the database."""

    fsync: int
    rename: int


def traced(home: Path) -> Counted | None:
    """A run under strace, for its counts alone: it is several times slower."""
    if shutil.which("strace") is None:
        return None
    told = home / "strace"
    calls = "fsync,fdatasync,rename,renameat,renameat2"
    command = ["strace", "-f", "-c", "-e", f"trace={calls}", "-o", str(told), *BATCH, "--home", str(home), "run"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    counts: Counter[str] = Counter()
    for line in told.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words and words[-1] in calls.split(",") and words[3].isdigit():
            counts[words[-1].replace("fdatasync", "fsync")[:6]] += int(words[3])
    return Counted(counts["fsync"], counts["rename"])


# -- stages: in a process of its own ---------------------------------------------------------------------------


class Clock:
    """Time by stage, each without what it calls."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = defaultdict(float)
        self._inside: list[float] = []

    def around(self, stage: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*words: Any, **more: Any) -> Any:
            self._inside.append(0.0)
            before = time.perf_counter()
            try:
                return real(*words, **more)
            finally:
                spent = time.perf_counter() - before
                self.wall[stage] += spent - self._inside.pop()
                if self._inside:
                    self._inside[-1] += spent

        return timed


def _targets(place: str) -> Iterator[tuple[Any, str]]:
    module, _, path = place.partition(":")
    *owners, name = path.split(".")
    try:
        owner: Any = import_module(module)
        for one in owners:
            owner = getattr(owner, one)
        getattr(owner, name)
    except (ImportError, AttributeError):
        return
    yield owner, name


def stages_of(home: Path) -> dict[str, float]:
    """A run in this process, under clocks."""
    from sqlalchemy import event

    from batch.jobs.run import run_once
    from batch.logs import set_up_logs

    set_up_logs(level=logging.ERROR)
    desk: Desk = open_desk(home)
    engine = desk.register._engine  # type: ignore[attr-defined]
    commits: list[Any] = []
    event.listen(engine, "commit", commits.append)
    clock = Clock()
    for stage, places in STAGES.items():
        for place in places:
            for owner, name in _targets(place):
                setattr(owner, name, clock.around(stage, getattr(owner, name)))
    before = time.perf_counter()
    outcome = clock.around("rest", run_once)(desk)
    if outcome.problems:
        raise outcome.problems[0]
    return {**clock.wall, "all": time.perf_counter() - before, "commits": len(commits)}


# -- the tables ------------------------------------------------------------------------------------------------


def run_of(home: Path, count: int) -> Measure:
    """One command ``run`` over that many sets; every one must be answered."""
    answered = len(list(home.glob("outbox/*/OUT/GO.NOTI.*")))
    found = measured([*BATCH, "--home", str(home), "run"])
    made = len(list(home.glob("outbox/*/OUT/GO.NOTI.*"))) - answered
    if made != count:
        sys.exit(f"{made} of {count} sets were answered")
    return found


def line_of(what: str, count: int, found: Measure, counted: Counted | None, commits: float, few: int) -> str:
    wall, cpu = found.seconds / count, found.cpu / count
    calls = ("", "") if counted is None else (f"{counted.fsync / few:.1f}", f"{counted.rename / few:.1f}")
    cells = (what, f"{1 / wall:.0f}", f"{wall * 1e3:.1f}", f"{cpu * 1e3:.1f}", *calls, f"{commits / few:.2f}")
    return f"| {' | '.join(cells)} |"


def staged(home: Path) -> dict[str, float]:
    """The stages, measured in a process of its own."""
    told = [sys.executable, __file__, "--home", str(home)]
    found: dict[str, float] = json.loads(subprocess.run(told, capture_output=True, text=True, check=True).stdout)
    return found


def lines(options: argparse.Namespace, work: Path, *, signing: bool) -> Iterator[str]:
    home = work / f"home{int(signing)}"
    made_home(home, signing=signing)
    crowd, few = Crowd(home), min(options.sets, 300)
    what = "answers signed" if signing else "answers not signed"
    crowd.lay(options.sets)
    first = run_of(home, options.sets)
    crowd.lay(few)
    counted = traced(home)
    crowd.lay(few)
    shares = staged(home)
    commits = shares.pop("commits")
    yield line_of(f"{options.sets:,} sets, {what}", options.sets, first, counted, commits, few)
    if options.past:
        remember(home, options.past)
        crowd.lay(options.sets)
        later = run_of(home, options.sets)
        yield line_of(f"the same beside {options.past:,} kept sets", options.sets, later, None, commits, few)
        yield f"\nCPU beside {options.past:,} kept sets: {later.cpu / first.cpu:.2f} times.\n"
    if options.stages:
        whole = shares.pop("all")
        rows = sorted(shares.items(), key=lambda one: -one[1])
        yield "\n" + "\n".join(f"{value / whole:6.1%} {value / few * 1e3:6.2f} ms  {stage}" for stage, value in rows)


def main() -> None:
    grammar = argparse.ArgumentParser(description=__doc__)
    grammar.add_argument("--sets", type=int, default=2_000)
    grammar.add_argument("--past", type=int, default=0, help="measure once more beside so many kept sets")
    grammar.add_argument("--signing", choices=("no", "yes", "both"), default="both", help="whether answers are signed")
    grammar.add_argument("--stages", action="store_true", help="print the shares of the stages")
    grammar.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    options = grammar.parse_args()
    if options.home:
        print(json.dumps(stages_of(options.home)))
        return
    print(HEAD)
    print("|" + "---|" * (HEAD.count("|") - 1))
    with tempfile.TemporaryDirectory() as work:
        for signing in {"no": [False], "yes": [True], "both": [False, True]}[options.signing]:
            for line in lines(options, Path(work), signing=signing):
                print(line, flush=True)


if __name__ == "__main__":
    main()
