"""The signature of one file: read, then judged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from batch.model.signature import Evidence, SignatureFault
from batch.parsers.cms import read_signature
from batch.validators.signature import DigestOf, Trust, judge


def judge_signature(
    fs_bytes: bytes, digest_of: DigestOf, registered: Collection[str], trust: Trust, moment: datetime
) -> Evidence | SignatureFault:
    """Whether the bytes of an FS are a signature that is accepted for the file ``digest_of`` knows.

    Raises:
        RevocationUnknown: all is good but no usable revocation list tells, and revocation is ``required``.
    """
    read = read_signature(fs_bytes)
    return read if isinstance(read, SignatureFault) else judge(read, digest_of, registered, trust, moment)
