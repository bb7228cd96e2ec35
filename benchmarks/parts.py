"""Parts of the work by themselves, each beside a floor: reading and schema, answers, what is stored already.

Each is measured in a process of its own, ``parts.py NAME ...``, which prints seconds of ours, of the yardstick or
``-``, and its peak memory: what the caller holds would count as the memory of every command it starts.
"""

from __future__ import annotations

import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from run import Measure
from tables import Row

SLICE = 500


def part(row: Row, *words: object) -> None:
    """Measure one part, into a row."""
    told = [sys.executable, __file__, *map(str, words)]
    ours, theirs, peak = subprocess.run(told, capture_output=True, text=True, check=True).stdout.split()
    row.note(Measure(0.0, float(ours), float(peak)))
    if theirs != "-":
        row.theirs.append(float(theirs))


def seconds(act: Callable[[], object]) -> float:
    before = time.process_time()
    act()
    return time.process_time() - before


def reading(path: str) -> tuple[float, None]:
    """CPU seconds of the guarded stream of forms and the schema, form by form."""
    from batch.lawbook import law_room, open_law
    from batch.parsers.frame import FormStream
    from batch.validators.structure import structure_of

    release = open_law().release("TWCT001", "20231")
    structure = structure_of(law_room(), release)

    def act() -> None:
        with Path(path).open("rb") as file:
            for form in FormStream(file, release.namespace, "UTF-8", release.max_form_bytes):
                structure.fits(form)

    return seconds(act), None


def answers(path: str) -> tuple[float, float]:
    """CPU seconds to write the forms of a notification, and to put the same values into a bare template."""
    from datetime import UTC, datetime

    from batch.check import check
    from batch.lawbook import open_law
    from batch.model.calendar import brussels_day
    from batch.model.receipt import Delivery, Receipt
    from batch.writers.noti import NotiWriter

    now = datetime.now(UTC)
    verdicts = list(check(Path(path), brussels_day(now)).forms)
    delivery = Delivery("0", "123456", "INTEST-S", "GO.TWCT.123456.20261128.00001.S.1", (), now)
    stem, many = delivery.subject.removeprefix("GO.").removesuffix(".1"), len(verdicts)
    told = ("S", "TWCT", stem, "S80-0000001-00-A", None, "acknowledged", "TWCT001", many, "SA0", 1)
    receipt = Receipt(1, delivery, *told)
    tickets = [f"SA0-{number:07d}-00-Z" for number in range(len(verdicts))]
    writer = NotiWriter(receipt, open_law(), "fr")
    pairs = list(zip(verdicts, tickets, strict=True))
    sample = writer.form(verdicts[0], tickets[0]).replace("{", "{{").replace("}", "}}")
    floor = sample.replace(tickets[0], "{0}").replace(verdicts[0].own_reference, "{1}").format

    def template() -> str:
        return "".join(floor(ticket, one.own_reference) for one, ticket in pairs)

    return seconds(lambda: "".join(writer.form(one, ticket) for one, ticket in pairs)), seconds(template)


def kept(many: str) -> tuple[float, float]:
    """CPU seconds to write rows of forms: ours, and sqlite3 by itself."""
    from sqlalchemy import create_engine

    from batch.store.bulk import insert_all
    from batch.store.tables import METADATA, forms

    names = [column.name for column in forms.columns]
    rows = [{name: _value(name, number) for name in names} for number in range(int(many))]
    tuples = [tuple(row.values()) for row in rows]
    statement = f"INSERT INTO forms VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - marks only
    with tempfile.TemporaryDirectory() as work:
        ours, raw = Path(work) / "ours", Path(work) / "raw"
        engine = create_engine(f"sqlite:///{ours}")
        METADATA.create_all(engine)
        shutil.copy(ours, raw)
        with engine.begin() as connection:
            first = seconds(lambda: insert_all(connection, forms, rows))
        engine.dispose()
        with sqlite3.connect(raw) as database:
            return first, seconds(lambda: database.executemany(statement, tuples))


def _value(name: str, number: int) -> object:
    if name in ("receipt", "form", "part", "offset", "size", "workers", "status", "language", "cause"):
        return number if name in ("form", "offset") else 1
    return True if name == "accepted" else f"{name[:4]}{number * 7919 % 1_000_003:07d}"


def stored(many: str, asked: str) -> tuple[float, float]:
    """CPU seconds to ask what was told of workers and what was taken, with that many rows stored, and with none."""
    from sqlalchemy import create_engine

    from batch.store import bookings, told
    from batch.store.tables import METADATA

    names = [f"{number * 7919 % 100_000_007:011d}" for number in range(int(asked))]

    def act(path: Path) -> float:
        engine = create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            list(told.told_of(connection, "S", names[:1]))

            def ask() -> None:
                for start in range(0, len(names), SLICE):
                    wanted = names[start : start + SLICE]
                    list(told.told_of(connection, "S", wanted))
                    bookings.taken(connection, "S", wanted)

            found = seconds(ask)
        engine.dispose()
        return found

    with tempfile.TemporaryDirectory() as work:
        none, full = Path(work) / "none", Path(work) / "full"
        for path in (none, full):
            engine = create_engine(f"sqlite:///{path}")
            METADATA.create_all(engine)
            engine.dispose()
        _fill(full, int(many))
        return act(full), act(none)


def _fill(path: Path, many: int) -> None:
    """Rows of forms, workers and bookings of others than are asked for, straight into the database."""
    from batch.store.tables import bookings, forms, workers

    with sqlite3.connect(path, isolation_level=None) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("BEGIN")
        for of in (forms, workers, bookings):
            columns = [column.name for column in of.columns if not column.nullable or column.name in _KEYS]
            values = ", ".join(_KEYS.get(name, "'1'") for name in columns)
            database.execute(
                f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) "  # noqa: S608 - ours
                f"INSERT INTO {of.name} ({', '.join(columns)}) SELECT {values} FROM n"
            )
        database.execute("COMMIT")


_NAME = "printf('%012d', (i * 7919) % 100000007)"
_KEYS = {
    "id": "i",
    "receipt": "1",
    "form": "i",
    "part": "1",
    "position": "1",
    "environment": "'S'",
    "ticket": "printf('SA0-%07d', i)",
    "worker": _NAME,
    "booking": _NAME,
    "own_reference": "printf('R%09d', i)",
    "life": "'open'",
}
"""What must differ from row to row; the names asked for have a digit less."""

PARTS: dict[str, Callable[..., tuple[float, float | None]]] = {
    "reading": reading,
    "answers": answers,
    "kept": kept,
    "stored": stored,
}

if __name__ == "__main__":
    ours, theirs = PARTS[sys.argv[1]](*sys.argv[2:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(ours, "-" if theirs is None else theirs, peak)
