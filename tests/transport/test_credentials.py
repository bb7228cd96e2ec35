"""Keys and certificates as senders hand them in."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from credentials import DER, PEM, certificate, private_key, program, ssh_line
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st

from batch.errors import CredentialRefused
from batch.transport.credentials import read_certificate, read_ssh_key

NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["rsa2048", "rsa3072", "p256", "p384", "ed25519"])
def test_a_key_comes_back_without_its_comment_and_with_the_fingerprint_of_openssh(kind: str, tmp_path: Path) -> None:
    (tmp_path / "key.pub").write_bytes(ssh_line(kind))
    said = subprocess.run(
        [program("ssh-keygen"), "-l", "-f", tmp_path / "key.pub"], check=True, capture_output=True, text=True
    ).stdout
    key = read_ssh_key(ssh_line(kind))
    assert key.fingerprint == said.split()[1]
    assert key.line == ssh_line(kind).decode().rpartition(" ")[0]


@pytest.mark.parametrize("kind", ["rsa2048", "p256", "ed25519"])
def test_a_key_of_putty_is_the_same_key(kind: str, tmp_path: Path) -> None:
    (tmp_path / "key.pub").write_bytes(ssh_line(kind))
    written = subprocess.run(
        [program("ssh-keygen"), "-e", "-m", "RFC4716", "-f", tmp_path / "key.pub"], check=True, capture_output=True
    ).stdout
    header = b'Comment: "a long one that goes \\\non: in the next line"\n'
    putty = written.replace(b"KEY ----\nComment", b"KEY ----\n" + header + b"X-comment", 1)
    for content in (written, putty, putty.replace(b"\n", b"\r\n")):
        assert read_ssh_key(content) == read_ssh_key(ssh_line(kind))


def test_a_key_with_bom_blank_lines_and_remarks_is_read() -> None:
    content = b"\xef\xbb\xbf\r\n# ours\r\n" + ssh_line("p256").rstrip() + b"\r\n\r\n"
    assert read_ssh_key(content) == read_ssh_key(ssh_line("p256"))


@pytest.mark.parametrize("kind", ["rsa1024", "k256", "p192"])
def test_a_weak_or_rare_certificate_key_is_refused(kind: str) -> None:
    with pytest.raises(CredentialRefused, match=r"1024 bits|kind of key"):
        read_certificate(certificate(kind, NOW), NOW)


def test_a_weak_ssh_key_is_refused() -> None:
    with pytest.raises(CredentialRefused, match="1024 bits"):
        read_ssh_key(ssh_line("rsa1024"))


def test_an_ed25519_certificate_is_refused() -> None:
    with pytest.raises(CredentialRefused, match="kind of key"):
        read_certificate(certificate("ed25519", NOW), NOW)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ssh-rsa",
        b"ssh-rsa AAAA",
        b"\xff\xfe",
        b"ssh-dss AAAAB3NzaC1kc3M= x",
        ssh_line("p256") + ssh_line("p384"),
        ssh_line("p256").replace(b"ecdsa-sha2-nistp256 ", b"ssh-rsa "),
        b'command="sh" ' + ssh_line("p256"),
        b"---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----\n",
        b"---- BEGIN",
    ],
)
def test_what_is_no_public_key_is_refused(content: bytes) -> None:
    with pytest.raises(CredentialRefused, match="no public SSH key"):
        read_ssh_key(content)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_a_key_or_a_certificate(content: bytes) -> None:
    for read in (read_ssh_key, lambda content: read_certificate(content, NOW)):
        with pytest.raises(CredentialRefused):
            read(content)


def damaged(good: bytes) -> Iterator[bytes]:
    for place in range(len(good)):
        for flip in (1, 2, 8, 24, 32, 127, 128, 255):
            yield good[:place] + bytes([good[place] ^ flip]) + good[place + 1 :]


@pytest.mark.parametrize("kind", ["rsa2048", "p256", "ed25519"])
def test_a_damaged_key_is_refused_or_another_one(kind: str) -> None:
    name, body = ssh_line(kind).split()[:2]
    blob, good = base64.b64decode(body), read_ssh_key(ssh_line(kind))
    taken = 0
    for content in damaged(blob):
        try:
            found = read_ssh_key(name + b" " + base64.b64encode(content))
        except CredentialRefused:
            continue
        taken += 1
        assert found.fingerprint != good.fingerprint
    assert taken < 8 * len(blob)


@pytest.mark.parametrize("kind", ["rsa2048", "p256"])
def test_a_damaged_certificate_is_refused_or_another_one(kind: str) -> None:
    der = certificate(kind, NOW, encoding=DER)
    good = read_certificate(der, NOW)
    for content in damaged(der):
        try:
            found = read_certificate(content, NOW)
        except CredentialRefused:
            continue
        assert found.fingerprint != good.fingerprint


def test_a_private_key_is_refused_with_a_plain_word() -> None:
    private = private_key("p256").private_bytes(PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption())
    for content in (private, b"PuTTY-User-Key-File-3: ssh-rsa\n"):
        with pytest.raises(CredentialRefused, match="private key"):
            read_ssh_key(content)
    with pytest.raises(CredentialRefused, match="private key"):
        read_certificate(certificate("p256", NOW) + private, NOW)


@pytest.mark.parametrize("kind", ["rsa2048", "p256", "p384"])
def test_a_certificate_in_pem_and_in_der_is_the_same_and_openssl_agrees(kind: str, tmp_path: Path) -> None:
    from cryptography import x509

    pem = certificate(kind, NOW)
    der = x509.load_pem_x509_certificate(pem).public_bytes(DER)
    (tmp_path / "cert.pem").write_bytes(pem)
    said = subprocess.run(
        [program("openssl"), "x509", "-noout", "-fingerprint", "-sha256", "-serial", "-in", tmp_path / "cert.pem"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = read_certificate(pem, NOW)
    assert found == read_certificate(der, NOW)
    assert found == read_certificate(b"subject=/CN=x\nissuer=/CN=y\n" + pem, NOW)
    assert f"Fingerprint={found.fingerprint.upper()}" in said.replace(":", "")
    assert int(said.split("serial=")[1], 16) == int(found.serial, 16)
    assert (found.not_before, found.not_after) == (NOW, NOW + timedelta(days=365))
    assert found.subject == f"CN=Signer {kind} 0"


def test_the_signer_comes_before_its_chain() -> None:
    chain = certificate("p256", NOW) + certificate("p384", NOW, authority=True)
    assert read_certificate(chain, NOW).subject == "CN=Signer p256 0"


def test_a_certificate_of_an_authority_is_refused() -> None:
    with pytest.raises(CredentialRefused, match="authority"):
        read_certificate(certificate("p256", NOW, authority=True), NOW)


def test_a_certificate_is_taken_until_the_second_it_expires() -> None:
    pem = certificate("p256", NOW, days=1)
    end = NOW + timedelta(days=1)
    assert read_certificate(pem, end - timedelta(seconds=1)).not_after == end
    with pytest.raises(CredentialRefused, match="expired on 2026-03-17"):
        read_certificate(pem, end)
    assert read_certificate(pem, NOW - timedelta(days=9)).not_before == NOW  # not in force yet, but may be handed in


@pytest.mark.parametrize("content", [b"", b"x", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused(content: bytes) -> None:
    with pytest.raises(CredentialRefused, match="no certificate"):
        read_certificate(content, NOW)


def test_a_file_that_is_far_too_large_is_not_looked_at() -> None:
    for read in (read_ssh_key, lambda content: read_certificate(content, NOW)):
        with pytest.raises(CredentialRefused, match="too large"):
            read(b"x" * 100_000)
