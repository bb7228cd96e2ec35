from __future__ import annotations

import base64
import random
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from asn1crypto import algos, cms
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from pki import DAY, FI, NOW, SIGNS, Party, by_hand, by_openssl, digest_of, party, usage
from signing import ACCEPTED, codes, judged, trust, world

from batch.model.signature import Evidence, SignatureFault
from batch.pipeline.signature import judge_signature


def below(subject: str, **wishes) -> Party:
    return party(subject, world().authority, **wishes)


def hand(signer: Party | None = None, **wishes) -> bytes:
    return by_hand(signer or world().alice, **wishes).dump()


def attribute(kind: str, *values) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": list(values)})


CONTENT_TYPE = attribute("content_type", "data")
DIGEST = attribute("message_digest", sha256(FI).digest())


# -- what is accepted ---------------------------------------------------------------------------------------


def test_a_good_signature_leaves_its_evidence():
    verdict = judged(by_openssl(world().alice))

    assert isinstance(verdict, Evidence)
    assert verdict.certificate == world().alice.print
    assert verdict.chain == (world().alice.print, world().authority.print, world().root.print)
    assert verdict.algorithm == "RSA with SHA-256"
    assert verdict.claimed_at is not None
    assert verdict.claimed_at.tzinfo is not None
    assert (verdict.crls, verdict.notes) == ((), ())


@pytest.mark.parametrize("kind", ["rsa", "p256", "p384", "p521"])
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_every_accepted_key_and_digest_is_accepted(kind: str, digest: str):
    signer = below("Signer", kind=kind, number=9)

    assert codes(judged(by_openssl(signer, "-md", digest), signer)) == ACCEPTED


@pytest.mark.parametrize("salt", ["digest", "max", "20"])
def test_rsa_pss_is_accepted_whatever_its_salt(salt: str):
    options = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", f"rsa_pss_saltlen:{salt}"]

    verdict = judged(by_openssl(world().alice, *options))

    assert isinstance(verdict, Evidence)
    assert verdict.algorithm == "RSA-PSS with SHA-256"


@pytest.mark.parametrize("options", [["-cades"], ["-nosmimecap"]], ids=["cades", "no-capabilities"])
def test_more_or_fewer_attributes_are_accepted(options: list[str]):
    assert codes(judged(by_openssl(world().alice, *options))) == ACCEPTED


def test_attributes_that_were_not_sent_in_order_are_sorted_again():
    whole = by_hand(world().alice)
    sent = whole["content"]["signer_infos"][0]["signed_attrs"]
    first, second = (one.dump() for one in sent)
    ordered, turned = first + second, second + first
    fs = whole.dump()
    assert fs.count(ordered) == 1

    assert codes(judged(fs.replace(ordered, turned))) == ACCEPTED


def test_the_order_of_the_bag_means_nothing():
    root, authority, alice, bob = world().root, world().authority, world().alice, world().bob

    assert codes(judged(_bag([authority, bob, root, alice, alice]))) == ACCEPTED
    assert codes(judged(_bag([alice, root, authority]))) == ACCEPTED


def _bag(parties: list[Party]) -> bytes:
    """A bag in exactly this order, in BER: a DER set would be sorted by its writer."""
    outer = by_hand(world().alice)
    signed = outer["content"]
    parts = [signed[field].dump() for field in ("version", "digest_algorithms", "encap_content_info")]
    parts += [b"\xa0\x80", *(one.der for one in parties), b"\0\0", signed["signer_infos"].dump()]
    return b"\x30\x80" + outer["content_type"].dump() + b"\xa0\x80\x30\x80" + b"".join(parts) + b"\0" * 6


def test_the_authority_may_come_from_the_operator_instead_of_the_bag():
    fs = hand(bag=[world().alice])

    assert codes(judged(fs)) == ("125", 10, 1104)
    assert codes(judged(fs, by=trust(between=[world().authority]))) == ACCEPTED


def test_old_and_new_root_and_old_and_new_key_are_accepted_on_the_same_day():
    new_root = party("Root", number=11, since=NOW - DAY)
    new_authority = party("Authority", new_root, number=12, ca=True)
    new_alice = party("Alice", new_authority, kind="rsa", number=13)
    both = trust(world().root, new_root)

    for signer in (world().alice, new_alice):
        assert codes(judged(by_openssl(signer), world().alice, new_alice, by=both)) == ACCEPTED
    assert codes(judged(by_openssl(new_alice), world().alice, by=both)) == ("153", 10, 0)


# -- whose it is --------------------------------------------------------------------------------------------


def test_a_good_signature_by_another_sender_is_not_registered():
    verdict = judged(by_openssl(world().bob))

    assert codes(verdict) == ("153", 10, 0)
    assert isinstance(verdict, SignatureFault)
    assert world().bob.print in verdict.reason


def test_a_sender_without_certificates_in_force_is_refused():
    assert codes(judged(by_openssl(world().alice), world().bob)) == ("153", 10, 0)


def test_a_strangers_certificate_of_its_own_is_not_registered():
    assert codes(judged(by_openssl(party("Alice", kind="rsa", number=20, ca=False)))) == ("153", 10, 0)


def test_the_certificate_of_another_with_our_name_and_number_is_not_registered():
    twin = below("Alice", number=21, serial=world().alice.certificate.serial_number)

    assert codes(judged(hand(twin))) == ("153", 10, 0)


def test_naming_our_certificate_and_signing_with_another_key_is_wrong_arithmetic():
    assert codes(judged(hand(signed_by=below("Eve", kind="rsa", number=22)))) == ("125", 11, 1203)


# -- the file -----------------------------------------------------------------------------------------------


def test_every_changed_byte_of_the_file_is_found():
    fs = by_openssl(world().alice)

    for place in range(len(FI)):
        changed = FI[:place] + bytes([FI[place] ^ 1]) + FI[place + 1 :]
        assert codes(judged(fs, content=changed)) == ("125", 11, 1205), place


@pytest.mark.parametrize("content", [b"", FI[:-1], FI + b"\n", FI.replace(b"\n", b"\r\n")])
def test_the_signature_of_another_file_is_refused(content: bytes):
    assert codes(judged(by_openssl(world().alice), content=content)) == ("125", 11, 1205)


def test_a_text_mode_signature_is_refused_with_the_hint_to_sign_as_binary():
    verdict = judged(by_openssl(world().alice, binary=False))

    assert codes(verdict) == ("125", 11, 1205)
    assert isinstance(verdict, SignatureFault)
    assert "as binary" in verdict.reason


def test_a_text_mode_signature_of_a_file_with_cr_lf_is_accepted():
    content = FI.replace(b"\n", b"\r\n")

    assert codes(judged(by_openssl(world().alice, content=content, binary=False), content=content)) == ACCEPTED


def test_only_the_digest_that_is_named_is_asked_for():
    asked = []

    def digest(named: str) -> bytes:
        asked.append(named)
        return digest_of(FI)(named)

    fs = by_openssl(world().alice, "-md", "sha512")
    judge_signature(fs, digest, {world().alice.print}, trust(), NOW)

    assert asked == ["sha512"]


# -- attributes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attributes", "detail"),
    [
        ([CONTENT_TYPE], 1204),
        ([DIGEST], 1204),
        ([CONTENT_TYPE, DIGEST, attribute("message_digest", sha256(b"").digest())], 1204),
        ([CONTENT_TYPE, CONTENT_TYPE, DIGEST], 1204),
        ([attribute("content_type", "data", "data"), DIGEST], 1204),
        ([CONTENT_TYPE, attribute("message_digest", sha256(FI).digest(), sha256(FI).digest())], 1204),
        ([CONTENT_TYPE, attribute("message_digest")], 1204),
        ([attribute("content_type", "signed_data"), DIGEST], 1204),
        ([CONTENT_TYPE, attribute("message_digest", b"")], 1205),
        ([CONTENT_TYPE, attribute("message_digest", sha256(FI).digest()[:16])], 1205),
        ([], 1204),
    ],
)
def test_the_signed_attributes_are_mandatory_and_each_once(attributes: list, detail: int):
    assert codes(judged(hand(attributes=attributes))) == ("125", 11, detail)


def test_a_signature_without_signed_attributes_is_refused():
    assert codes(judged(by_openssl(world().alice, "-noattr"))) == ("125", 11, 1204)


@pytest.mark.parametrize("claimed", [datetime(1999, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC)])
def test_the_claimed_time_is_kept_and_decides_nothing(claimed: datetime):
    when = attribute("signing_time", cms.Time(name="utc_time", value=claimed))

    verdict = judged(hand(attributes=[CONTENT_TYPE, DIGEST, when]))

    assert isinstance(verdict, Evidence)
    assert verdict.claimed_at == claimed


# -- algorithms ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("digest", ["sha1", "md5", "sha224"])
def test_weak_digests_are_refused(digest: str):
    assert codes(judged(by_openssl(world().alice, "-md", digest))) == ("125", 3, 3002)


def test_a_weak_digest_beside_a_strong_one_is_refused():
    assert codes(judged(hand(digest_algorithms=[{"algorithm": "sha256"}, {"algorithm": "md5"}]))) == ("125", 3, 3001)


@pytest.mark.parametrize("name", ["sha1_rsa", "md5_rsa", "sha256_dsa", "ed25519", "ecdsa", "sha3_256_ecdsa", "1.2.3.4"])
def test_signature_algorithms_that_are_not_accepted(name: str):
    assert codes(judged(hand(algorithm={"algorithm": name}))) == ("125", 3, 3003)


@pytest.mark.parametrize("name", ["sha512_rsa", "sha256_ecdsa", "sha384_ecdsa"])
def test_algorithms_that_do_not_belong_together(name: str):
    assert codes(judged(hand(algorithm={"algorithm": name}))) == ("125", 11, 1202)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ACCEPTED),
        ({"hash_algorithm": {"algorithm": "sha1"}}, ("125", 3, 3003)),
        ({"hash_algorithm": {"algorithm": "sha512"}}, ("125", 11, 1202)),
        ({"mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha1"}}}, ("125", 3, 3003)),
        ({"mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha512"}}}, ("125", 11, 1202)),
        ({"salt_length": 31}, ("125", 11, 1203)),
        ({"salt_length": -1}, ("125", 11, 1203)),
        ({"salt_length": 1 << 80}, ("125", 11, 1203)),
        ({"trailer_field": 2}, ("125", 3, 3003)),
    ],
)
def test_the_parameters_of_rsa_pss_count(changed: dict, expected: tuple):
    parameters = {
        "hash_algorithm": {"algorithm": "sha256"},
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}},
        "salt_length": 32,
    }
    algorithm = {"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(parameters | changed)}
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)

    assert codes(judged(hand(algorithm=algorithm, pss=pss))) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("rsa1024", ("125", 3, 3005)),
        ("k256", ("125", 3, 3005)),
        ("dsa", ("125", 3, 3003)),
        ("ed25519", ("125", 3, 3003)),
    ],
)
def test_weak_and_unknown_keys_are_refused_even_when_registered(kind: str, expected: tuple):
    signer = below("Weak", kind=kind, number=30)

    if kind in ("dsa", "ed25519"):
        fs = hand(signer, signed_by=world().alice, algorithm={"algorithm": f"{'sha256_' * (kind == 'dsa')}{kind}"})
        named = hand(signer, signed_by=world().alice)
        assert codes(judged(named, signer)) == ("125", 10, 1101)
    else:
        fs = by_openssl(signer)
    assert codes(judged(fs, signer)) == expected


# -- the signer's certificate -------------------------------------------------------------------------------


@pytest.mark.parametrize("allows", [usage("digital_signature"), usage("content_commitment"), SIGNS])
def test_a_certificate_for_signatures_is_accepted(allows):
    signer = below("Signer", allows=allows)

    assert codes(judged(by_openssl(signer), signer)) == ACCEPTED


@pytest.mark.parametrize("allows", [usage("key_encipherment"), usage("key_agreement")])
def test_a_certificate_not_for_signatures_is_refused(allows):
    signer = below("Cipher", allows=allows)

    assert codes(judged(hand(signer), signer)) == ("125", 6, 1019)


def test_an_authority_signs_no_files():
    assert codes(judged(hand(world().authority), world().authority)) == ("125", 6, 1019)
    both = usage("digital_signature", "key_cert_sign")
    signing_authority = party("Both", world().root, ca=True, allows=both, number=31)
    assert codes(judged(hand(signing_authority), signing_authority)) == ("125", 6, 1019)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (NOW - 2 * DAY, NOW - DAY, ("125", 11, 1207)),
        (NOW + DAY, NOW + 2 * DAY, ("125", 11, 1207)),
        (NOW, NOW + DAY, ACCEPTED),
        (NOW - DAY, NOW, ACCEPTED),
        (NOW - DAY, NOW - timedelta(seconds=1), ("125", 11, 1207)),
        (NOW + timedelta(seconds=1), NOW + DAY, ("125", 11, 1207)),
    ],
)
def test_a_certificate_counts_at_the_moment_of_reception(since: datetime, until: datetime, expected: tuple):
    signer = below("Dated", since=since, until=until)

    assert codes(judged(hand(signer), signer)) == expected


def test_a_certificate_that_expired_between_reception_and_judgement_is_good():
    signer = below("Short", until=NOW + timedelta(minutes=1))
    fs = hand(signer)

    assert codes(judged(fs, signer, moment=NOW)) == ACCEPTED
    assert codes(judged(fs, signer, moment=NOW + timedelta(minutes=2))) == ("125", 11, 1207)


# -- damage and speed ---------------------------------------------------------------------------------------


def test_two_thousand_mutations_are_never_accepted_with_another_file():
    dice = random.Random(25)
    good = by_openssl(world().alice)
    by, prints = trust(between=[world().authority]), {world().alice.print}
    seen = set()
    for _ in range(2000):
        damaged = bytearray(good)
        for _ in range(dice.choice((1, 1, 1, 2, 5))):
            place = dice.randrange(len(damaged))
            match dice.randrange(4):
                case 0:
                    damaged[place] ^= 1 << dice.randrange(8)
                case 1:
                    damaged[place] = dice.randrange(256)
                case 2:
                    del damaged[place : place + dice.randrange(1, 9)]
                case _:
                    damaged[place:place] = dice.randbytes(dice.randrange(1, 9))
        fs = bytes(damaged) if dice.random() < 0.7 else base64.b64encode(damaged)
        assert isinstance(judge_signature(fs, digest_of(FI + b" "), prints, by, NOW), SignatureFault)
        seen.add(codes(judge_signature(fs, digest_of(FI), prints, by, NOW)))

    assert len(seen) > 10
    assert ACCEPTED in seen  # nobody signs the bag: its other certificates may be damaged


def test_a_signature_is_judged_in_a_few_milliseconds():
    fs, by = by_openssl(world().alice), trust()
    judged(fs, by=by)

    started = time.perf_counter()
    for _ in range(20):
        judged(fs, by=by)

    assert (time.perf_counter() - started) / 20 < 0.05
