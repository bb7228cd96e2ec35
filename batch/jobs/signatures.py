"""Checks the signatures of a set over the exact bytes that were kept, as of the moment they were received."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

from batch.errors import TrustMissing
from batch.jobs.desk import Desk
from batch.model.findings import FileFault
from batch.model.receipt import Part, Receipt
from batch.model.signature import Evidence, SignatureFault

_LENGTH = 9
"""Annex 25: an error of length."""
_CHUNK = 1 << 20


def check_signatures(desk: Desk, receipt: Receipt) -> tuple[tuple[Part, ...], tuple[FileFault, ...]]:
    """All files of a set, each FS with its evidence, and what is wrong with the signatures.

    An FS that is there is always checked, also where none is wanted.

    Raises:
        TrustMissing: no authority is trusted any more (ours; the set waits).
        RevocationUnknown: whether a certificate was revoked cannot be told (ours; the set waits).
    """
    if desk.settings.signature != "required" or not receipt.files("FS"):
        return receipt.delivery.parts, ()
    if not desk.trust.is_ready():
        raise TrustMissing
    inputs = {part.number: part for part in receipt.inputs()}
    checked, faults = [], []
    for part in receipt.delivery.parts:
        found = _judge(desk, receipt, part, inputs[part.number]) if part.name.startswith("FS.") else None
        if isinstance(found, SignatureFault):
            faults.append(FileFault(found.code, f"{part.name}: {found.main}/{found.detail} {found.reason}"))
        checked.append(replace(part, signature=_as_text(found)) if isinstance(found, Evidence) else part)
    return tuple(checked), tuple(faults)


def _judge(desk: Desk, receipt: Receipt, signature: Part, signed: Part) -> Evidence | SignatureFault:
    from batch.pipeline.signature import judge_signature  # reading certificates costs a tenth of a second to load

    if not signature.place:
        return SignatureFault("125", _LENGTH, 0, f"{signature.size} bytes are no signature")
    with desk.archive.open(signature.place) as file:
        content = file.read()
    registered = desk.directory.certificates_in_force(receipt.sender, receipt.received_at)
    return judge_signature(content, _digests(desk, signed), registered, desk.trust.load(), receipt.received_at)


def _digests(desk: Desk, signed: Part) -> Callable[[str], bytes]:
    """The digest of a kept file by the name of the hash; that of SHA-256 is known already."""

    def digest_of(name: str) -> bytes:
        if name == "sha256":
            return bytes.fromhex(signed.sha256)
        digest = hashlib.new(name)
        with desk.archive.open(signed.place) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        return digest.digest()

    return digest_of


def _as_text(evidence: Evidence) -> str:
    return json.dumps(
        {
            "certificate": evidence.certificate,
            "algorithm": evidence.algorithm,
            "claimed_at": evidence.claimed_at.isoformat() if evidence.claimed_at else None,
            "chain": list(evidence.chain),
            "crls": [f"{one.issuer} {one.number} {one.this_update:%Y-%m-%dT%H:%M:%SZ}" for one in evidence.crls],
            "notes": list(evidence.notes),
        }
    )
