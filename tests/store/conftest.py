"""A migrated database for each test, copied from one that was migrated once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from postgres_server import Cluster
from sqlalchemy import Connection, Engine

from batch.model import tickets
from batch.model.dossier import Moved
from batch.model.findings import FileFault
from batch.model.frame import Frame
from batch.model.receipt import Delivery, Part, Receipt, Reception
from batch.ports import Artifact, Judged, Posting
from batch.store.connect import migrate, open_engine
from batch.store.register import SqlRegister

MOMENT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DAY = date(2026, 1, 5)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "template.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> str:
    """The URL of a fresh database of the present layout, of each kind in turn."""
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        return cluster.url(cluster.swept())
    shutil.copy(migrated, tmp_path / "onem-batch.sqlite")
    return f"sqlite:///{tmp_path / 'onem-batch.sqlite'}"


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    opened = open_engine(database)
    yield opened
    opened.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as opened:
        yield opened


@pytest.fixture
def register(engine: Engine) -> SqlRegister:
    return SqlRegister(engine)


@dataclass(frozen=True)
class House:
    """Makes what a register is asked to remember."""

    register: SqlRegister
    numbers: Iterator[int]

    def delivery(self, sequence: str = "00001", **changes: Any) -> Delivery:
        stem = f"TWCT.123456.20260105.{sequence}.R"
        part = Part(f"FI.{stem}.1.1", 10, "ab" * 32, f"in/{sequence}")
        given: dict[str, Any] = {
            "delivery": f"delivery-{next(self.numbers)}",
            "sender": "123456",
            "folder": "IN",
            "go_name": f"GO.{stem}.1",
            "parts": (part,),
            "received_at": MOMENT,
        }
        return Delivery(**(given | changes))

    def kept(self, sequence: str = "00001", **changes: Any) -> Receipt:
        delivery = self.delivery(sequence, **changes)
        return self.register.keep(delivery, "R", "TWCT", f"TWCT.123456.20260105.{sequence}.R", "380")

    def acknowledged(self, sequence: str = "00001", forms: int = 1, faults: tuple[FileFault, ...] = ()) -> Receipt:
        receipt = self.kept(sequence)
        reception = self.reception(receipt, forms, faults)
        self.register.acknowledge(receipt, reception, "" if faults else "3A0", self.posting("ACRF"))
        state = "refused" if faults else "acknowledged"
        return next(one for one in self.register.receipts(state) if one.id == receipt.id)

    def reception(self, receipt: Receipt, forms: int = 1, faults: tuple[FileFault, ...] = ()) -> Reception:
        frame = Frame("TWCT001", "20231", "UTF-8", (("", "urn:x"),), forms)
        (part,) = receipt.delivery.parts
        return Reception("TWCT001", (replace(part, frame=frame),), faults)

    def settled(self, sequence: str = "00001", forms: int = 1, **changes: Any) -> Receipt:
        receipt = self.acknowledged(sequence, forms)
        rows = [self.judged(receipt, number, **changes) for number in range(1, forms + 1)]
        self.register.settle(receipt, rows, self.posting("NOTI"), by="123456")
        return receipt

    def posting(self, code: str, addressee: str = "123456", release_on: date = DAY) -> Posting:
        return Posting(code, "R", addressee, Artifact(f"out/{code}", 5, "cd" * 32), release_on)

    def ticket(self, receipt: Receipt, form: int = 1) -> str:
        return tickets.make(receipt.series, receipt.first_counter + form - 1)

    def judged(
        self,
        receipt: Receipt,
        form: int = 1,
        decision: Any = None,
        anomalies: int = 0,
        moved: Moved | None = None,
        **changes: Any,
    ) -> Judged:
        row: dict[str, Any] = {
            "receipt": receipt.id,
            "form": form,
            "ticket": self.ticket(receipt, form),
            "environment": "R",
            "sender": "123456",
            "identification": "TWCT001",
            "status": 0,
            "accepted": True,
            "life": "open",
            "own_reference": "OWN-1",
            "target": "",
            "header": "TWCT001 2026-01-05 10:00:00.001 0 SU",
            "employer": "N114135340 C852093431",
            "noss": "114135340",
            "lpa": "",
            "company": "0852093431",
            "inss": "",
            "kind": "001",
            "postcode": "1000",
            "start_day": "2026-01-12",
            "end_day": "2026-01-30",
            "first_end": "2026-01-30",
            "workers": 3,
            "language": 2,
            "law_day": "2026-01-05",
            "part": 1,
            "offset": 100 * form,
            "size": 90,
        }
        found = [
            {
                "receipt": receipt.id,
                "form": form,
                "nth": nth,
                "error_id": "00199-270",
                "severity": "NP",
                "tag": "TempUnemploymentStartingDate",
                "value": "2026-01-12",
                "line": 3,
                "column": 4,
                "location": "1,1",
            }
            for nth in range(1, anomalies + 1)
        ]
        return Judged(row | changes, found, decision, moved=moved)


@pytest.fixture
def house(register: SqlRegister) -> House:
    return House(register, count(1))


@pytest.fixture(scope="session")
def make_house() -> Callable[[SqlRegister], House]:
    """For tests that open more than one register."""
    return lambda register: House(register, count(1))


@pytest.fixture
def rows(engine: Engine) -> Callable[[str], list[Any]]:
    """The rows of a query."""

    def read(query: str) -> list[Any]:
        with engine.connect() as opened:
            return [tuple(row) for row in opened.exec_driver_sql(query)]

    return read
