"""Answers leave signed and, when they are large, packed; what was made once is never made again."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pki
import pytest
from cryptography.hazmat.primitives import serialization
from installations import NOW, STEM, Installation, alone, demo_set, make_installation
from pki import DAY, Party
from signing import world

from batch.jobs.acknowledge import acknowledge_sets
from batch.jobs.desk import Outcome
from batch.jobs.dispatch import dispatch_answers
from batch.jobs.intake import take_sets
from batch.store.register import SqlRegister

GOOD = demo_set("1-accepted")
NEXT = STEM.replace("00001", "00002")
OFFICE = "999998"


def make(home: Path, *stems: str, more: str = "") -> Installation:
    listed = ", ".join(f'"keys/{stem}"' for stem in stems)
    return make_installation(home, more=f"signing = [{listed}]\n{more}")


def put_key(installation: Installation, stem: str, who: Party, key: bytes | None = None) -> None:
    """The two files of a signing key: the key; its certificate, then that of the authority above it."""
    folder = installation.home / "keys"
    folder.mkdir(exist_ok=True)
    (folder / f"{stem}.key.pem").write_bytes(key or who.key_pem)
    (folder / f"{stem}.cert.pem").write_bytes(who.pem + b"".join(one.pem for one in who.above() if one.issuer))


def onem(number: int = 21, **changes: object) -> Party:
    return pki.party("ONEM", world().authority, number=number, **changes)


def answers_of(installation: Installation, *addressees: str) -> dict[str, bytes]:
    found = {}
    for addressee in addressees or ("123456", OFFICE):
        found |= installation.answers(addressee)
    return found


def signer_of(signature: bytes) -> str:
    """The fingerprint of the first certificate in an FS: ours stands before those of the authorities."""
    from asn1crypto import cms

    signed = cms.ContentInfo.load(base64.b64decode(signature))["content"]
    serial = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
    bag = (one.chosen for one in signed["certificates"])
    return next(one.sha256.hex() for one in bag if one.serial_number == serial)


def all_verified(found: dict[str, bytes]) -> list[str]:
    """The names of all answers, each with a signature that openssl accepts for exactly its bytes."""
    for name in (one for one in found if one.startswith("FO.")):
        signature = base64.b64decode(found[name.replace("FO.", "FS.", 1)], validate=True)
        assert pki.openssl_accepts(signature, world().root, found[name]), name
        assert not pki.openssl_accepts(signature, world().root, found[name] + b" "), name
    return sorted(found)


# -- signed ------------------------------------------------------------------------------------------------------


def test_every_answer_has_a_signature_beside_it_that_openssl_accepts(tmp_path: Path):
    pki.needs("openssl")
    installation = make(tmp_path, "onem")
    put_key(installation, "onem", onem())
    installation.lay(STEM, GOOD)

    assert installation.run().problems == []

    names = [name.replace("999999.20260316.00001.R", "*") for name in all_verified(answers_of(installation))]
    prefixes = ("FO", "FS", "GO")
    assert names == [
        *("FO.ACRF.*", "FO.HAND.*.1.1", "FO.NOTI.*", "FS.ACRF.*", "FS.HAND.*.1.1", "FS.NOTI.*"),
        *("GO.ACRF.*", "GO.HAND.*.1", "GO.NOTI.*"),
    ]
    assert {name[:2] for name in names} == set(prefixes)
    assert all(b"\n" not in found for name, found in answers_of(installation).items() if name.startswith("FS."))


def test_an_answer_that_is_delivered_again_has_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It lay there already when the program stopped; a day later, with another key, it is the same answer."""

    def stops(*_: object) -> None:
        raise OSError(5, "Input/output error")

    installation = make(tmp_path, "onem", more="compress_above_bytes = 1000\n")
    put_key(installation, "onem", onem())
    installation.lay(STEM, GOOD)
    monkeypatch.setattr(SqlRegister, "mark_sent", stops)
    assert installation.run().exit_code == 74
    before = answers_of(installation)
    monkeypatch.undo()
    put_key(installation, "onem", onem(22))
    installation.now += DAY

    assert installation.run().problems == []

    assert {name: answers_of(installation)[name] for name in before} == before
    assert {name[:2] for name in before} == {"FO", "CO", "FS", "GO"}


def test_an_answer_that_was_signed_and_did_not_leave_is_not_signed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from batch.transport.near import NearOutbox

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    installation = make(tmp_path, "onem")
    put_key(installation, "onem", onem())
    installation.lay(STEM, GOOD)
    with monkeypatch.context() as patch:
        patch.setattr(NearOutbox, "_drafted", full)
        assert installation.run().exit_code == 73
    assert answers_of(installation) == {}
    made = {path.name: path.read_bytes() for path in (tmp_path / "archive/out").rglob("*.FS")}
    installation.now += DAY
    installation.run()

    laid = {name: found for name, found in answers_of(installation).items() if name.startswith("FS.")}
    assert len(made) == 3
    assert sorted(made.values()) == sorted(laid.values())


@pytest.mark.parametrize(
    ("old_until", "new_since", "expected"),
    [
        (NOW + DAY, NOW - DAY, "new"),
        (NOW + DAY, NOW + timedelta(seconds=1), "old"),
        (NOW - timedelta(seconds=1), NOW - DAY, "new"),
        (NOW + DAY, NOW, "new"),
    ],
    ids=["both are valid", "the new one is not valid yet", "the old one has ended", "from its first moment"],
)
@pytest.mark.parametrize("stems", [("old", "new"), ("new", "old")])
def test_of_two_keys_the_newest_valid_one_signs(
    tmp_path: Path, stems: tuple[str, str], old_until: object, new_since: object, expected: str
):
    installation = make(tmp_path, *stems)
    parties = {"old": onem(21, since=NOW - 300 * DAY, until=old_until), "new": onem(22, since=new_since)}
    for stem, who in parties.items():
        put_key(installation, stem, who)
    installation.lay(STEM, GOOD)
    assert installation.run().problems == []

    signers = {signer_of(found) for name, found in answers_of(installation).items() if name.startswith("FS.")}
    assert signers == {parties[expected].print}


def test_answers_wait_while_no_key_is_valid_and_leave_when_it_is_replaced(tmp_path: Path):
    installation = make(tmp_path, "onem")
    put_key(installation, "onem", onem(until=NOW - timedelta(seconds=1)))
    installation.lay(STEM, GOOD)

    for _ in range(2):
        outcome = installation.run()
        assert outcome.exit_code == 78
        assert "Answers wait" in str(outcome.problems[0])
        assert answers_of(installation) == {}
    assert [one.stem for one in installation.register.receipts("answered")] == [STEM]

    put_key(installation, "onem", onem(22))
    assert installation.run().problems == []
    assert len(all_verified(answers_of(installation))) == 9


def test_answers_that_wait_for_a_key_are_one_problem_however_many_they_are(tmp_path: Path):
    installation = make(tmp_path, "onem")
    for number in range(1, 21):
        installation.lay(STEM.replace("00001", f"{number:05d}"), "no xml")
    desk, outcome = installation.desk, Outcome(installation.desk.logger)
    take_sets(desk, outcome)
    acknowledge_sets(desk, outcome, alone(desk))
    assert outcome.problems == []
    dispatch_answers(desk, outcome)

    assert len(outcome.problems) == 1
    put_key(installation, "onem", onem())
    assert installation.run().counts["answers sent"] == 20


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("missing", 'signing = "keys/onem": there is no '),
        ("certificate of another key", "The signing key is not the key of its certificate"),
        ("no key", "does not read"),
        ("weak", "RSA of 2048 bits"),
    ],
)
def test_a_key_that_cannot_be_used_holds_answers_up_and_nothing_else(tmp_path: Path, wrong: str, said: str):
    installation = make(tmp_path, "onem")
    if wrong != "missing":
        key = {"certificate of another key": onem(22).key_pem, "no key": b"no key"}.get(wrong)
        put_key(installation, "onem", onem(kind="rsa1024") if wrong == "weak" else onem(), key)
    installation.lay(STEM, GOOD)

    outcome = installation.run()

    assert outcome.exit_code == 78
    assert said in str(outcome.problems[0])
    assert answers_of(installation) == {}
    assert installation.waiting() == []
    put_key(installation, "onem", onem(23))
    assert installation.run().problems == []
    assert len(installation.texts("NOTI")) == 1


@pytest.mark.parametrize(("passphrase", "code"), [("violet", 0), ("orange", 78), (None, 78)])
def test_the_passphrase_of_a_key_comes_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None, code: int
):
    who = onem()
    locked = who.key.private_bytes(
        pki.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"violet")
    )
    installation = make(tmp_path, "onem")
    put_key(installation, "onem", who, locked)
    installation.lay(STEM, GOOD)
    monkeypatch.delenv("ONEM_BATCH_SIGNING_PASSPHRASE", raising=False)
    if passphrase:
        monkeypatch.setenv("ONEM_BATCH_SIGNING_PASSPHRASE", passphrase)

    outcome = installation.run()

    assert outcome.exit_code == code
    assert all(word not in str(problem) for problem in outcome.problems for word in ("violet", "orange"))
    assert bool(answers_of(installation)) is (code == 0)


# -- packed ------------------------------------------------------------------------------------------------------


def size_of_notification(home: Path) -> int:
    installation = make_installation(home)
    installation.lay(STEM, GOOD)
    installation.run()
    return len(installation.texts("NOTI")[0].encode())


@pytest.mark.parametrize(("spare", "prefix"), [(0, "FO"), (-1, "CO")])
@pytest.mark.parametrize("stems", [(), ("onem",)], ids=["unsigned", "signed"])
def test_an_answer_above_the_limit_leaves_packed_and_its_signature_is_that_of_what_is_in_it(
    tmp_path: Path, stems: tuple[str, ...], spare: int, prefix: str
):
    most = size_of_notification(tmp_path / "plain") + spare
    installation = make(tmp_path / "home", *stems, more=f"compress_above_bytes = {most}\n")
    put_key(installation, "onem", onem())
    installation.lay(STEM, GOOD)
    assert installation.run().problems == []

    found = installation.answers()
    rest = "NOTI.999999.20260316.00001.R"
    beside = {f"FS.{rest}"} if stems else set()
    assert {name for name in found if name.endswith(rest)} == {f"{prefix}.{rest}", f"GO.{rest}"} | beside
    assert "FO.ACRF.999999.20260316.00001.R" in found
    content = found[f"{prefix}.{rest}"]
    if prefix == "CO":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.namelist() == [f"FO.{rest}"]
            content = archive.read(f"FO.{rest}")
    assert len(re.findall("<HandledReference>", content.decode())) == 3
    if stems:
        signature = base64.b64decode(found[f"FS.{rest}"])
        assert pki.openssl_accepts(signature, world().root, content)
