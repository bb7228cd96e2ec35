"""Every move of a request of career break, written down a second time: what tests hold the program against."""

from __future__ import annotations

_TABLE = """
awaiting-worker new-end awaiting-worker
awaiting-worker cancellation cancelled
awaiting-worker worker-cancellation cancelled
awaiting-worker worker-part awaiting-onem awaiting-attachments
awaiting-worker attachment awaiting-worker
awaiting-worker contact-data awaiting-worker
awaiting-attachments contact-data awaiting-attachments
awaiting-onem contact-data awaiting-onem
in-progress contact-data in-progress
awaiting-attachments attachment awaiting-onem awaiting-attachments
awaiting-attachments worker-cancellation cancelled
awaiting-onem progress in-progress
awaiting-onem decision closed
in-progress decision closed
"""
MOVES = {(status, step): found for status, step, *found in map(str.split, _TABLE.strip().splitlines())}
"""By status and step: the status after it; where there are two, the second while a mandatory document is missing."""


def reached(status: str, step: str, *, complete: bool = True) -> str | None:
    """The status after a step; None where it is not allowed."""
    found = MOVES.get((status, step))
    return None if found is None else found[0 if complete else -1]


def are_moves(steps: list[tuple[str, str]]) -> bool:
    """Whether steps, each with the status after it, begin with a request and follow the table."""
    statuses = [status for _, status in steps]
    begins = steps[:1] == [("request", "awaiting-worker")]
    pairs = zip(statuses, steps[1:], strict=False)
    return begins and all(after in MOVES.get((before, step), ()) for before, (step, after) in pairs)
