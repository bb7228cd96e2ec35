"""A real PostgreSQL on loopback: a private cluster, started as a user who is not root, stopped by its process id."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from batch.store.connect import HEAD, migrate, open_engine

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "deadlock_timeout": "100ms",
}
"""For tests: nothing of it outlives them. No client may rely on the order of a language."""
GUARDED = "guarded"
"""A role that must tell its password; every other one is believed."""
_TEMPLATE = "template_batch"
_SWEEP = f"""
DO $$ DECLARE one record; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM %I', one.tablename);
    END LOOP;
    FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        PERFORM setval(quote_ident(one.sequencename), 1, false);
    END LOOP;
    INSERT INTO alembic_version VALUES ('{HEAD}');
END $$
"""  # noqa: S608 - the version is ours
"""A new database costs a quarter of a second; this one a hundredth."""


@dataclass
class Cluster:
    """One running server, and databases in it."""

    room: Path
    port: int
    process: subprocess.Popen[bytes]
    numbers: Iterator[int] = field(default_factory=count)
    has_template: bool = False
    has_shared: bool = False
    shared: str = ""

    def url(self, name: str = "postgres", user: str = "postgres") -> str:
        """The address of a database, as it stands in the settings."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{name}"

    def execute(self, *statements: str, name: str = "postgres") -> list[Any]:
        """Statements of the administrator, each by itself; returns the rows of the last one."""
        engine = create_engine(
            self.url(name).replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            for statement in statements:
                found = connection.exec_driver_sql(statement.replace("%", "%%"))
            rows = [tuple(row) for row in found] if found.returns_rows else []
        engine.dispose()
        return rows

    def empty(self, options: str = "") -> str:
        """A new database without any layout; returns its name."""
        name = f"batch{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        return name

    def fresh(self) -> str:
        """A new database of the present layout, copied from one that was migrated once; returns its name."""
        if not self.has_template:
            self.execute(f"CREATE DATABASE {_TEMPLATE}")
            engine = open_engine(self.url(_TEMPLATE))
            migrate(engine)
            engine.dispose()
            self.has_template = True
        return self.empty(f"TEMPLATE {_TEMPLATE} STRATEGY FILE_COPY")

    def swept(self) -> str:
        """The one database that is used again and again, without rows; its layout must have been left as it is."""
        if not self.has_shared:
            self.shared, self.has_shared = self.fresh(), True
        self.execute(_SWEEP, name=self.shared)
        return self.shared

    def drop(self, name: str) -> None:
        """Forget a database, whoever is still connected."""
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def cut(self, name: str) -> None:
        """End every connection to a database, as an administrator does."""
        self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608 - ours


@contextmanager
def running_postgres(**more: str) -> Iterator[Cluster]:
    """Start a server of one's own; where there is none, the test is skipped, or fails in CI."""
    programs = installed()
    if programs is None:
        missing = "needs the PostgreSQL server (initdb)"
        pytest.fail(missing) if "CI" in os.environ else pytest.skip(missing)
    room = Path(tempfile.mkdtemp(prefix="pg-"))
    owner = _owner()
    if owner:
        os.chown(room, pwd.getpwnam(owner).pw_uid, -1)
    data, port = room / "data", _free_port()
    as_owner: dict[str, Any] = {"cwd": room, "env": {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}}
    if owner:
        as_owner |= {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}
    try:
        made = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*map(str, made)], check=True, capture_output=True, timeout=60, **as_owner)
        (data / "pg_hba.conf").write_text(
            f"host all {GUARDED} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
        )
        told = {**SETTINGS, **more, "port": str(port), "unix_socket_directories": ""}
        options = [word for name, value in told.items() for word in ("-c", f"{name}={value}")]
        with (room / "log").open("wb") as log:
            server = [str(programs / "postgres"), "-D", str(data), *options]
            process = subprocess.Popen(server, stdout=log, stderr=log, **as_owner)
        try:
            _wait_for(port, process, room)
            yield Cluster(room, port, process)
        finally:
            process.send_signal(signal.SIGINT)  # a fast end: nobody is waited for
            process.wait(timeout=30)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def installed() -> Path | None:
    """The folder of the programs of the newest server that is installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda one: int(one.parent.name), default=None)


def _owner() -> str:
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.getuid() != 0:
        return ""
    return next(one.pw_name for name in ("postgres", "nobody") for one in pwd.getpwall() if one.pw_name == name)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes], room: Path) -> None:
    cluster = Cluster(room, port, process)
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            cluster.execute("SELECT 1")
        except Exception:  # noqa: BLE001 - whatever it says while it starts
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL does not start: {(room / 'log').read_text(errors='replace')}")
