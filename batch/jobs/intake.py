"""Takes complete sets out of the inbox: claim, keep the exact bytes, enter them in the register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import BinaryIO

from batch.errors import OnemBatchError, TrustMissing
from batch.jobs.desk import Desk, Outcome
from batch.jobs.sharing import returned
from batch.jobs.waiting import Queue, Readiness, Waiting
from batch.model import names
from batch.model.names import ENVIRONMENTS, IN_FOLDER, Environment
from batch.model.receipt import Delivery, Part, Receipt
from batch.model.slices import in_turns, slices
from batch.ports import Archive, Arrival, Claim, Wanted

_MOST_BESIDE = 1 << 20
"""Bytes of an FS, GO or TD that are kept; a larger one is none (a signature has some thousand)."""
_CHUNK = 1 << 20

Ready = tuple[Waiting, Readiness]
_TOGETHER, _HEAVY = 100, 16 << 20
"""Sets that are kept in one commit, and bytes after which no more are: a large one makes none wait for long."""

_LOOK = timedelta(seconds=1)


def take_sets(desk: Desk, outcome: Outcome, *, most: int | None = None) -> bool:
    """One pass over all inbox folders; a set that cannot be taken never stops its neighbours.

    At most ``most`` sets are taken, of the senders in turn; whether more are there that can be taken.
    """
    return Intake(desk).take(outcome, most)


class Intake:
    """What was found ready in the inbox, and is taken a part at a time.

    The inbox is looked into when none is left, and after a second: who has come meanwhile has his turn too.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ready: list[Ready] = []
        self._looked: datetime | None = None

    def take(self, outcome: Outcome, most: int | None = None) -> bool:
        """Take at most so many sets, of the senders in turn; whether more are ready."""
        with outcome.guard("inbox"):
            now = self._desk.clock()
            if not self._ready or self._looked is None or now - self._looked >= _LOOK:
                self._ready, self._looked = _found(self._desk, now, outcome), now
            chosen = in_turn(self._ready, most)
            names = {id(one) for one in chosen}
            self._ready = [one for one in self._ready if id(one) not in names]
            for batch in slices(chosen, _TOGETHER, _weight, _HEAVY):
                _take(self._desk, batch, now, outcome)
        return bool(self._ready)


def in_turn(ready: Sequence[Ready], most: int | None) -> list[Ready]:
    """The first ``most`` when every sender has his turn before anybody has a second one; in the order given."""
    if most is None or len(ready) <= most:
        return list(ready)
    first = in_turns(enumerate(ready), lambda one: one[1][0].sender)[:most]
    return [one for _, one in sorted(first, key=itemgetter(0))]


def _weight(ready: Ready) -> int:
    return sum(arrival.size for arrival in ready[0].every())


def _found(desk: Desk, now: datetime, outcome: Outcome) -> list[Ready]:
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
    return [one for one in ready if not growing & {*one[0].files.values()}] if growing else ready


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


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A set that was moved out of the inbox, and how large its files were when they were seen there."""

    stem: str
    claim: Claim
    codes: tuple[str, ...]
    expected: Mapping[str, int]


def _take(desk: Desk, batch: Sequence[Ready], now: datetime, outcome: Outcome) -> None:
    wanted = {_wanted(waiting): (waiting, readiness.codes) for waiting, readiness in batch}
    claimed = []
    for taken in desk.inbox.claims(wanted):
        waiting, codes = wanted[taken.wanted]
        with outcome.guard(waiting.stem):
            if taken.error is not None:
                raise taken.error
            if taken.claim is not None:
                expected = {arrival.name: arrival.size for arrival in waiting.every()}
                claimed.append(_Claimed(waiting.stem, taken.claim, codes, expected))
    _keep_all(desk, claimed, now, outcome)


def _keep_all(desk: Desk, claimed: Sequence[_Claimed], now: datetime, outcome: Outcome) -> None:
    """Copy the exact bytes of sets into the archive, enter their deliveries, and only then forget the files.

    One wait for the disk and one commit for all; what goes wrong with one set puts that set back.
    """
    with desk.archive.shelf() as shelf:
        kept = []
        for one in claimed:
            with _put_back(desk, shelf, one, outcome):
                parts = tuple(_part(desk, shelf, one.claim, name, one.expected[name]) for name in one.claim.files)
                if any(part.size != one.expected[part.name] for part in parts):
                    _give_back(desk, shelf, one.claim)  # a file grew while it was read
                else:
                    kept.append((one, parts))
        try:
            shelf.sync()
        except OSError:
            # Whose bytes they were is not told: each set is copied once more, by itself.
            if len(claimed) > 1:
                for one in claimed:
                    _keep_all(desk, [one], now, outcome)
                return
            with _put_back(desk, shelf, claimed[0], outcome):
                raise
    entering = [_entering(desk, one, parts, now) for one, parts in kept]
    for (one, parts), result in zip(kept, desk.register.together(entering), strict=True):
        with _put_back(desk, desk.archive, one, outcome):
            receipt = returned(result)
            one.claim.finish()
            desk.log("kept", receipt, files=len(parts))
            outcome.count("taken")


def _entering(desk: Desk, one: _Claimed, parts: tuple[Part, ...], now: datetime) -> Callable[[], Receipt]:
    claim = one.claim
    go_name = next((name for name in claim.files if name.startswith("GO.")), "")
    delivery = Delivery(claim.id, claim.sender, claim.folder, go_name, parts, now, one.codes)
    name = names.read(delivery.subject)
    environment = environment_of(claim.folder)
    series = desk.settings.series[environment]["file"]
    return partial(desk.register.keep, delivery, environment, name.code, name.stem, series)


@contextmanager
def _put_back(desk: Desk, archive: Archive, one: _Claimed, outcome: Outcome) -> Iterator[None]:
    """What goes wrong with a claimed set is told, and the set is put back where it lay."""
    with outcome.guard(one.stem):
        try:
            yield
        except (OSError, OnemBatchError):
            _give_back(desk, archive, one.claim)
            raise


def resume(desk: Desk, claim: Claim) -> None:
    """Finish what was broken off: forget a claim that is in the register, put any other back."""
    _give_back(desk, desk.archive, claim)


def _give_back(desk: Desk, archive: Archive, claim: Claim) -> None:
    if desk.register.has_delivery(claim.id):
        claim.finish()
    else:
        archive.forget(f"in/{claim.id}")
        claim.give_back()


def _part(desk: Desk, archive: Archive, claim: Claim, name: str, size: int) -> Part:
    """Keep one file; one that is too large for its kind is noted by its size only, and gets its code."""
    limits = desk.settings.limits_for(names.read(name).code)
    most = limits.most_file_bytes if name.startswith("FI.") else _MOST_BESIDE
    if size > most:
        return Part(name, size, "", "")
    with claim.open(name) as file:
        artifact = archive.write(f"in/{claim.id}/{name}", _chunks(file, size + 1))
    return Part(name, artifact.size, artifact.sha256, artifact.place, artifact.place)


def _chunks(file: BinaryIO, most: int) -> Iterator[bytes]:
    """The bytes of a file, never more than asked: one that grows without end must not fill the archive."""
    while most > 0 and (chunk := file.read(min(_CHUNK, most))):
        most -= len(chunk)
        yield chunk


def environment_of(folder: str) -> Environment:
    """The environment whose folder it is."""
    return next(one for one in ENVIRONMENTS if IN_FOLDER[one] == folder)
