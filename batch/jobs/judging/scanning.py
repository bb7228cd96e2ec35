"""Asks the virus scanner about the files of a set before the set is judged, so that judging stays free of effects."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from batch.jobs.desk import Desk
from batch.model.calendar import brussels_day
from batch.model.receipt import Part, Receipt
from batch.pipeline import Bench, Judge
from batch.switchboard import BY_IDENTIFICATION


def harmful_in(desk: Desk, receipt: Receipt) -> frozenset[str] | None:
    """The SHA-256 of those files of a set in which the scanner has found something; None: there is no scanner.

    Each content is sent to it once. What is refused for other reasons is not sent.

    Raises:
        ScannerUnreachable: it gives no verdict; the set is set aside, and judged when it does.
    """
    if desk.scanner is None:
        return None
    found: dict[str, str | None] = {}
    if BY_IDENTIFICATION[receipt.message].beside:
        bench = Bench(desk.open_law(), desk.law_room, brussels_day(receipt.received_at))
        for part in receipt.inputs():
            for one in Judge(_opened(desk, part), part.frame, bench).attachments():
                if one.sha256 not in found:
                    found[one.sha256] = desk.scanner.finding(one.content)
    for sha256, name in found.items():
        if name is not None:
            desk.log("harmful file", receipt, sha256=sha256, finding=name)
    return frozenset(sha256 for sha256, name in found.items() if name is not None)


def _opened(desk: Desk, part: Part) -> Callable[[], BinaryIO]:
    return lambda: desk.archive.open(part.content)
