"""Mails go into a folder or to a real server; a password travels encrypted only, and no failure loses one."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from mailboxes import Mailbox, free_port, mailbox

from batch.errors import MailUnreachable, SettingsWrong
from batch.model.mail import MailSettings, is_mail_address
from batch.ports.owed import Letter, Post, Posted
from batch.transport.mail import open_post

FROM = "break@onem.example"
CONTENT = b"From: break@onem.example\r\nTo: a@b.example\r\nSubject: x\r\n\r\nBody\r\n"


def letter(number: int = 1) -> Letter:
    return Letter(number, f"04W-000000{number}", f"person{number}@firm.example", CONTENT)


def plain(box: Mailbox) -> Post:
    return open_post(Path(), MailSettings(smtp=box.address, sender=FROM, starttls=False), None)


def deliver(post: Post, *letters: Letter) -> list[Posted]:
    return list(post.deliver_all(letters))


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(1))
        .not_valid_after(now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = tmp_path / "cert.pem", tmp_path / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    paths[1].write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    return paths


# -- a folder --------------------------------------------------------------------------------------------------


def test_without_a_server_a_mail_is_a_file_and_once_only(tmp_path: Path) -> None:
    post = open_post(tmp_path, MailSettings(), None)
    for _ in range(2):
        assert [one.error for one in deliver(post, letter())] == [None]
    (path,) = (tmp_path / "outbox" / "mail").iterdir()
    assert (path.name, path.read_bytes()) == ("04W-0000001.eml", CONTENT)


def test_a_folder_that_cannot_be_written_is_told_for_each_mail(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("in the way")
    first, second = deliver(open_post(tmp_path, MailSettings(), None), letter(1), letter(2))
    assert isinstance(first.error, OSError)
    assert isinstance(second.error, OSError)


# -- a server --------------------------------------------------------------------------------------------------


def test_mails_arrive_byte_for_byte_over_one_line() -> None:
    with mailbox() as box:
        posted = deliver(plain(box), letter(1), letter(2))
        assert [(one.refused, one.error) for one in posted] == [("", None), ("", None)]
        assert box.mails == [CONTENT, CONTENT]
        assert box.recipients == ["person1@firm.example", "person2@firm.example"]


@pytest.mark.parametrize(
    ("recipient", "data", "refused", "fails"),
    [
        ("550 unknown", "250 OK", "address refused: 550", False),
        ("451 later", "250 OK", "", True),
        ("250 OK", "452 full", "", True),
        ("250 OK", "554 not liked", "", True),
    ],
)
def test_only_an_address_refused_for_good_is_given_up(recipient: str, data: str, refused: str, fails: bool) -> None:
    with mailbox() as box:
        box.on_recipient, box.on_data = recipient, data
        (posted,) = deliver(plain(box), letter())
        assert posted.refused == refused
        assert isinstance(posted.error, MailUnreachable) is fails
        assert "firm.example" not in str(posted.error)
        assert box.mails == []


def test_a_server_that_is_away_is_our_problem() -> None:
    post = open_post(Path(), MailSettings(smtp=f"127.0.0.1:{free_port()}", sender=FROM), None)
    with pytest.raises(MailUnreachable, match="Connection refused"):
        deliver(post, letter())


def test_nothing_to_send_opens_no_line() -> None:
    post = open_post(Path(), MailSettings(smtp=f"127.0.0.1:{free_port()}", sender=FROM), None)
    assert deliver(post) == []


# -- encrypted, with a login -----------------------------------------------------------------------------------


def test_a_server_that_cannot_encrypt_gets_nothing() -> None:
    with mailbox() as box:
        with pytest.raises(MailUnreachable):
            deliver(open_post(Path(), MailSettings(smtp=box.address, sender=FROM), None), letter())
        assert box.mails == []


def test_a_certificate_that_nobody_vouches_for_gets_nothing(certificate: tuple[Path, Path]) -> None:
    with mailbox(certificate) as box:
        settings = MailSettings(smtp=box.address, sender=FROM, user="break")
        with pytest.raises(MailUnreachable):
            deliver(open_post(Path(), settings, b"secret"), letter())
        assert (box.mails, box.logins) == ([], [])


def test_the_password_comes_from_its_file_or_from_the_environment(
    certificate: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    (tmp_path / "password").write_text("secret\n")
    with mailbox(certificate) as box:
        settings = MailSettings(smtp=box.address, sender=FROM, user="break")
        from_file = MailSettings(smtp=box.address, sender=FROM, user="break", password_file="password")  # noqa: S106 - its place
        for post in (open_post(tmp_path, settings, b"secret"), open_post(tmp_path, from_file, None)):
            assert [one.error for one in deliver(post, letter())] == [None]
        assert box.logins == [(b"break", b"secret")] * 2
        with pytest.raises(MailUnreachable, match="SMTPAuthenticationError 535"):
            deliver(open_post(tmp_path, settings, b"wrong"), letter())
        with pytest.raises(SettingsWrong, match="ONEM_BATCH_SMTP_PASSWORD"):
            deliver(open_post(tmp_path, settings, None), letter())
        (tmp_path / "password").unlink()
        with pytest.raises(SettingsWrong, match="password_file"):
            deliver(open_post(tmp_path, from_file, None), letter())
        assert len(box.mails) == 2


# -- addresses -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["joris@atelier.example", "a.b+c@mail.firm.example", "x@a-b.example"])
def test_a_plain_address_is_written_to(address: str) -> None:
    assert is_mail_address(address)


@pytest.mark.parametrize(
    "address",
    [
        *("", "a", "a@b", "a@@b.example", "a b@c.example", "a@b.example\n", "é@b.example", "<a@b.example>"),
        *("a@b.example\r\nBcc: c@d.example", "a@b.example,c@d.example"),
    ],
)
def test_whatever_could_be_read_as_more_than_one_address_is_not(address: str) -> None:
    assert not is_mail_address(address)
