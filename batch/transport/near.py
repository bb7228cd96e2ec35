"""Boxes on this machine: a batch of sets waits for the disk together, where far ones work in lanes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from batch.errors import AnswerChanged
from batch.model.slices import batches, slices
from batch.ports import Shipment, ShippedFile, Taken, Wanted
from batch.transport.claims import FolderClaim
from batch.transport.files import Draft, at_once, chunks_of, publish
from batch.transport.inbox import FolderInbox
from batch.transport.outbox import FolderOutbox

_TOGETHER = 100
_HEAVY = 16 << 20
"""Bytes of answers after which no more are laid down together: the next reader should not wait for a large one."""


class NearInbox(FolderInbox):
    """All inbox folders of all senders, on this machine."""

    def claims(self, wanted: Iterable[Wanted]) -> Iterator[Taken]:
        """Move sets out, in the order asked, a batch at a time.

        A claim that is never read stays in ``.claims``; the next run finds it unfinished.
        """
        for batch in batches(wanted, _TOGETHER):
            claims = [self._begun(one) for one in batch]
            moved: list[bool] = []
            errors = [self._moved(claim, one, moved) for claim, one in zip(claims, batch, strict=True)]
            ours = [claim for claim, is_ours in zip(claims, moved, strict=True) if is_ours]
            broken = dict(zip((claim.id for claim in ours), at_once(FolderClaim.sync, ours), strict=True))
            for one, claim, is_ours, error in zip(batch, claims, moved, errors, strict=True):
                yield Taken(one, claim if is_ours else None, error or broken.get(claim.id))

    def _begun(self, wanted: Wanted) -> FolderClaim:
        return FolderClaim(self._tree, self._layout, f"{uuid.uuid4().hex}~{wanted.sender}~{wanted.folder}")

    @staticmethod
    def _moved(claim: FolderClaim, wanted: Wanted, moved: list[bool]) -> Exception | None:
        try:
            moved.append(claim.move(wanted.first, wanted.others))
        except OSError as error:
            moved.append(False)
            return error
        return None


class NearOutbox(FolderOutbox):
    """All outbox folders of all addressees, on this machine."""

    def deliver_all(self, shipments: Iterable[Shipment]) -> Iterator[tuple[Shipment, Exception | None]]:
        """Lay answers down, a batch at a time: all files, then all GOs, each time one wait for the disk."""
        for batch in slices(shipments, _TOGETHER, _bytes_of, _HEAVY):
            yield from zip(batch, self._together(batch), strict=True)

    def _together(self, batch: Sequence[Shipment]) -> list[Exception | None]:
        """Why each of a batch could not be laid down; a GO only where everything before it lies synced."""
        errors: dict[int, Exception] = {}
        for missing in (self._missing_files, self._missing_go):
            drafts: dict[Draft, int] = {}
            for place, shipment in enumerate(batch):
                if place not in errors:
                    try:
                        for name, file in missing(shipment):
                            drafts[self._drafted(shipment, name, file)] = place
                    except Exception as error:  # noqa: BLE001 - nothing is swallowed: the error is handed on beside its answer
                        errors[place] = error
            for draft in (one for one, place in drafts.items() if place in errors):
                draft.discard()
            failed = publish(draft for draft, place in drafts.items() if place not in errors)
            errors.update({drafts[draft]: error for draft, error in failed.items()})
        return [errors.get(place) for place in range(len(batch))]

    def _missing_files(self, shipment: Shipment) -> Iterator[tuple[str, ShippedFile | None]]:
        folder = self._layout.folder(shipment.addressee, shipment.folder)
        return ((file.name, file) for file in shipment.files if not self._lies(folder, file))

    def _missing_go(self, shipment: Shipment) -> Iterator[tuple[str, ShippedFile | None]]:
        folder = self._layout.folder(shipment.addressee, shipment.folder)
        if self._tree.find(f"{folder}/{shipment.go_name}") is None:
            yield shipment.go_name, None

    def _drafted(self, shipment: Shipment, name: str, file: ShippedFile | None) -> Draft:
        draft = Draft(Path(self._layout.folder(shipment.addressee, shipment.folder)) / name, "run")
        try:
            if file is None:
                draft.write((), sync=False)
            else:
                with file.open() as content:
                    draft.write(chunks_of(content), sync=False)
        except BaseException:
            draft.discard()
            raise
        if file is not None and (draft.size, draft.sha256) != (file.size, file.sha256):
            draft.discard()
            raise AnswerChanged(name)
        return draft


def _bytes_of(shipment: Shipment) -> int:
    return sum(file.size for file in shipment.files)
