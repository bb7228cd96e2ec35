"""The boxes over SFTP beside OpenSSH's sftp, one plain channel and plain listings: wall seconds.

Starts the real sshd and a slow line on loopback. What is measured runs in a process of its own, ``sftp.py --act NAME
HOME``; only there is the program imported.
"""

from __future__ import annotations

import argparse
import getpass
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paramiko import SFTPClient, SSHClient

    from batch.transport.inbox import FolderInbox
    from batch.transport.outbox import FolderOutbox

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

from delay import slow_line
from tables import Row

ROUND_TRIP = 20
"""Milliseconds of the slow line."""
LARGE, SMALL, SETS, NAMES = 500, 2_000, 160, 10_000
"""MB of the large file; bytes of a small one; sets of small ones; names of the long listing."""
STEM = "TWCT.123456.20260316.{:05d}.S"
IN = "inbox/123456/INTEST-S"


def boxes(home: Path) -> tuple[FolderInbox, FolderOutbox]:
    from batch.settings import read_settings
    from batch.transport.boxes import open_boxes

    return open_boxes(read_settings(home))


def plain(home: Path) -> tuple[SSHClient, SFTPClient]:
    """One channel of the library by itself, over a connection dialled as ours are."""
    from batch.settings import read_settings
    from batch.transport.dialling import Dialler, key_at
    from batch.transport.hostkeys import PinnedKeys
    from batch.transport.layout import layout_of

    settings = read_settings(home)
    pins = PinnedKeys(settings.sftp_host_keys)
    server = layout_of(settings, "inbox").server
    if server is None:
        sys.exit("the inbox is no sftp:// address")
    client = Dialler(server, key_at(settings.home / settings.sftp_key), pins, 30).dial()
    return client, client.open_sftp()


def timed(act: Callable[[], object]) -> float:
    before = time.perf_counter()
    act()
    return time.perf_counter() - before


def wanted(numbers: range) -> list[object]:
    from batch.ports import Wanted

    return [Wanted("123456", "INTEST-S", f"GO.{STEM.format(n)}.1", (f"FI.{STEM.format(n)}.1.1",)) for n in numbers]


def get(home: Path) -> float:
    """The large file out of the inbox to this disk."""
    inbox, _ = boxes(home)
    (taken,) = inbox.claims(wanted(range(1)))

    def act() -> None:
        with taken.claim.open(taken.wanted.others[0]) as source, (home / "got").open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)

    seconds = timed(act)
    taken.claim.give_back()
    return seconds


def keep(home: Path) -> float:
    """The same into the archive: digested, and synced on this disk."""
    from batch.transport.archive import LocalArchive

    inbox, _ = boxes(home)
    (taken,) = inbox.claims(wanted(range(1)))

    def act() -> None:
        with taken.claim.open(taken.wanted.others[0]) as source:
            LocalArchive(home / "archive").keep("large", source)

    seconds = timed(act)
    taken.claim.give_back()
    return seconds


def put(home: Path) -> float:
    """The large file into the outbox as an answer: digested, synced there, read back, its GO behind it."""
    import hashlib

    from batch.ports import Shipment, ShippedFile

    path = home / "large"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    answer = ShippedFile("FO.large", digest, path.stat().st_size, lambda: path.open("rb"))
    outbox = boxes(home)[1]
    outbox.deliver(Shipment("123456", "OUTTEST-S", (), "GO.first"))
    return timed(lambda: outbox.deliver(Shipment("123456", "OUTTEST-S", (answer,), "GO.large")))


def nothing(home: Path) -> float:
    """A look at an inbox: what the program costs by itself."""
    return timed(boxes(home)[0].arrivals)


def take(home: Path) -> float:
    """Every small set claimed and read, on all channels."""
    inbox, _ = boxes(home)
    inbox.holds("123456", "INTEST-S", "x")

    def act() -> None:
        for taken in inbox.claims(wanted(range(1, SETS + 1))):
            if taken.error is not None:
                raise taken.error
            with taken.claim.open(taken.wanted.others[0]) as file:
                file.read()

    return timed(act)


def read(home: Path) -> float:
    """Every small file read, on all channels: no claim."""
    from batch.transport.ahead import in_order

    tree = boxes(home)[0]._tree

    def one(number: int) -> int:
        with tree.open(f"{home}/{IN}/FI.{STEM.format(number)}.1.1") as file:
            return len(file.read())

    list(in_order(one, range(1, tree.lanes + 1), tree.lanes))
    return timed(lambda: [size for _, size in in_order(one, range(1, SETS + 1), tree.lanes)])


def plain_read(home: Path) -> float:
    """A fifth of the small files opened and read one after the other on one plain channel, times five."""
    client, sftp = plain(home)

    def act() -> None:
        for number in range(1, SETS // 5 + 1):
            with sftp.open(f"{home}/{IN}/FI.{STEM.format(number)}.1.1") as file:
                file.read()

    found = timed(act)
    client.close()
    return 5 * found


def names(home: Path) -> float:
    tree = boxes(home)[0]._tree
    tree.find(str(home))
    return timed(lambda: tree.entries(f"{home}/many"))


def plain_names(home: Path) -> float:
    client, sftp = plain(home)
    found = timed(lambda: sftp.listdir_attr(f"{home}/many"))
    client.close()
    return found


ACTS = {act.__name__: act for act in (get, keep, put, nothing, take, read, plain_read, names, plain_names)}


class Server:
    """A home behind a real server: one file in the way of every measure."""

    def __init__(self, home: Path, sshd: object, large: int) -> None:
        self.home = home
        self.sshd = sshd
        for folder in (IN, "many", "outbox/123456/OUTTEST-S", "inbox/.claims"):
            (home / folder).mkdir(parents=True)
        with (home / "large").open("wb") as file:
            for _ in range(large):
                file.write(os.urandom(1_000_000))
        os.link(home / "large", home / IN / f"FI.{STEM.format(0)}.1.1")
        (home / IN / f"GO.{STEM.format(0)}.1").touch()
        for number in range(NAMES):
            (home / "many" / f"FI.{STEM.format(number)}.1.1").touch()
        self.lay()

    def lay(self) -> None:
        """The small sets, anew."""
        for number in range(1, SETS + 1):
            (self.home / IN / f"FI.{STEM.format(number)}.1.1").write_bytes(b"x" * SMALL)
            (self.home / IN / f"GO.{STEM.format(number)}.1").touch()

    def act(self, name: str, channels: int = 8, port: int | None = None) -> tuple[float, float]:
        """Wall seconds and peak MB of one measure."""
        settings = self.sshd.settings(self.home, f"sftp_channels = {channels}", port=port)
        (self.home / "onem-batch.toml").write_text(settings.replace("timeout_seconds = 5", "timeout_seconds = 60"))
        told = [sys.executable, __file__, "--act", name, str(self.home)]
        done = subprocess.run(told, capture_output=True, text=True, check=True).stdout.split()
        return float(done[0]), float(done[1])

    def openssh(self, command: str) -> float:
        words = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "IdentitiesOnly=yes"]
        target = f"{getpass.getuser()}@127.0.0.1"
        told = ["sftp", "-q", "-b", "-", "-i", str(self.sshd.key), "-P", str(self.sshd.port), *words, target]
        return timed(lambda: subprocess.run(told, input=command.encode(), check=True, capture_output=True))


def large_rows(server: Server, large: int, rounds: int) -> Iterator[Row]:
    got = Row(f"SFTP, {large} MB, get", "s sftp", "<= 2.7")
    kept = Row(f"SFTP, {large} MB, get into the archive, digest and sync", "s sftp")
    sent = Row(f"SFTP, {large} MB, put as an answer, digest and sync", "s sftp", "<= 2.2")
    bare = Row("SFTP, one look at an inbox")
    for _ in range(rounds):
        theirs = server.openssh(f"get {server.home}/large {server.home}/theirs")
        for row, name in ((got, "get"), (kept, "keep")):
            row.theirs.append(theirs)
            _note(row, server.act(name))
        sent.theirs.append(server.openssh(f"put {server.home}/large {server.home}/outbox/theirs"))
        _note(sent, server.act("put"))
        _note(bare, server.act("nothing"))
        for name in ("got", "theirs", "outbox/theirs", "archive/large", *_ANSWERS):
            (server.home / name).unlink()
    yield from (got, kept, sent, bare)


_ANSWERS = tuple(f"outbox/123456/OUTTEST-S/{name}" for name in ("FO.large", "GO.large", "GO.first"))


def slow_rows(server: Server, port: int) -> Iterator[Row]:
    at = f"at {ROUND_TRIP} ms"
    for channels, goal in ((8, ">= 8 times"), (16, "")):
        small = Row(f"{SETS} small files {at}, {channels} channels, against one plain one", "s", goal, faster=True)
        _note(small, server.act("read", channels, port))
        small.theirs.append(server.act("plain_read", 1, port)[0])
        yield small
    sets = Row(f"{SETS} small sets taken {at}, 8 channels, against one of ours", "s", faster=True)
    _note(sets, server.act("take", 8, port))
    shutil.rmtree(server.home / "inbox" / ".claims")
    server.lay()
    sets.theirs.append(server.act("take", 1, port)[0])
    yield sets
    listing = Row(f"{NAMES:,} names listed {at}, against listdir_attr", "s", ">= 8 times", faster=True)
    for _ in range(3):
        _note(listing, server.act("names", 8, port))
        listing.theirs.append(server.act("plain_names", 1, port)[0])
    yield listing


def _note(row: Row, found: tuple[float, float]) -> None:
    row.ours.append(found[0])
    row.peak = max(row.peak, found[1])


def rows(rounds: int = 3, large: int = LARGE) -> Iterator[Row]:
    """Every row, or one that says what is missing."""
    from sshd import PROGRAM, running_sshd

    missing = [name for name in ("sftp", "ssh-keygen", PROGRAM) if shutil.which(name) is None]
    if missing:
        yield Row("SFTP", skipped=f"needs {' and '.join(missing)} (openssh-client, openssh-server)")
        return
    with tempfile.TemporaryDirectory() as work, running_sshd(Path(work) / "sshd", "MaxSessions 20") as sshd:
        server = Server(Path(work) / "home", sshd, large)
        yield from large_rows(server, large, rounds)
        with slow_line(sshd.port, ROUND_TRIP) as port:
            yield from slow_rows(server, port)


def main() -> None:
    grammar = argparse.ArgumentParser(description=__doc__)
    grammar.add_argument("--rounds", type=int, default=3)
    grammar.add_argument("--large", type=int, default=LARGE, metavar="MB")
    grammar.add_argument("--act", nargs=2, help=argparse.SUPPRESS)
    options = grammar.parse_args()
    if options.act:
        name, home = options.act
        print(ACTS[name](Path(home)), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    for row in rows(options.rounds, options.large):
        print(row.text(), flush=True)


if __name__ == "__main__":
    main()
