"""``sender`` as an operator types it: what it enters, what it shows, what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from credentials import certificate, private_key, program, ssh_line
from cryptography.hazmat.primitives import serialization
from employers import company, noss

from batch.app import open_directory

ADD = ("--name", "Secrétariat Le Hêtre", "--quality", "social-secretariat")
FOLDERS = {"inbox/IN", "inbox/INTEST", "inbox/INTEST-S", "outbox/OUT", "outbox/OUTTEST", "outbox/OUTTEST-S"}


def shown(say, number: str = "123456") -> dict:
    code, out, _ = say("sender", "show", number, "--json")
    assert code == 0
    return json.loads(out)


def keep(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def folders(home: Path, number: str) -> set[str]:
    return {f"{path.parts[-3]}/{path.name}" for path in home.glob(f"*box/{number}/*")}


def test_a_sender_is_entered_with_everything_and_shown(say, home: Path, tmp_path: Path) -> None:
    key = keep(tmp_path / "a.pub", ssh_line("ed25519"))
    cert = keep(tmp_path / "a.pem", certificate("p256", datetime.now(UTC)))
    numbers = ("--noss", noss(1141353), "--company", "BE " + company(8520934))
    wishes = ("--language", "nl", "--codes", "TWCT,LOIC", "--contact", "it@example.be")
    code, out, _ = say("sender", "add", "123456", *ADD, *numbers, *wishes, "--key", key, "--certificate", cert)
    assert code == 0
    assert "Sender 123456 entered" in out
    found = shown(say)
    assert found["name"] == "Secrétariat Le Hêtre"
    assert (found["noss"], found["company"]) == (noss(1141353), company(8520934))
    assert (found["codes"], found["language"], found["active"]) == (["TWCT", "LOIC"], "nl", True)
    assert [len(found[proofs]) for proofs in ("keys", "certificates")] == [1, 1]
    assert folders(home, "123456") == FOLDERS
    text = say("sender", "show", "123456")[1]
    assert "codes: TWCT LOIC" in text
    assert found["keys"][0]["fingerprint"] in text


def test_a_sender_needs_a_name_and_a_quality_only(say) -> None:
    assert say("sender", "add", "123456", *ADD)[0] == 0
    found = shown(say)
    assert (found["language"], found["codes"], found["keys"], found["mandates"]) == ("fr", [], [], 0)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("999999", *ADD), "six digits"),
        (("12345", *ADD), "six digits"),
        (("../../x", *ADD), "six digits"),
        (("123456", "--name", "x", "--quality", "bank"), "invalid choice"),
        (("123456", "--quality", "employer"), "--name"),
        (("123456", *ADD, "--language", "en"), "invalid choice"),
        (("123456", *ADD, "--codes", "TWCT,X"), "four capital letters"),
        (("123456", *ADD, "--noss", "114135341"), "check digits"),
        (("123456", *ADD, "--company", "0852.093.432"), "check digits"),
        (("123456", *ADD, "--company", "2852093431"), "no such number"),
        (("123456", "--name", "a\nb", "--quality", "employer"), "do not print"),
    ],
)
def test_a_wrong_word_enters_nothing(say, home: Path, words: tuple[str, ...], complaint: str) -> None:
    code, _, err = say("sender", "add", *words)
    assert code == 2
    assert complaint in err
    assert say("sender", "list")[1] == "No sender yet.\n"
    assert list(home.glob("*box/*")) == []


def test_a_number_is_taken_once(say) -> None:
    assert say("sender", "add", "123456", *ADD)[0] == 0
    code, _, err = say("sender", "add", "123456", *ADD)
    assert code == 2
    assert "exists already" in err


@pytest.mark.parametrize(
    ("flag", "content", "complaint"),
    [
        ("--key", ssh_line("rsa1024"), "1024 bits"),
        ("--key", b"hello", "no public SSH key"),
        (
            "--key",
            private_key("ed25519").private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
            ),
            "private key",
        ),
        ("--certificate", certificate("rsa1024", datetime(2026, 1, 1, tzinfo=UTC), 36500), "1024 bits"),
        ("--certificate", certificate("p256", datetime(2020, 1, 1, tzinfo=UTC)), "expired"),
        ("--certificate", b"hello", "no certificate"),
        ("--certificate", None, "No such file"),
    ],
)
def test_a_bad_key_or_certificate_enters_no_sender(
    say, tmp_path: Path, flag: str, content: bytes | None, complaint: str
) -> None:
    path = tmp_path / "handed-in"
    if content is not None:
        path.write_bytes(content)
    code, _, err = say("sender", "add", "123456", *ADD, flag, path)
    assert code == (2 if content is not None else 74)
    assert complaint in err
    assert "Traceback" not in err
    assert say("sender", "show", "123456")[0] == 2


def test_a_key_of_another_sender_is_refused_by_name(say, tmp_path: Path) -> None:
    key = keep(tmp_path / "a.pub", ssh_line("ed25519"))
    assert say("sender", "add", "123456", *ADD, "--key", key)[0] == 0
    code, _, err = say("sender", "add", "234567", *ADD, "--key", key)
    assert code == 2
    assert "in force already, for sender 123456" in err
    assert say("sender", "show", "234567")[0] == 2


@pytest.mark.parametrize(
    ("verb", "kind", "make"),
    [
        ("rotate-key", "keys", lambda number: ssh_line("ed25519", number)),
        ("rotate-cert", "certificates", lambda number: certificate("p256", datetime.now(UTC), number=number)),
    ],
)
def test_a_rotation_lets_the_old_one_end_after_the_overlap(say, tmp_path: Path, verb: str, kind: str, make) -> None:
    say("sender", "add", "123456", *ADD)
    first, second, third = (keep(tmp_path / str(number), make(number)) for number in (1, 2, 3))
    assert say("sender", verb, "123456", first)[0] == 0
    code, out, _ = say("sender", verb, "123456", second, "--overlap-days", "7")
    assert code == 0
    found = shown(say)[kind]
    assert found[1]["fingerprint"] in out
    span = datetime.fromisoformat(found[0]["until"]) - datetime.fromisoformat(found[1]["since"])
    assert (span, found[1]["until"]) == (timedelta(days=7), None)
    assert say("sender", verb, "123456", second)[0] == 2
    assert say("sender", verb, "123456", third, "--overlap-days", "0")[0] == 0
    assert [one["until"] is None for one in shown(say)[kind]] == [False, False, True]
    assert say("sender", verb, "123456", third, "--overlap-days", "-1")[0] == 2
    assert say("sender", verb, "654321", first)[0] == 2


def test_a_sender_asks_for_printable_copies_and_takes_it_back(say) -> None:
    say("sender", "add", "123456", *ADD)
    assert shown(say)["wants_print"] is False
    assert say("sender", "change", "123456", "--print", "yes")[0] == 0
    assert shown(say)["wants_print"] is True
    assert say("sender", "change", "123456", "--print", "no")[0] == 0
    assert shown(say)["wants_print"] is False


def test_a_sender_asks_for_mails_and_e_box_copies_and_takes_it_back(say) -> None:
    say("sender", "add", "123456", *ADD)
    assert (shown(say)["wants_mail"], shown(say)["wants_ebox"]) == (False, False)
    assert say("sender", "change", "123456", "--mail", "yes", "--ebox", "yes")[0] == 0
    assert (shown(say)["wants_mail"], shown(say)["wants_ebox"]) == (True, True)
    assert say("sender", "change", "123456", "--mail", "no")[0] == 0
    assert (shown(say)["wants_mail"], shown(say)["wants_ebox"]) == (False, True)
    say("sender", "add", "234567", *ADD, "--wants-mail")
    found = json.loads(say("sender", "show", "234567", "--json")[1])
    assert (found["wants_mail"], found["wants_ebox"]) == (True, False)


def test_a_sender_is_changed_disabled_and_enabled(say, home: Path) -> None:
    say("sender", "add", "123456", *ADD, "--noss", noss(1141353))
    assert (
        say("sender", "change", "123456", "--name", "Linde", "--noss", "", "--status", "no", "--codes", "LOIC")[0] == 0
    )
    found = shown(say)
    assert (found["name"], found["noss"], found["wants_status"], found["codes"]) == ("Linde", "", False, ["LOIC"])
    assert found["quality"] == "social-secretariat"
    assert say("sender", "disable", "123456")[0] == 0
    assert shown(say)["active"] is False
    (home / "inbox/123456/IN").rmdir()
    assert say("sender", "enable", "123456")[0] == 0
    assert shown(say)["active"] is True
    assert folders(home, "123456") == FOLDERS
    assert say("sender", "change", "123456")[0] == 2
    assert say("sender", "change", "123456", "--name", "")[0] == 2
    assert say("sender", "change", "654321", "--name", "x")[0] == 2
    assert shown(say)["name"] == "Linde"


def test_all_senders_are_listed_by_number(say) -> None:
    for number in ("234567", "123456"):
        say("sender", "add", number, *ADD)
    say("sender", "disable", "234567")
    lines = say("sender", "list")[1].splitlines()
    assert [line.split()[0] for line in lines] == ["NUMBER", "123456", "234567"]
    assert [line.split()[-1] for line in lines[1:]] == ["yes", "no"]
    assert [one["number"] for one in json.loads(say("sender", "list", "--json")[1])] == ["123456", "234567"]


def test_the_demo_sender_is_registered_with_its_key_and_certificate(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "batch", "--home", str(tmp_path / "demo")]
    subprocess.run([*command, "init", "--demo"], check=True, capture_output=True)
    done = subprocess.run([*command, "sender", "show", "123456", "--json"], check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    said = subprocess.run(
        [program("ssh-keygen"), "-l", "-f", tmp_path / "demo/keys/123456.ssh.pub"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert found["keys"][0]["fingerprint"] == said.stdout.split()[1]
    assert [len(found[proofs]) for proofs in ("keys", "certificates")] == [1, 1]
    assert found["mandates"] == 1
    directory = open_directory(tmp_path / "demo")
    assert directory.mandates_of("123456")[0].covers(("N1",), "career-break", 20261)


def test_help_imports_neither_the_database_nor_the_keys() -> None:
    program = (
        "import sys\nfrom batch.cli.main import main\n"
        "try:\n    main(['sender', '--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'sqlalchemy', 'cryptography', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_first_certificate_ends_nothing(say, tmp_path: Path) -> None:
    say("sender", "add", "123456", *ADD)
    for number, ends in ((0, False), (1, True)):
        path = keep(tmp_path / f"{number}.pem", certificate("p256", datetime.now(UTC), number=number))
        code, out, _ = say("sender", "rotate-cert", "123456", path)
        assert code == 0
        assert ("What was in force ends" in out) is ends
