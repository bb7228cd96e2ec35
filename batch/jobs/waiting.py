"""What lies in the inbox: files by set, and whether a set can be taken yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from batch.model import names
from batch.model.names import IN_FOLDER, FileName
from batch.model.receipt import CANCELLED, Receipt
from batch.ports import Arrival, FileKey, Register
from batch.settings import Settings

NOTHING_TO_CANCEL = "234"
"""A TD for a name that nobody has sent (ours: annex 30 has no word of its own for it)."""
_REMOVED = "430"
_NO_FILES, _NO_DECLARATION, _NO_GO = "120", "142", "130"


@dataclass(slots=True)
class Waiting:
    """The files of one set in one inbox folder."""

    sender: str
    folder: str
    stem: str
    go: Arrival | None = None
    cancellation: Arrival | None = None
    files: dict[str, Arrival] = field(default_factory=dict)

    def named(self, prefix: str) -> list[FileName]:
        """Its files with a prefix, by name."""
        return [names.read(name) for name in sorted(self.files) if name.startswith(f"{prefix}.")]

    def every(self) -> list[Arrival]:
        """All its files; the one that decides who gets the set comes first."""
        triggers = [one for one in (self.go, self.cancellation) if one is not None]
        return [*triggers, *(self.files[name] for name in sorted(self.files))]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a set can be taken now, with which codes, or until when it waits and for what."""

    is_ready: bool
    codes: tuple[str, ...] = ()
    why: str = ""


_READY = Readiness(is_ready=True)


def sets_of(arrivals: Iterable[Arrival]) -> list[Waiting]:
    """Files of the channel by folder and stem, in the order in which their triggers came."""
    found: dict[tuple[str, str, str], Waiting] = {}
    for arrival in arrivals:
        if not names.is_of_the_channel(arrival.name):
            continue
        stem = names.read(arrival.name).stem
        key = (arrival.sender, arrival.folder, stem)
        waiting = found.setdefault(key, Waiting(*key))
        if arrival.name.startswith("GO."):
            waiting.go, beside = _first(waiting.go, arrival)
        elif arrival.name.startswith("TD."):
            waiting.cancellation, beside = _first(waiting.cancellation, arrival)
        else:
            beside = arrival
        if beside is not None:
            waiting.files[beside.name] = beside
    return sorted(found.values(), key=_arrival)


def _first(known: Arrival | None, other: Arrival) -> tuple[Arrival, Arrival | None]:
    """Of two triggers for one set the one that came first, whatever the listing says; the other goes with it."""
    if known is None:
        return other, None
    first, second = sorted((known, other), key=lambda one: (one.modified, one.name))
    return first, second


def _arrival(waiting: Waiting) -> tuple[datetime, list[str]]:
    """When the trigger came; within one moment (SFTP tells whole seconds) date and sequence of the name decide."""
    code, sender, *rest = waiting.stem.split(".")
    return waiting.every()[0].modified, [*rest, code, sender]


class Queue:
    """Decides for every set in the inbox whether it is taken now."""

    def __init__(self, settings: Settings, register: Register) -> None:
        self._settings = settings
        self._register = register

    def judge(
        self, arrivals: Sequence[Arrival], now: datetime, *, saw_all: bool = True
    ) -> list[tuple[Waiting, Readiness]]:
        """Every set with its readiness; remembers since when incomplete ones wait.

        Without ``saw_all`` a folder could not be read: nothing in it counts as gone.
        """
        sets = [(one, self.whole(one)) for found in sets_of(arrivals) for one in self._parted(found)]
        incomplete = [one for one, readiness in sets if not readiness.is_ready]
        since = self._register.first_seen(_keys(incomplete, arrivals), now, forget=saw_all)
        return [
            (one, readiness if readiness.is_ready else self._overdue(one, readiness, since, now))
            for one, readiness in sets
        ]

    def _parted(self, waiting: Waiting) -> Iterator[Waiting]:
        """A TD for a name that was used is about the set that used it, whatever else lies there by now."""
        alone = waiting.go is None and not waiting.files
        if waiting.cancellation is None or alone or self._known(waiting) is None:
            yield waiting
            return
        yield replace(waiting, go=None, files={})
        yield replace(waiting, cancellation=None)

    def whole(self, waiting: Waiting) -> Readiness:
        """Whether nothing more is to come; else what is missing."""
        if waiting.cancellation is not None:
            return self._with_cancellation(waiting)
        if waiting.go is None:
            return Readiness(is_ready=False, why="its GO is missing")
        go = names.read(waiting.go.name)
        most = self._settings.limits_for(go.code).most_parts
        if go.faults or not 1 <= go.parts <= most:
            return _READY
        wanted = set(range(1, go.parts + 1))
        present = {one.part for one in waiting.named("FI")}
        if not present and not waiting.files:
            return self._go_alone(waiting)
        if not wanted <= present:
            return Readiness(is_ready=False, why="its FI is missing")
        if self._signs(waiting) and not wanted <= {one.part for one in waiting.named("FS")}:
            return Readiness(is_ready=False, why="its FS is missing")
        return _READY

    def _signs(self, waiting: Waiting) -> bool:
        """Whether its FS is waited for; a set of another environment that lies there is wrong already."""
        told = names.read(waiting.go.name).environment if waiting.go else "R"
        return self._settings.signature == "required" and waiting.folder == IN_FOLDER["R"] and told == "R"

    def _with_cancellation(self, waiting: Waiting) -> Readiness:
        if waiting.go is not None or waiting.files:
            return Readiness(is_ready=True, codes=(CANCELLED,))
        if self._known(waiting) is not None:
            return _READY
        return Readiness(is_ready=False, why="its set is not there yet")

    def _go_alone(self, waiting: Waiting) -> Readiness:
        """A GO without files for a name that was used: nothing will come."""
        known = self._known(waiting)
        if known is None:
            return Readiness(is_ready=False, why="its FI is missing")
        return Readiness(is_ready=True, codes=(_REMOVED,) if known.state == "refused" else ())

    def _known(self, waiting: Waiting) -> Receipt | None:
        return self._register.receipt_named(waiting.sender, waiting.stem)

    def _overdue(
        self, waiting: Waiting, readiness: Readiness, since: Mapping[FileKey, datetime], now: datetime
    ) -> Readiness:
        hours = timedelta(hours=self._settings.wait_for_go_hours)
        minutes = timedelta(minutes=self._settings.wait_for_files_minutes)
        trigger = waiting.go or waiting.cancellation
        if trigger is None:
            oldest = min(since[key_of(one)] for one in waiting.every())
            return Readiness(is_ready=True, codes=(_NO_GO,)) if now - oldest >= hours else readiness
        if now - since[key_of(trigger)] < minutes:
            return readiness
        if waiting.cancellation is not None:
            return Readiness(is_ready=True, codes=(NOTHING_TO_CANCEL,))
        return Readiness(is_ready=True, codes=tuple(_missing(waiting)))


def _missing(waiting: Waiting) -> Iterator[str]:
    """The codes of a set whose files did not come; a missing FS is told by its number (122)."""
    go = names.read(waiting.go.name) if waiting.go else None
    present = {one.part for one in waiting.named("FI")}
    if go is not None and not set(range(1, go.parts + 1)) <= present:
        yield _NO_FILES
    if not present and waiting.files:
        yield _NO_DECLARATION


def _keys(incomplete: Iterable[Waiting], arrivals: Iterable[Arrival]) -> Iterator[FileKey]:
    """What waits: files of incomplete sets, and files that do not belong to the channel."""
    for waiting in incomplete:
        yield from (key_of(one) for one in waiting.every())
    yield from (key_of(one) for one in arrivals if not names.is_of_the_channel(one.name))


def key_of(arrival: Arrival) -> FileKey:
    """A file by its place and name; a name that is no UTF-8 with its bytes written out, for no database holds it."""
    return (arrival.sender, arrival.folder, arrival.name.encode("utf-8", "backslashreplace").decode())
