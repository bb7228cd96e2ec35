"""The whole product with inbox and outbox on a server: the same answers, over a line that breaks too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from cutting_proxy import CuttingProxy
from installations import NOW, STEM, Installation, demo_set, make_installation
from sshd import Sshd, running_sshd

from batch.cli.demo import make_demo
from batch.settings import read_settings
from batch.store.register import SqlRegister

SETS = ("1-accepted", "3-refused")


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with running_sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Growing pauses that do not hold a test up."""
    monkeypatch.setattr("batch.transport.line.PAUSES", (0.01, 0.01, 0.01))


def lay_sets(installation: Installation) -> None:
    for number, name in enumerate(SETS):
        installation.lay(STEM.replace("00001", f"{number + 1:05d}"), demo_set(name), age=600 - number)


def outbox(home: Path) -> dict[str, bytes]:
    root = home / "outbox"
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def claims(installation: Installation) -> list[Path]:
    folder = installation.home / "inbox" / ".claims"
    return list(folder.iterdir()) if folder.exists() else []


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    installation = make_installation(tmp_path_factory.mktemp("undisturbed"))
    lay_sets(installation)
    assert installation.run().exit_code == 0
    return outbox(installation.home)


# -- the same answers --------------------------------------------------------------------------------------------


def test_every_demo_set_gets_the_same_answers_over_sftp_as_on_local_folders(sshd: Sshd, tmp_path: Path) -> None:
    found = {}
    for name, more in (("local", ""), ("far", sshd.settings(tmp_path / "far"))):
        installation = make_installation(tmp_path / name)
        shutil.rmtree(installation.home)
        installation = _with_demo(tmp_path / name)
        _one_second_apart(installation.home)
        (installation.home / "onem-batch.toml").write_text(f'signature = "off"\n{more}')
        assert installation.run().exit_code == 0
        found[name] = outbox(installation.home)
        assert claims(installation) == []
        assert list((installation.home / "inbox").glob("*/*/*")) == []
    assert found["far"] == found["local"]
    assert len(found["far"]) > 30


def _with_demo(home: Path) -> Installation:
    installation = Installation(home, _register(home))
    (home / "keys").mkdir()
    make_demo(installation.desk, installation.register)
    return installation


def _one_second_apart(home: Path) -> None:
    """SFTP tells whole seconds: the sets get times that both sides can tell apart."""
    for path in (home / "inbox").glob("*/*/*"):
        moment = NOW.timestamp() - 60 + int(path.name.split(".")[4], 36)
        os.utime(path, (moment, moment))


def _register(home: Path) -> SqlRegister:
    from batch.app import make_store

    home.mkdir(parents=True)
    (home / "onem-batch.toml").write_text('signature = "off"\n')
    return make_store(read_settings(home))


# -- a line that breaks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [0, 2_000])
def test_a_line_cut_once_anywhere_changes_nothing_in_that_very_run(
    sshd: Sshd, tmp_path: Path, undisturbed: dict[str, bytes], quick: None, start: int
) -> None:
    """One connection is cut after n bytes, n every 4 kB until the job is through without a cut."""
    for point in range(1_000 + start, 200_000, 4_000):
        home = tmp_path / str(point)
        with CuttingProxy(sshd.port) as proxy:
            proxy.cut_after, proxy.cuts = point, 1
            installation = make_installation(home, more=sshd.settings(home, "sftp_channels = 2", port=proxy.port))
            lay_sets(installation)
            outcome = installation.run()
            assert outcome.problems == [], point
            assert outbox(home) == undisturbed, point
            assert installation.waiting() == []
            assert claims(installation) == []
            if proxy.cuts:
                assert point > 20_000
                return
    pytest.fail("the job never came through without a cut")


def test_a_line_that_always_breaks_loses_nothing_and_the_next_run_heals(
    sshd: Sshd, tmp_path: Path, quick: None
) -> None:
    """Every connection is cut after n bytes; then a run over a good line."""
    for point in range(2_000, 40_000, 3_000):
        home = tmp_path / str(point)
        with CuttingProxy(sshd.port) as proxy:
            proxy.cut_after, proxy.cuts = point, 1_000
            installation = make_installation(home, more=sshd.settings(home, "sftp_channels = 2", port=proxy.port))
            lay_sets(installation)
            disturbed = installation.run()
            assert disturbed.exit_code in (0, 69), point
            _no_go_without_its_file(home)
            proxy.cuts = 0
            assert installation.run().problems == [], point
        _each_set_answered_once(installation)


def _no_go_without_its_file(home: Path) -> None:
    names = {path.name for path in (home / "outbox").glob("*/*/*")}
    for go in (name for name in names if name.startswith("GO.") and not name.startswith("GO.HAND")):
        assert go.replace("GO.", "FO.", 1) in names


def _each_set_answered_once(installation: Installation) -> None:
    names = Counter(name[:7] for name in installation.answers())
    assert names == {"FO.ACRF": 2, "GO.ACRF": 2, "FO.NOTI": 2, "GO.NOTI": 2}
    assert "ACRF-133" not in "".join(installation.texts("ACRF"))
    assert installation.waiting() == []
    assert claims(installation) == []
    assert len(installation.register.receipts("answered")) == 2


@pytest.mark.parametrize("silent_after", [0, 6_000, 30_000])
def test_a_silent_line_ends_in_bounded_time_with_69(sshd: Sshd, tmp_path: Path, silent_after: int) -> None:
    with CuttingProxy(sshd.port) as proxy:
        proxy.silent_after = silent_after
        settings = sshd.settings(tmp_path, port=proxy.port).replace("seconds = 5", "seconds = 1")
        installation = make_installation(tmp_path, more=settings)
        lay_sets(installation)
        started = time.monotonic()
        command = [sys.executable, "-m", "batch", "--home", str(tmp_path), "run"]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
        assert done.returncode == 69
        assert time.monotonic() - started < 12
        assert "The SFTP server cannot be used now" in done.stderr
        assert proxy.connections < 10
    (tmp_path / "onem-batch.toml").write_text('signature = "off"\n')
    assert installation.run().problems == []
    _each_set_answered_once(installation)


# -- neighbours --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.getuid() == 0, reason="root may read every folder")
def test_a_folder_that_may_not_be_read_does_not_stop_the_other_senders(sshd: Sshd, tmp_path: Path) -> None:
    installation = make_installation(tmp_path, more=sshd.settings(tmp_path))
    lay_sets(installation)
    closed = tmp_path / "inbox" / "234567" / "IN"
    closed.chmod(0)

    outcome = installation.run()

    closed.chmod(0o700)
    assert outcome.exit_code == 77
    (problem,) = outcome.problems
    assert problem.__notes__ == ["inbox of 234567, IN"]
    assert len(installation.texts("NOTI")) == 2


def test_a_missing_inbox_folder_does_not_stop_the_other_senders(sshd: Sshd, tmp_path: Path) -> None:
    installation = make_installation(tmp_path, more=sshd.settings(tmp_path))
    lay_sets(installation)
    shutil.rmtree(tmp_path / "inbox" / "234567")
    (tmp_path / "inbox" / "999998" / "IN").rmdir()
    assert installation.run().problems == []
    assert len(installation.texts("NOTI")) == 2


def test_an_outbox_that_takes_nothing_does_not_stop_the_other_addressees(sshd: Sshd, tmp_path: Path) -> None:
    installation = make_installation(tmp_path, more=sshd.settings(tmp_path))
    installation.lay(STEM, demo_set("1-accepted"), sender="123456")
    folder = tmp_path / "outbox" / "123456" / "OUT"
    folder.rmdir()
    folder.write_bytes(b"a file where the folder should be")

    outcome = installation.run()

    assert outcome.exit_code == 74
    assert len(installation.texts("HAND", sender="999998")) == 1
    folder.unlink()
    assert installation.run().problems == []
    assert len(installation.texts("ACRF")) == len(installation.texts("NOTI")) == 1


def test_a_missing_outbox_folder_is_made(sshd: Sshd, tmp_path: Path) -> None:
    installation = make_installation(tmp_path, more=sshd.settings(tmp_path))
    lay_sets(installation)
    shutil.rmtree(tmp_path / "outbox")
    assert installation.run().problems == []
    assert len(installation.texts("NOTI")) == 2


def test_a_file_that_grows_is_left_alone_whatever_the_servers_clock_says(sshd: Sshd, tmp_path: Path) -> None:
    """Its time is that of yesterday; only two looks can tell."""
    installation = make_installation(tmp_path, more=sshd.settings(tmp_path))
    lay_sets(installation)
    path = installation.home / "inbox" / "123456" / "IN" / f"FI.{STEM}.1.1"
    moment, stop = path.stat().st_mtime, threading.Event()

    def write() -> None:
        while not stop.is_set():
            with path.open("a") as file:
                file.write(" ")
            os.utime(path, (moment, moment))
            time.sleep(0.01)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        installation.run()
    finally:
        stop.set()
        writer.join()
    assert installation.waiting() == [f"FI.{STEM}.1.1", f"GO.{STEM}.1"]
    assert len(installation.texts("NOTI")) == 1


# -- claims made ahead -------------------------------------------------------------------------------------------


def test_sets_claimed_ahead_of_a_crash_are_given_back_and_answered_once(
    sshd: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = make_installation(tmp_path, more=sshd.settings(tmp_path))
    for number in range(30):
        installation.lay(STEM.replace("00001", f"{number + 1:05d}"), demo_set("3-refused"), age=600 - number)
    real, kept = SqlRegister.keep, []

    def killed_at_the_third(*args, **kwargs):
        kept.append(args)
        if len(kept) == 3:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(SqlRegister, "keep", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        installation.run()
    monkeypatch.undo()
    assert len(claims(installation)) > 1
    assert len(installation.waiting()) < 56

    assert installation.run().problems == []
    assert claims(installation) == []
    assert len(installation.register.receipts("answered")) == 30
    assert "ACRF-133" not in "".join(installation.texts("ACRF"))
