"""Writes the receipt of a file, the ACRF, into the archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from batch.jobs.desk import Desk
from batch.model.calendar import brussels_day
from batch.model.findings import FileFault
from batch.model.receipt import Receipt
from batch.ports import Posting
from batch.writers.acrf import acrf


def receipt_of(desk: Desk, receipt: Receipt, faults: Sequence[FileFault], order: Receipt | None = None) -> Posting:
    """The ACRF of a set, positive without faults; ``order`` is the TD that cancelled it, if one did."""
    moment = (order or receipt).received_at
    content = receipt_bytes(receipt, faults, moment)
    name = "ACRF.cancelled.xml" if order else "ACRF.xml"
    artifact = desk.archive.write(f"out/{receipt.id}/{name}", [content])
    return Posting("ACRF", receipt.environment, receipt.sender, artifact, brussels_day(moment))


def receipt_bytes(receipt: Receipt, faults: Sequence[FileFault], moment: datetime) -> bytes:
    """The ACRF itself."""
    return acrf(_subject(receipt, faults), receipt.file_ticket, faults, moment)


def _subject(receipt: Receipt, faults: Sequence[FileFault]) -> str:
    """The file the ACRF is about: the GO, or the one file whose own name or size is all that is wrong.

    A fault of its content names a file only in a set of several parts, where the GO would not tell which (ours:
    published receipts name the GO for a signature and another file for its prefix).
    """
    names = {part.name for part in receipt.delivery.parts}
    several = len(receipt.delivery.names("FI")) > 1
    at_fault: set[str] = set()
    for fault in faults:
        name, _, said = fault.detail.partition(": ")
        own = name in names and (several or not said)
        at_fault.add(name if own else receipt.delivery.subject)
        if len(at_fault) > 1:
            return receipt.delivery.subject
    return at_fault.pop() if at_fault else receipt.delivery.subject
