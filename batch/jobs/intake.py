"""Takes complete sets out of the inbox: claim, keep the exact bytes, enter them in the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from batch.errors import OnemBatchError, TrustMissing
from batch.jobs.desk import Desk, Outcome
from batch.jobs.waiting import Queue, Readiness, Waiting
from batch.model import names
from batch.model.names import ENVIRONMENTS, IN_FOLDER, Environment
from batch.model.receipt import Delivery, Part
from batch.ports import Arrival, Claim, Taken, Wanted

_MOST_BESIDE = 1 << 20
"""Bytes of an FS, GO or TD that are kept; a larger one is none (a signature has some thousand)."""
_CHUNK = 1 << 20

Ready = tuple[Waiting, Readiness]


def take_sets(desk: Desk, outcome: Outcome) -> None:
    """One pass over all inbox folders; a set that cannot be taken never stops its neighbours."""
    with outcome.guard("inbox"):
        _take_from(desk, desk.clock(), outcome)


def _take_from(desk: Desk, now: datetime, outcome: Outcome) -> None:
    for claim in desk.inbox.unfinished():
        with outcome.guard(f"claim {claim.id}"):
            resume(desk, claim)
    troubles: list[Exception] = []
    arrivals = desk.inbox.arrivals(troubles.append)
    for trouble in troubles:
        outcome.problem(trouble)
    judged = Queue(desk.settings, desk.register).judge(arrivals, now, saw_all=not troubles)
    ready = _trusted(desk, [one for one in judged if one[1].is_ready], outcome)
    growing = _growing(desk, ready, now)
    still = {_wanted(one): (one, readiness.codes) for one, readiness in ready if not growing & {*one.files.values()}}
    for taken in desk.inbox.claims(still):
        waiting, codes = still[taken.wanted]
        with outcome.guard(waiting.stem):
            _take(desk, taken, waiting, codes, now, outcome)


def _trusted(desk: Desk, ready: list[Ready], outcome: Outcome) -> list[Ready]:
    """Without one authority whose certificates count, signed sets wait: that fault is ours."""
    if desk.settings.signature != "required" or not ready or desk.trust.is_ready():
        return ready
    waits = [waiting for waiting, _ in ready if waiting.folder == IN_FOLDER["R"] or waiting.named("FS")]
    if waits:
        outcome.problem(TrustMissing(f"{len(waits)} sets stay in the inbox: of production, or signed."))
    return [one for one in ready if one[0] not in waits]


def _growing(desk: Desk, ready: Sequence[Ready], now: datetime) -> set[Arrival]:
    every = [arrival for waiting, _ in ready for arrival in waiting.files.values()]
    return desk.inbox.is_growing(every, desk.settings.settle_milliseconds / 1000, now)


def _wanted(waiting: Waiting) -> Wanted:
    first, *others = (one.name for one in waiting.every())
    return Wanted(waiting.sender, waiting.folder, first, tuple(others))


def _take(desk: Desk, taken: Taken, waiting: Waiting, codes: tuple[str, ...], now: datetime, outcome: Outcome) -> None:
    if taken.error is not None:
        raise taken.error
    claim = taken.claim
    if claim is None:
        return
    expected = {arrival.name: arrival.size for arrival in waiting.every()}
    try:
        kept = keep(desk, claim, codes, now, expected)
    except (OSError, OnemBatchError):
        resume(desk, claim)
        raise
    if kept:
        outcome.count("taken")


def keep(desk: Desk, claim: Claim, codes: tuple[str, ...], now: datetime, expected: dict[str, int]) -> bool:
    """Copy the exact bytes into the archive, enter the delivery, and only then forget the files.

    False when a file grew while it was read: everything is put back.
    """
    parts = tuple(_part(desk, claim, name, expected[name]) for name in claim.files)
    if any(part.size != expected[part.name] for part in parts):
        resume(desk, claim)
        return False
    go_name = next((name for name in claim.files if name.startswith("GO.")), "")
    delivery = Delivery(claim.id, claim.sender, claim.folder, go_name, parts, now, codes)
    name = names.read(delivery.subject)
    environment = environment_of(claim.folder)
    series = desk.settings.series[environment]["file"]
    receipt = desk.register.keep(delivery, environment, name.code, name.stem, series)
    claim.finish()
    desk.log("kept", receipt, files=len(parts))
    return True


def resume(desk: Desk, claim: Claim) -> None:
    """Finish what was broken off: forget a claim that is in the register, put any other back."""
    if desk.register.has_delivery(claim.id):
        claim.finish()
    else:
        desk.archive.forget(f"in/{claim.id}")
        claim.give_back()


def _part(desk: Desk, claim: Claim, name: str, size: int) -> Part:
    """Keep one file; one that is too large for its kind is noted by its size only, and gets its code."""
    limits = desk.settings.limits_for(names.read(name).code)
    most = limits.most_file_bytes if name.startswith("FI.") else _MOST_BESIDE
    if size > most:
        return Part(name, size, "", "")
    with claim.open(name) as file:
        artifact = desk.archive.write(f"in/{claim.id}/{name}", _chunks(file, size + 1))
    return Part(name, artifact.size, artifact.sha256, artifact.place, artifact.place)


def _chunks(file: BinaryIO, most: int) -> Iterator[bytes]:
    """The bytes of a file, never more than asked: one that grows without end must not fill the archive."""
    while most > 0 and (chunk := file.read(min(_CHUNK, most))):
        most -= len(chunk)
        yield chunk


def environment_of(folder: str) -> Environment:
    """The environment whose folder it is."""
    return next(one for one in ENVIRONMENTS if IN_FOLDER[one] == folder)
