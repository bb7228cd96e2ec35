"""One accepted world to judge signatures in: a root, an authority below it, two senders, and what they trust."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from pki import FI, NOW, Party, crl, digest_of, party

from batch.model.signature import Evidence, SignatureFault
from batch.pipeline.signature import judge_signature
from batch.validators.signature import Trust, trust_of


@dataclass(frozen=True)
class World:
    root: Party
    authority: Party
    alice: Party
    bob: Party
    everyone: dict[str, Party] = field(default_factory=dict)


@cache
def world() -> World:
    root = party("Root", number=1)
    authority = party("Authority", root, number=2, ca=True)
    alice = party("Alice", authority, kind="rsa", number=3)
    bob = party("Bob", authority, number=4)
    return World(root, authority, alice, bob)


def trust(*anchors: Party, between=(), crls=(), revocation="off") -> Trust:
    """Trust in these anchors, or in the world's root; ``crls`` in DER."""
    roots = anchors or (world().root,)
    return trust_of(
        {f"{place}.der": one.der for place, one in enumerate(roots)},
        {f"{place}.pem": one.pem for place, one in enumerate(between)},
        {f"{place}.crl": one for place, one in enumerate(crls)},
        revocation,
    )


def fresh_lists() -> tuple[bytes, bytes]:
    """Empty revocation lists of the world's two authorities."""
    return crl(world().root), crl(world().authority)


def judged(
    fs: bytes, *registered: Party, content: bytes = FI, by: Trust | None = None, moment=NOW
) -> Evidence | SignatureFault:
    """The verdict on an FS for a sender with these certificates; Alice's when none is named."""
    prints = {one.print for one in registered or (world().alice,)}
    return judge_signature(fs, digest_of(content), prints, by or trust(), moment)


def codes(verdict: Evidence | SignatureFault) -> tuple[str, int, int]:
    """``125``, main and explanatory code of a refusal; of an acceptance ``("ok", 0, 0)``."""
    return (verdict.code, verdict.main, verdict.detail) if isinstance(verdict, SignatureFault) else ("ok", 0, 0)


ACCEPTED = ("ok", 0, 0)
