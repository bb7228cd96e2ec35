"""Takes complete sets out of the inbox: claim, keep the exact bytes, enter them in the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from batch.errors import OnemBatchError, SignatureNotChecked
from batch.jobs.desk import Desk, Outcome
from batch.model import names
from batch.model.names import ENVIRONMENTS, MOST_PARTS, Environment, FileName
from batch.model.receipt import Delivery, Part
from batch.ports import Arrival, Claim

_YOUNG = timedelta(seconds=10)


@dataclass(slots=True)
class Waiting:
    """The files of one set in one inbox folder."""

    sender: str
    folder: str
    stem: str
    go: Arrival | None = None
    files: dict[str, Arrival] = field(default_factory=dict)

    def inputs(self) -> list[FileName]:
        """The FI files, by name."""
        return [names.read(name) for name in sorted(self.files) if name.startswith("FI.")]

    @property
    def oldest(self) -> datetime:
        """When its first file came."""
        every = [*self.files.values(), *([self.go] if self.go else [])]
        return min(arrival.modified for arrival in every)


def take_sets(desk: Desk, outcome: Outcome) -> None:
    """One pass over all inbox folders; a set that cannot be taken never stops its neighbours."""
    now = desk.clock()
    for claim in desk.inbox.unfinished():
        with outcome.guard(f"claim {claim.id}"):
            resume(desk, claim)
    ready = list(_ready(desk, sets_of(desk.inbox.arrivals()), now, outcome))
    growing = _growing(desk, ready, now)
    for waiting, codes in ready:
        if growing & {*waiting.files.values()}:
            continue
        with outcome.guard(waiting.stem):
            _take(desk, waiting, codes, now, outcome)


def sets_of(arrivals: Iterable[Arrival]) -> list[Waiting]:
    """Files of the channel by folder and stem, in the order in which their GO came."""
    found: dict[tuple[str, str, str], Waiting] = {}
    for arrival in arrivals:
        if not names.is_of_the_channel(arrival.name):
            continue
        stem = names.read(arrival.name).stem
        key = (arrival.sender, arrival.folder, stem)
        waiting = found.setdefault(key, Waiting(*key))
        if arrival.name.startswith("GO."):
            waiting.go = arrival
        elif not arrival.name.startswith("TD."):
            waiting.files[arrival.name] = arrival
    whole = [one for one in found.values() if one.go or one.files]
    return sorted(whole, key=lambda one: ((one.go or next(iter(one.files.values()))).modified, one.stem))


def _ready(
    desk: Desk, waiting: Sequence[Waiting], now: datetime, outcome: Outcome
) -> Iterator[tuple[Waiting, tuple[str, ...]]]:
    for one in waiting:
        codes = _readiness(desk, one, now)
        if codes is None:
            continue
        if one.folder == "IN" and desk.settings.signature != "off":
            outcome.problem(SignatureNotChecked(f"{one.stem} of sender {one.sender} stays in the inbox."))
            continue
        yield one, codes


def _readiness(desk: Desk, waiting: Waiting, now: datetime) -> tuple[str, ...] | None:
    """None: not yet. Else the codes that intake itself found; none for a complete set."""
    if waiting.go is None:
        limit = timedelta(hours=desk.settings.wait_for_go_hours)
        return ("130",) if now - waiting.oldest >= limit else None
    go = names.read(waiting.go.name)
    present = {one.part for one in waiting.inputs()}
    if go.faults or not 1 <= go.parts <= MOST_PARTS:
        return ()
    if present == set(range(1, go.parts + 1)):
        return ()
    limit = timedelta(minutes=desk.settings.wait_for_files_minutes)
    return ("120",) if now - waiting.go.modified >= limit else None


def _growing(desk: Desk, ready: Sequence[tuple[Waiting, tuple[str, ...]]], now: datetime) -> set[Arrival]:
    young = [arrival for waiting, _ in ready for arrival in waiting.files.values() if now - arrival.modified < _YOUNG]
    return desk.inbox.is_growing(young, desk.settings.settle_milliseconds / 1000)


def _take(desk: Desk, waiting: Waiting, codes: tuple[str, ...], now: datetime, outcome: Outcome) -> None:
    files = sorted(waiting.files)
    first = waiting.go.name if waiting.go else files.pop(0)
    claim = desk.inbox.claim(waiting.sender, waiting.folder, first, files)
    if claim is None:
        return
    expected = {name: arrival.size for name, arrival in waiting.files.items()}
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
    parts = tuple(_part(desk, claim, name) for name in claim.files)
    if any(part.size != expected.get(part.name, part.size) for part in parts):
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


def _part(desk: Desk, claim: Claim, name: str) -> Part:
    with claim.open(name) as file:
        artifact = desk.archive.keep(f"in/{claim.id}/{name}", file)
    return Part(name, artifact.size, artifact.sha256, artifact.place)


def environment_of(folder: str) -> Environment:
    """The environment whose folder it is."""
    return next(one for one in ENVIRONMENTS if names.IN_FOLDER[one] == folder)
