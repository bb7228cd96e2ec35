"""Reads the files of a kept set for its receipt: names, sender, signatures, and the frame of every part.

Later steps are taken only when the earlier ones found nothing: a name that was used says no more about its
content, and no byte of a file is parsed before its signature is known to be good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from batch import switchboard
from batch.jobs.desk import Desk
from batch.jobs.entitlement import Entitlement
from batch.jobs.signatures import check_signatures
from batch.model.calendar import brussels_day
from batch.model.findings import FileFault
from batch.model.receipt import CANCELLED, Part, Receipt, Reception
from batch.parsers import zipped
from batch.pipeline import frame_of
from batch.validators import delivery

_USED = "133"
_TOO_BIG_TOGETHER = "509"


def receive(desk: Desk, receipt: Receipt) -> Reception:
    """All faults of a set and what its parts hold, as far as it could be read."""
    return _Reading(desk, receipt).reception()


@dataclass(slots=True)
class _Reading:
    """One set, read once."""

    desk: Desk
    receipt: Receipt

    def reception(self) -> Reception:
        early = tuple(self._used()) or tuple(self._before_reading()) or tuple(self._sizes())
        if early:
            return Reception(faults=early)
        signed, faults = check_signatures(self.desk, self.receipt)
        if faults:
            return Reception(parts=signed, faults=faults)
        return self._parts(signed)

    def _used(self) -> Iterator[FileFault]:
        if self.receipt.duplicate_of is not None:
            yield FileFault(_USED, self.receipt.delivery.subject)
            yield from self._from_intake()

    def _from_intake(self) -> Iterator[FileFault]:
        return (FileFault(code) for code in self.receipt.delivery.verdict_of_intake)

    def _before_reading(self) -> Iterator[FileFault]:
        receipt, settings = self.receipt, self.desk.settings
        day = brussels_day(receipt.received_at)
        given, limits = receipt.delivery, settings.limits_for(receipt.code)
        digits_only = settings.sequence == "digits"
        yield from delivery.name_faults(given, day, settings.oldest_name_days, digits_only=digits_only)
        if CANCELLED in given.verdict_of_intake:  # taken back by its sender: what it lacked is nobody's business
            yield from self._from_intake()
            return
        yield from delivery.part_faults(given, limits)
        yield from delivery.signature_faults(given, settings.signature)
        yield from Entitlement(self.desk, receipt).faults()
        yield from self._from_intake()
        yield from delivery.size_faults(given.parts, limits)

    def _sizes(self) -> Iterator[FileFault]:
        """The size after compression; measured only where it can matter, for it costs a pass over the files."""
        most = self.desk.settings.limits_for(self.receipt.code).most_compressed_bytes
        files = [part for part in (*self.receipt.inputs(), *self.receipt.files("FS")) if part.place]
        if sum(part.size for part in files) > most and sum(map(self._compressed, files)) > most:
            yield FileFault(_TOO_BIG_TOGETHER, f"more than {most} bytes")

    def _compressed(self, part: Part) -> int:
        with self.desk.archive.open(part.place) as file:
            return part.size if zipped.is_zip(file) else zipped.deflated_size(file)

    def _parts(self, parts: tuple[Part, ...]) -> Reception:
        read, faults = [], list[FileFault]()
        for part in parts:
            found = part
            if part.name.startswith("FI."):
                found, new = self._part(part)
                faults += (self._told(part, fault) for fault in new)
            read.append(found)
        message = next((part.frame.message for part in read if part.frame.message), "")
        if not faults:
            faults += Entitlement(self.desk, self.receipt).faults_of_forms(read)
        known = switchboard.BY_IDENTIFICATION.get(message)
        return Reception(message, tuple(read), tuple(faults), acts_on_any=bool(known and known.quality))

    def _told(self, part: Part, fault: FileFault) -> FileFault:
        """In a set of several parts a fault says in which one it is."""
        several = len(self.receipt.inputs()) > 1
        return replace(fault, detail=f"{part.name}: {fault.detail}") if several else fault

    def _part(self, part: Part) -> tuple[Part, tuple[FileFault, ...]]:
        unpacked = self._unpacked(part)
        if isinstance(unpacked, FileFault):
            return part, (unpacked,)
        desk, day = self.desk, brussels_day(self.receipt.received_at)
        limits = desk.settings.limits_for(self.receipt.code)
        frame = frame_of(self._opened(unpacked), desk.open_law(), day, self.receipt.code, limits)
        return replace(unpacked, frame=frame), frame.faults

    def _unpacked(self, part: Part) -> Part | FileFault:
        with self.desk.archive.open(part.place) as file:
            if not zipped.is_zip(file):
                return part
            limits = self.desk.settings.limits_for(self.receipt.code)
            unpacking = zipped.Unpacking(file, limits.most_file_bytes)
            artifact = self.desk.archive.write(f"{part.place}.unpacked", unpacking)
        if unpacking.fault is not None:
            self.desk.archive.discard(artifact.place)
            return unpacking.fault
        return replace(part, content=artifact.place)

    def _opened(self, part: Part) -> Callable[[], BinaryIO]:
        return lambda: self.desk.archive.open(part.content)
