"""The OpenSSH of docs/sftp-production.md, run as it stands there: with its chroot as root, without it as anybody."""

from __future__ import annotations

import getpass
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from handbook import adapted, server_settings, text_after
from pki import needs
from premises import REPOSITORY, SENDERS, Premises, can_give_capability, enter, premises
from sshd import PROGRAM, make_key, running_sshd
from uploaders import Login, by_asyncssh, by_lftp, by_psftp, by_sftp

from batch.app import open_directory
from batch.cli.main import main
from batch.model.calendar import brussels_day
from batch.model.sender import Sender
from batch.transport.credentials import read_ssh_key

CONFIGURATION = "`/etc/ssh/sshd_config.d/onem-batch.conf`"
FOLDERS = ["IN", "INTEST", "INTEST-S", "OUT", "OUTTEST", "OUTTEST-S"]
NUMBER, OTHER = SENDERS


def stem(number: str = NUMBER, sequence: int = 1) -> str:
    return f"TWCT.{number}.{brussels_day(datetime.now(UTC)):%Y%m%d}.{sequence:05d}.R"


def lay(room: Path, sequence: int, mode: int = 0o640) -> list[tuple[Path, str]]:
    """A set to upload; what it says is refused, which is an answer like another."""
    files = []
    for name, content in ((f"FI.{stem(sequence=sequence)}.1.1", "<TWCT001/>"), (f"GO.{stem(sequence=sequence)}.1", "")):
        path = room / name
        path.write_text(content)
        path.chmod(mode)
        files.append((path, "IN"))
    return files


def said_to(login: Login, *lines: str) -> str:
    """What a batch hears of which every command may fail."""
    script = login.script("tries", [f"-{line}" for line in lines])
    found = login.run("sftp", "-b", script, "-P", str(login.sshd.port), *login.ssh_options, f"{login.user}@127.0.0.1")
    return found.stdout + found.stderr


# -- with chroot and users of its own --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def house() -> Iterator[Premises]:
    needs(PROGRAM, "sftp", "ssh", "ssh-keygen", "setpriv", "useradd", "lftp", "psftp", "puttygen")
    with premises() as made:
        enter(made)
        yield made


@pytest.fixture(scope="module")
def logins(house: Premises, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Login]]:
    """Both senders at the server of the page."""
    first, match = server_settings(house.text(CONFIGURATION))
    with running_sshd(house.room / "sshd", *first, last=match) as server:
        yield {
            number: Login(server, tmp_path_factory.mktemp(number), house.room / "keys" / number, house.login(number))
            for number in SENDERS
        }


@pytest.fixture
def login(logins: dict[str, Login]) -> Login:
    return logins[NUMBER]


def test_a_set_goes_in_is_taken_by_the_program_and_its_answer_comes_back(
    house: Premises, login: Login, tmp_path: Path
) -> None:
    by_sftp(login, lay(tmp_path, 1))
    arrived = house.boxes / NUMBER / "IN" / f"FI.{stem()}.1.1"
    assert (arrived.owner(), arrived.group(), arrived.stat().st_mode & 0o7777) == (login.user, login.user, 0o640)
    done = house.batch("run")
    assert done.returncode == 0, done.stderr
    assert list((house.boxes / NUMBER / "IN").iterdir()) == []
    assert list((house.boxes / ".claims").iterdir()) == []
    (answer,) = (house.boxes / NUMBER / "OUT").glob("FO.ACRF.*")
    assert (answer.owner(), answer.group(), answer.stat().st_mode & 0o7777) == (house.program, login.user, 0o640)
    before, name = answer.read_bytes(), answer.name

    refused = said_to(login, f"put {tmp_path}/FI.{stem()}.1.1 OUT/{name}", f"chmod 666 OUT/{name}")
    assert refused.count("ermission denied") == 2
    assert answer.read_bytes() == before
    login.sftp(f"get OUT/{name} {tmp_path}/fetched", f"rm OUT/{name}", f"rm OUT/GO{name[2:]}")
    assert (tmp_path / "fetched").read_bytes() == before
    assert list((house.boxes / NUMBER / "OUT").iterdir()) == []


@pytest.mark.parametrize("client", [by_sftp, by_lftp, by_psftp, by_asyncssh])
def test_every_client_can_lay_a_set_down(house: Premises, login: Login, tmp_path: Path, client) -> None:
    sequence = [by_sftp, by_lftp, by_psftp, by_asyncssh].index(client) + 10
    client(login, lay(tmp_path, sequence))
    assert house.batch("run").returncode == 0
    names = [path.read_text() for path in (house.boxes / NUMBER / "OUT").glob("FO.ACRF.*")]
    assert sum(f"GO.{stem(sequence=sequence)}.1" in text for text in names) == 1


def test_a_set_that_is_private_at_the_sender_is_read_with_the_capability_of_the_unit(
    house: Premises, login: Login, tmp_path: Path
) -> None:
    if not can_give_capability():
        pytest.skip("root has no CAP_DAC_READ_SEARCH here, as in many containers")
    assert "AmbientCapabilities=CAP_DAC_READ_SEARCH\n" in house.text("onem-batch.service`")
    by_sftp(login, lay(tmp_path, 20, mode=0o600))
    without = house.batch("run")
    assert without.returncode == 77
    assert f"{stem(sequence=20)}: Permission denied" in without.stderr
    assert len(list((house.boxes / NUMBER / "IN").iterdir())) == 2
    assert house.batch("run", reads_all=True).returncode == 0
    assert list((house.boxes / NUMBER / "IN").iterdir()) == []


def test_a_sender_sees_its_six_folders_and_nothing_above_or_beside_them(login: Login) -> None:
    said = said_to(
        login, "ls -1 /", "cd ../../../..", "pwd", f"cd /../{OTHER}", f"ls /{OTHER}", "get /etc/passwd /dev/null"
    )
    listed = [line.strip().removeprefix("/") for line in said.splitlines() if line.strip().removeprefix("/") in FOLDERS]
    assert sorted(listed) == FOLDERS
    assert "Remote working directory: /\n" in said
    assert said.count("not found") + said.count("No such file") >= 3


def test_a_sender_can_make_nothing_but_files_in_its_folders(house: Premises, login: Login, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    orders = (
        f"put {tmp_path}/x IN/x",
        *("symlink /etc/passwd IN/link", "ln IN/x IN/hard", "ln -s IN/x IN/soft", "mkdir IN/sub", "rmdir IN"),
        *(f"put {tmp_path}/x /x", "rename IN INN", "rm IN", "chmod 777 IN", "chmod 777 /"),
    )
    try:
        complaints = [line for line in said_to(login, *orders).splitlines() if not line.startswith("sftp>")]
        assert len(complaints) == len(orders) - 1, complaints
        room = house.boxes / NUMBER
        assert sorted(path.name for path in room.iterdir() if path.name != "dev") == FOLDERS
        assert [path.name for path in (room / "IN").iterdir()] == ["x"]
        assert (room / "IN").stat().st_mode & 0o7777 == 0o2770
        assert room.stat().st_mode & 0o7777 == 0o755
    finally:
        (house.boxes / NUMBER / "IN" / "x").unlink()


def test_there_is_no_shell_and_no_terminal(login: Login) -> None:
    found = login.ssh("/bin/sh", "-c", "id")
    assert found.returncode != 0
    assert found.stdout.strip() == "This service allows sftp connections only."
    options = ["-tt", "-p", str(login.sshd.port), *login.ssh_options]
    terminal = login.run("ssh", *options, f"{login.user}@127.0.0.1", "id")
    assert terminal.returncode != 0
    assert "PTY allocation request failed" in terminal.stderr
    assert "uid=" not in terminal.stdout


def test_nothing_is_forwarded(login: Login) -> None:
    words = ("-W", f"127.0.0.1:{login.sshd.port}", "-o", "ExitOnForwardFailure=yes")
    found = login.run("ssh", *words, "-p", str(login.sshd.port), *login.ssh_options, f"{login.user}@127.0.0.1")
    assert found.returncode != 0
    assert "administratively prohibited" in found.stderr
    assert "SSH-2.0" not in found.stdout


def test_the_key_of_another_sender_or_of_nobody_opens_nothing(logins: dict[str, Login], login: Login) -> None:
    make_key(login.room / "stranger")
    for key in (logins[OTHER].key, login.room / "stranger"):
        stranger = Login(login.sshd, login.room, key, login.user)
        assert "Permission denied (publickey)" in said_to(stranger, "ls")


def test_a_disabled_sender_is_out_at_once_and_in_again_when_enabled(house: Premises, logins: dict[str, Login]) -> None:
    other = logins[OTHER]
    assert house.batch("sender", "disable", OTHER).returncode == 0
    assert "Permission denied (publickey)" in said_to(other, "ls")
    assert house.batch("sender", "enable", OTHER).returncode == 0
    assert "OUTTEST-S" in said_to(other, "ls")


def test_the_account_made_again_changes_nothing_and_a_wrong_number_makes_none(house: Premises) -> None:
    script = house.text("`/usr/local/sbin/onem-batch-account`")
    before = [(path.name, path.stat()[:6]) for path in sorted((house.boxes / NUMBER).iterdir())]
    house.shell(script, NUMBER)
    assert [(path.name, path.stat()[:6]) for path in sorted((house.boxes / NUMBER).iterdir())] == before
    for wrong in ("12345", "1234567", "../etc", ""):
        with pytest.raises(AssertionError, match="six digits"):
            house.shell(script, wrong)


def test_the_doctor_finds_the_folders_good_and_names_one_that_is_not(house: Premises) -> None:
    found = house.batch("doctor").stdout
    assert "fault    inbox" not in found
    assert "fault    outbox" not in found
    folder = house.boxes / OTHER / "IN"
    os.chown(folder, 0, 0)
    try:
        assert f"inbox: Permission denied: {folder}" in house.batch("doctor").stdout
    finally:
        folder.chmod(0o2770)
        os.chown(folder, 0, (house.boxes / OTHER / "OUT").stat().st_gid)
        folder.chmod(0o2770)


def test_what_is_done_in_a_session_is_logged_where_the_chroot_has_a_socket(house: Premises, login: Login) -> None:
    room = house.boxes / NUMBER / "dev"
    room.mkdir()
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
        log.bind(str(room / "log"))
        (room / "log").chmod(0o666)
        log.settimeout(15)

        def listen() -> None:
            try:
                while not heard or b"session closed" not in heard[-1]:
                    heard.append(log.recv(4096))
            except TimeoutError:
                return

        listener = threading.Thread(target=listen)
        listener.start()
        said_to(login, "get /OUT/nothing /dev/null", "symlink a b")
        listener.join(timeout=30)
    (room / "log").unlink()
    room.rmdir()
    told = b"\n".join(heard).decode()
    assert f"session opened for local user {login.user}" in told
    assert "sent status Permission denied" in told


# -- without root ----------------------------------------------------------------------------------------------------


@contextmanager
def same_without_chroot(room: Path) -> Iterator[Login]:
    """The page's configuration with the present user in the place of a sender, and no chroot."""
    home, now = room / "home", datetime.now(UTC)
    assert main(["--home", str(home), "init"]) == 0
    make_key(room / "key")
    key = read_ssh_key((room / "key.pub").read_bytes())
    open_directory(home).add_sender(Sender(NUMBER, "Payroll office", "service-provider", "fr"), now, [key])
    me = getpass.getuser()
    text = "".join(line for line in text_after(CONFIGURATION).splitlines(True) if "ChrootDirectory" not in line)
    changes = {
        "/opt/onem-batch/bin/onem-batch": f"/usr/bin/env PYTHONPATH={REPOSITORY} {sys.executable} -m batch",
        "/srv/onem-batch": str(home),
        "%u": f"sender-{NUMBER}",
        "Match Group onem-senders": f"Match User {me}",
        "AuthorizedKeysCommandUser onem-batch": f"AuthorizedKeysCommandUser {me}",
    }
    first, match = server_settings(adapted(text, changes))
    with running_sshd(room / "sshd", *first, last=match) as server:
        yield Login(server, room, room / "key", me)


def test_the_same_configuration_works_for_anybody_without_chroot(tmp_path: Path) -> None:
    needs(PROGRAM, "sftp", "ssh", "ssh-keygen", "lftp", "psftp", "puttygen")
    inbox = tmp_path / "box" / "IN"
    inbox.mkdir(parents=True)
    with same_without_chroot(tmp_path) as login:
        for place, client in enumerate((by_sftp, by_lftp, by_psftp, by_asyncssh), 1):
            files = [(path, str(inbox)) for path, _ in lay(tmp_path, place)]
            client(login, files)
            assert {path.name for path, _ in files} <= {path.name for path in inbox.iterdir()}
        assert "ermission denied" in said_to(login, f"symlink /etc/passwd {inbox}/link")
        assert "sftp connections only" in login.ssh("id").stdout
        stopped = login.ssh("-W", "127.0.0.1:22")
        assert stopped.returncode != 0
        main(["--home", str(tmp_path / "home"), "sender", "disable", NUMBER])
        assert "Permission denied (publickey)" in said_to(login, "ls")
