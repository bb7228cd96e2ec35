"""A process is killed by SIGKILL at a point, and a second run finishes: compared with an undisturbed installation."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import textwrap
import zipfile
from functools import cache
from pathlib import Path

import pki
import pytest
from installations import NOW, STEM, Installation, demo_set, make_installation
from signed import SignedInstallation, make_signed, signature
from signing import world

from batch.jobs.desk import Outcome
from batch.jobs.intake import take_sets

SETS = {"00001": "1-accepted", "00002": "2-accepted-with-remarks", "00003": "3-refused"}

CHILD = textwrap.dedent("""
    import os, signal, sys
    from datetime import datetime
    from pathlib import Path
    from batch.app import open_desk
    from batch.jobs.run import run_once
    from batch.jobs.signing import Signing
    from batch.store.register import SqlRegister
    from batch.transport import files
    from batch.transport.archive import LocalArchive
    from batch.transport.claims import FolderClaim

    home, point, moment = sys.argv[1:]

    def die(*_args, **_kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    def after(owner, name, when=lambda *args, **kwargs: True):
        real = getattr(owner, name)
        def then_die(*args, **kwargs):
            result = real(*args, **kwargs)
            if when(*args, **kwargs):
                die()
            return result
        setattr(owner, name, then_die)

    if point == "before the register knows the set":
        SqlRegister.keep = die
    if point == "after the set is kept":
        after(FolderClaim, "finish")
    if point == "kept but not forgotten in the claim":
        FolderClaim.finish = die
    if point == "after a shared commit":
        after(SqlRegister, "together")
    if point == "after ACRF":
        after(SqlRegister, "acknowledge")
    if point == "between tickets and outbox":
        SqlRegister.settle = die
    if point == "after NOTI is posted":
        after(SqlRegister, "settle")
    if point == "between FO and GO":
        after(files, "_published", lambda draft: draft.path.name.startswith("FO.NOTI"))
    if point == "sent but not marked":
        SqlRegister.mark_sent = die
    if point == "between hand-over file and row":
        SqlRegister.hand_over = die
    if point == "before the TD is carried out":
        SqlRegister.cancel = die
    if point == "after the TD is carried out":
        after(SqlRegister, "cancel")
    if point == "during signing":
        Signing.sign = die
    if point == "signed and not kept":
        after(Signing, "sign")
    if point.startswith("kept in the archive: "):
        after(files, "_published", lambda draft: draft.path.name.endswith(point.split()[-1]))
        after(LocalArchive, "write", lambda _archive, place, _chunks: place.endswith(point.split()[-1]))
    if point.startswith("laid down: "):
        after(files, "_published", lambda draft: draft.path.name.startswith(point.split()[-1]))
    if point.startswith("before it is laid down: "):
        real = files._published
        def published(draft):
            return die() if draft.path.name.startswith(point.split()[-1]) else real(draft)
        files._published = published

    desk = open_desk(Path(home), lambda: datetime.fromisoformat(moment))
    sys.exit(run_once(desk).exit_code)
""")

POINTS = [
    "before the register knows the set",
    "after the set is kept",
    "kept but not forgotten in the claim",
    "after a shared commit",
    "kept in the archive: ACRF.xml",
    "after ACRF",
    "kept in the archive: NOTI.xml",
    "between tickets and outbox",
    "after NOTI is posted",
    "between FO and GO",
    "sent but not marked",
    "between hand-over file and row",
]


def run_child(installation: Installation, point: str) -> int:
    command = [sys.executable, "-c", CHILD, str(installation.home), point, NOW.isoformat()]
    return subprocess.run(command, check=False, capture_output=True).returncode


def lay_sets(installation: Installation) -> None:
    for number, (sequence, name) in enumerate(SETS.items()):
        installation.lay(STEM.replace("00001", sequence), demo_set(name), age=600 - number)


def tree(home: Path) -> dict[str, bytes]:
    outbox = home / "outbox"
    return {str(path.relative_to(outbox)): path.read_bytes() for path in sorted(outbox.rglob("*.*")) if path.is_file()}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    installation = make_installation(tmp_path_factory.mktemp("undisturbed"))
    lay_sets(installation)
    assert run_child(installation, "never") == 0
    return tree(installation.home)


@pytest.mark.parametrize("point", POINTS)
def test_killed_and_run_again_gives_the_same_tickets_the_same_bytes_and_one_answer(
    installation: Installation, undisturbed: dict[str, bytes], point: str
):
    lay_sets(installation)

    assert run_child(installation, point) == -signal.SIGKILL
    for _ in range(12):
        if run_child(installation, point) == 0:
            break
    assert run_child(installation, "never") == 0

    assert tree(installation.home) == undisturbed
    assert installation.waiting() == []
    assert [path.name for path in (installation.home / "inbox/.claims").iterdir()] == []


def test_the_undisturbed_run_answered_every_set(undisturbed: dict[str, bytes]):
    kinds = [name.split("FO.")[1].split(".")[0] for name in undisturbed if "FO." in name]

    assert sorted(kinds) == ["ACRF"] * 3 + ["HAND"] * 2 + ["NOTI"] * 3


def test_half_written_answers_are_never_seen_by_a_reader_who_waits_for_the_go(installation: Installation):
    lay_sets(installation)
    run_child(installation, "between FO and GO")

    names = set(installation.answers())
    for go in (name for name in names if name.startswith("GO.")):
        assert go.replace("GO.", "FO.", 1) in names


# -- signed sets of several parts, a ZIP, a TD, and answers that leave signed and packed --------------------------

TAKEN_BACK = STEM.replace("00001", "00009")
SIGNED_POINTS = [
    "before the register knows the set",
    "kept but not forgotten in the claim",
    "before the TD is carried out",
    "after the TD is carried out",
    "kept in the archive: .unpacked",
    "after ACRF",
    "between tickets and outbox",
    "during signing",
    "signed and not kept",
    "kept in the archive: .FS",
    "kept in the archive: .CO",
    "laid down: FO.ACRF",
    "laid down: CO.NOTI",
    "laid down: FS.NOTI",
    "before it is laid down: GO.NOTI",
    "sent but not marked",
    "between hand-over file and row",
]


@cache
def zipped_set() -> bytes:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("declarations.xml", demo_set("2-accepted-with-remarks"))
        return file.getvalue()


@cache
def by_alice(content: bytes) -> bytes:
    return signature(world().alice, content)


@cache
def onem() -> pki.Party:
    """One certificate for every story: another would be another signature."""
    return pki.party("ONEM", world().authority, number=31)


def make_signed_story(home: Path) -> SignedInstallation:
    """Two parts, one of them a ZIP; one part with a signature of other bytes; a set that is taken back."""
    made = make_signed(home, 'signing = ["keys/onem"]\ncompress_above_bytes = 1500\n')
    keys = home / "keys"
    keys.mkdir()
    (keys / "onem.key.pem").write_bytes(onem().key_pem)
    (keys / "onem.cert.pem").write_bytes(onem().pem)
    good, zipped = demo_set("1-accepted").encode(), zipped_set()
    made.lay_signed(TAKEN_BACK, good, by_alice(good))
    take_sets(made.desk, Outcome(made.desk.logger))
    made.lay_file(f"TD.{TAKEN_BACK}.1", "")
    for number, content in enumerate((good, zipped), 1):
        made.lay_file(f"FS.{STEM}.2.{number}", by_alice(content))
    made.lay_parts(STEM, good, zipped, age=50)
    made.lay_signed(STEM.replace("00001", "00002"), zipped, by_alice(good))
    return made


@pytest.fixture(scope="module")
def undisturbed_signed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = make_signed_story(tmp_path_factory.mktemp("undisturbed"))
    assert made.run().problems == []
    assert made.waiting() == []
    return tree(made.home)


def test_the_undisturbed_run_of_the_signed_story_says_everything(undisturbed_signed: dict[str, bytes]):
    kinds = sorted(name.split("/")[-1][:7] for name in undisturbed_signed)

    assert kinds == [
        *("CO.HAND", "CO.NOTI"), *["FO.ACRF"] * 3, *["FS.ACRF"] * 3, "FS.HAND", "FS.NOTI",
        *["GO.ACRF"] * 3, "GO.HAND", "GO.NOTI",
    ]  # fmt: skip
    receipts = b"".join(content for name, content in undisturbed_signed.items() if "FO.ACRF" in name)
    assert (receipts.count(b"ACRF-277"), receipts.count(b"ACRF-125")) == (1, 1)


@pytest.mark.parametrize("point", SIGNED_POINTS)
def test_a_signed_story_that_is_killed_ends_as_if_it_had_not_been(
    tmp_path: Path, undisturbed_signed: dict[str, bytes], point: str
):
    made = make_signed_story(tmp_path)

    assert run_child(made, point) == -signal.SIGKILL
    run_child(made, point)
    assert made.run().problems == []

    assert tree(made.home) == undisturbed_signed
    assert made.waiting() == []
    assert [path.name for path in (made.home / "inbox/.claims").iterdir()] == []
