"""``sender keys``: what sshd asks when somebody wants to come in (AuthorizedKeysCommand)."""

from __future__ import annotations

from pathlib import Path

import pytest
from credentials import ssh_line

ADD = ("--name", "Secrétariat Le Hêtre", "--quality", "social-secretariat")


def line(number: int) -> str:
    """A public key as it is registered: without its comment."""
    return " ".join(ssh_line("ed25519", number).decode().split()[:2])


@pytest.fixture
def known(say, tmp_path: Path) -> Path:
    """Sender 123456 with a key; a second key to rotate to."""
    for number in (0, 1):
        (tmp_path / f"{number}.pub").write_bytes(ssh_line("ed25519", number))
    assert say("sender", "add", "123456", *ADD, "--key", tmp_path / "0.pub")[0] == 0
    return tmp_path


def test_the_key_in_force_is_printed_as_sshd_reads_it(say, known: Path) -> None:
    assert say("sender", "keys", "123456") == (0, f"{line(0)}\n", "")


def test_both_keys_are_in_force_while_they_overlap_and_one_afterwards(say, known: Path) -> None:
    say("sender", "rotate-key", "123456", known / "1.pub", "--overlap-days", "3")
    assert say("sender", "keys", "123456")[1].splitlines() == [line(0), line(1)]


def test_a_key_that_ended_is_not_printed(say, known: Path) -> None:
    say("sender", "rotate-key", "123456", known / "1.pub", "--overlap-days", "0")
    assert say("sender", "keys", "123456")[1].splitlines() == [line(1)]


def test_a_disabled_sender_has_no_keys_and_an_enabled_one_has_them_again(say, known: Path) -> None:
    say("sender", "disable", "123456")
    code, out, err = say("sender", "keys", "123456")
    assert (code, out) == (2, "")
    assert "no active sender 123456" in err
    say("sender", "enable", "123456")
    assert say("sender", "keys", "123456")[1].splitlines() == [line(0)]


def test_a_sender_without_a_key_has_an_empty_answer(say) -> None:
    say("sender", "add", "123456", *ADD)
    assert say("sender", "keys", "123456") == (0, "", "")


@pytest.mark.parametrize(
    "login", ["root", "", "123457", "../x", "sender-", "sender-123457", "123456", "xsender-123456"]
)
def test_whoever_is_no_sender_gets_no_key(say, known: Path, login: str) -> None:
    code, out, _ = say("sender", "keys", login, "--prefix", "sender-")
    assert (code, out) == (2, "")


def test_the_name_of_a_login_may_have_a_prefix_before_the_number(say, known: Path) -> None:
    assert say("sender", "keys", "sender-123456", "--prefix", "sender-")[1].splitlines() == [line(0)]
