"""Makes an answer ready to leave: its FO, or a CO when it is large, and our signature beside it.

What is made here is kept in the archive and never made again, so that a repeated delivery has the same bytes.
"""

from __future__ import annotations

from datetime import datetime

from batch.jobs.desk import Desk
from batch.model.names import compressed_of, signature_of
from batch.model.receipt import Answer
from batch.ports import Artifact, Shipment, ShippedFile
from batch.writers.zipped import zipped

_CHUNK = 1 << 20


def shipment_of(desk: Desk, answer: Answer, now: datetime) -> Shipment:
    """The files of an answer set.

    Raises:
        SigningKeyUnusable: answers are to be signed and no key is valid.
    """
    content = Artifact(answer.place, answer.size, answer.sha256)
    files = [_shipped(desk, answer.name, content)]
    if answer.size > desk.settings.compress_above_bytes:
        files = [_shipped(desk, compressed_of(answer.name), _packed(desk, answer))]
    signature = _signature(desk, answer, now)
    if signature is not None:
        files.append(_shipped(desk, signature_of(answer.name), signature))
    return Shipment(answer.addressee, answer.folder, tuple(files), answer.go_name)


def _signature(desk: Desk, answer: Answer, now: datetime) -> Artifact | None:
    """The FS over the bytes of the FO, also when that leaves packed (ours)."""
    place = f"{answer.place}.FS"
    known = desk.archive.find(place)
    if known is not None:
        return known
    content = desk.signing.sign(answer.sha256, now)
    return None if content is None else desk.archive.write(place, [content])


def _packed(desk: Desk, answer: Answer) -> Artifact:
    place = f"{answer.place}.CO"
    known = desk.archive.find(place)
    if known is not None:
        return known
    with desk.archive.open(answer.place) as file:
        return desk.archive.write(place, zipped(answer.name, iter(lambda: file.read(_CHUNK), b"")))


def _shipped(desk: Desk, name: str, artifact: Artifact) -> ShippedFile:
    return ShippedFile(name, artifact.sha256, artifact.size, lambda: desk.archive.open(artifact.place))
