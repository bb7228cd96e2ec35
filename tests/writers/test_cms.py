from __future__ import annotations

import base64
import subprocess
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pki import FI, NOW, PEM, openssl, openssl_accepts, party
from signing import judged, trust, world

from batch.errors import SettingsWrong
from batch.model.signature import Evidence
from batch.parsers.cms import read_signature
from batch.writers.cms import Signer, detached, signer_of

DIGEST = sha256(FI).digest()
KINDS = ("rsa", "p256", "p384", "p521")


def signer(kind: str) -> tuple:
    found = party("Answers", world().authority, kind=kind, number=90)
    return found, signer_of(found.key_pem, found.pem + world().authority.pem)


@pytest.mark.parametrize("kind", KINDS)
def test_our_signature_is_accepted_by_ourselves_and_by_openssl(kind: str):
    by, ours = signer(kind)

    fs = detached(ours, DIGEST, NOW)

    verdict = judged(fs, by)
    assert isinstance(verdict, Evidence)
    assert verdict.claimed_at == NOW
    assert openssl_accepts(base64.b64decode(fs), world().root)
    assert not openssl_accepts(base64.b64decode(fs), world().root, content=FI + b" ")


def test_the_line_in_the_manual_verifies_it(tmp_path):
    _, ours = signer("rsa")
    (tmp_path / "FO").write_bytes(FI)
    (tmp_path / "FS").write_bytes(detached(ours, DIGEST, NOW))
    (tmp_path / "ca.pem").write_bytes(world().root.pem)
    line = (
        "base64 -d FS | openssl cms -verify -inform DER -binary -content FO -CAfile ca.pem -purpose any"
        f" -attime {int(NOW.timestamp())}"
    )

    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout == FI


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_signature_is_made_twice(kind: str):
    _, ours = signer(kind)

    assert detached(ours, DIGEST, NOW) == detached(ours, DIGEST, NOW)


@pytest.mark.parametrize("kind", KINDS)
def test_files_signed_in_one_second_and_in_another_get_each_its_own(kind: str):
    _, ours = signer(kind)
    other = FI + b" "

    for moment in (NOW, NOW.replace(microsecond=999), NOW + timedelta(seconds=1)):
        for content in (FI, other):
            fs = base64.b64decode(detached(ours, sha256(content).digest(), moment))
            assert openssl_accepts(fs, world().root, content=content)
            assert not openssl_accepts(fs, world().root, content=content + b"x")
            read = read_signature(base64.b64encode(fs))
            assert read.claimed_at == moment.replace(microsecond=0)


def test_it_is_one_line_of_base64_without_armour():
    _, ours = signer("p256")

    fs = detached(ours, DIGEST, NOW)

    assert not set(fs) & set(b"\r\n -")
    assert base64.b64encode(base64.b64decode(fs, validate=True)) == fs


def test_its_structure_is_the_one_annex_25_asks_for():
    by, ours = signer("rsa")

    shown = openssl(
        "cms", "-cmsout", "-print", "-inform", "DER", stdin=base64.b64decode(detached(ours, DIGEST, NOW))
    ).decode()

    assert shown.count("version: 1") == 2
    assert "issuerAndSerialNumber" in shown
    assert "eContent: <ABSENT>" in shown
    for attribute in ("contentType", "messageDigest", "signingTime"):
        assert shown.count(f"object: {attribute}") == 1
    found = read_signature(detached(ours, DIGEST, NOW))
    assert found.certificate == by.der
    assert found.others == (world().authority.der,)


@pytest.mark.parametrize("moment", [datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)])
def test_the_time_it_claims_is_the_moment_handed_in(moment: datetime):
    _, ours = signer("p256")

    assert read_signature(detached(ours, DIGEST, moment.replace(microsecond=500))).claimed_at == moment


def test_a_key_with_a_passphrase_is_opened_with_it():
    by, _ = signer("rsa")
    locked = by.key.private_bytes(
        PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"open sesame")
    )

    ours = signer_of(locked, by.pem, b"open sesame")

    assert detached(ours, DIGEST, NOW)
    for wrong in (None, b"", b"open"):
        with pytest.raises(SettingsWrong):
            signer_of(locked, by.pem, wrong)
    with pytest.raises(SettingsWrong):
        signer_of(by.key_pem, by.pem, b"not needed")


@pytest.mark.parametrize("kind", ["rsa1024", "k256", "ed25519"])
def test_a_weak_key_signs_nothing(kind: str):
    weak = party("Weak", world().root, kind=kind, number=91)

    with pytest.raises(SettingsWrong):
        signer_of(weak.key_pem, weak.pem)


@pytest.mark.parametrize(
    ("key", "certificates"),
    [(b"", None), (None, b""), (b"junk", None), (None, b"junk"), (None, world().bob.pem), (None, "other order")],
)
def test_a_key_and_certificate_that_do_not_belong_together_are_our_fault(key, certificates):
    by, _ = signer("rsa")
    if certificates == "other order":
        certificates = world().authority.pem + by.pem

    with pytest.raises(SettingsWrong):
        signer_of(by.key_pem if key is None else key, by.pem if certificates is None else certificates)


def test_a_key_that_signs_what_its_certificate_denies_is_our_fault():
    by, _ = signer("rsa")
    whole = serialization.load_pem_private_key(by.key_pem, None).private_numbers()
    spoilt = rsa.RSAPrivateNumbers(
        whole.p, whole.q, whole.d + 2, whole.dmp1 + 2, whole.dmq1 + 2, whole.iqmp, whole.public_numbers
    )
    key = spoilt.private_key(unsafe_skip_rsa_key_validation=True).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with pytest.raises(SettingsWrong, match="does not sign"):
        signer_of(key, by.pem)


def test_a_signer_does_not_show_its_key():
    _, ours = signer("p256")

    assert isinstance(ours, Signer)
    assert "PRIVATE" not in repr(ours)
    assert str(ours.key.private_numbers().private_value) not in repr(ours)


def test_the_trust_of_others_is_not_needed_to_read_it():
    by, ours = signer("p256")

    assert isinstance(judged(detached(ours, DIGEST, NOW), by, by=trust()), Evidence)
