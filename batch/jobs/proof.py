"""Compares what is kept of a set with what the journal told of it when it happened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from batch.jobs.desk import Desk
from batch.model.findings import FileFault
from batch.model.receipt import Entry, Part, Receipt
from batch.parsers import zipped

_CLOSING = ("acknowledged", "refused", "tested", "cancelled")
"""What the journal calls a set when it gets an ACRF."""
_BY_TD = ".cancelled.xml"


@dataclass(frozen=True, slots=True)
class Proof:
    """One set: what the register keeps of it, and its journal entries in order."""

    desk: Desk
    receipt: Receipt
    entries: Sequence[Entry]
    faults: Sequence[FileFault]
    """Those of its files, whichever of its ACRF told them."""
    accepted: int
    """How many of its forms are kept as accepted."""

    def of_the_files(self) -> Iterator[str]:
        """What is wrong with the journal entries and with the archived files, in the operator's words."""
        for entry in self.entries:
            if not entry.is_whole:
                yield f"journal entry {entry.id} was changed"
        told: Mapping[str, str] = next((one.detail["sha256"] for one in self.entries if one.what == "kept"), {})
        for part in self.receipt.delivery.parts:
            if told.get(part.name) != part.sha256:
                yield f"{part.name}: the register and the journal tell another SHA-256"
            elif part.place:
                yield from self._of_the_bytes(part)

    def _of_the_bytes(self, part: Part) -> Iterator[str]:
        for place in dict.fromkeys((part.place, part.content or part.place)):
            found = self.desk.archive.find(place)
            if found is None:
                yield f"archive/{place} is gone"
            elif place == part.place and found.sha256 != part.sha256:
                yield f"archive/{place} is not what was received"
            elif place != part.place and found.sha256 != self._unpacked(part):
                yield f"archive/{place} is not what was received in the ZIP"

    def _unpacked(self, part: Part) -> str:
        digest = hashlib.sha256()
        with self.desk.archive.open(part.place) as file:
            limits = self.desk.settings.limits_for(self.receipt.code)
            for chunk in zipped.Unpacking(file, max(limits.most_file_bytes, part.size)):
                digest.update(chunk)
        return digest.hexdigest()

    def told_in(self, place: str) -> list[FileFault]:
        """The faults that the ACRF at that place told, by its journal entry."""
        codes = self._codes(place)
        return [fault for fault in self.faults if fault.code in codes]

    def of_the_acrf(self, place: str) -> Iterator[str]:
        """What the register keeps otherwise than the journal told of an ACRF."""
        kept, told = {fault.code for fault in self.told_in(place)}, set(self._codes(place))
        if self._closing(place) is None:
            yield "the journal does not tell of it"
        elif kept != told:
            yield f"the journal told the codes {_in_words(told)}, the register keeps {_in_words(kept)}"

    def _codes(self, place: str) -> list[str]:
        entry = self._closing(place)
        return entry.detail["codes"].split() if entry else []

    def _closing(self, place: str) -> Entry | None:
        """The entry of an ACRF: a set that was taken may be cancelled by a TD afterwards, which is the last one."""
        found = [one for one in self.entries if one.what in _CLOSING]
        if not found:
            return None
        return found[-1 if place.endswith(_BY_TD) else 0]

    def of_the_noti(self, name: str) -> Iterator[str]:
        """What the register keeps otherwise than the journal told of the notification."""
        entry = next((one for one in self.entries if one.what == "answered"), None)
        if entry is None:
            yield "the journal does not tell of it"
            return
        if entry.detail["answer"] != name:
            yield f"the journal told of {entry.detail['answer']}"
        if entry.detail["accepted"] != self.accepted:
            yield f"the journal told of {entry.detail['accepted']} accepted forms, the register keeps {self.accepted}"


def _in_words(codes: Iterable[str]) -> str:
    return " ".join(sorted(codes)) or "none"
