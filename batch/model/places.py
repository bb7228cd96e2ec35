"""Where the archive keeps answers that are about one decision or one change of status."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"/([0-9]+)-[A-Z]+\.xml")


def of_decision(decision: int) -> str:
    """The answer to a decision."""
    return f"out/decisions/{decision}-DEFI.xml"


def of_change(event: int) -> str:
    """What tells a change of status."""
    return f"out/changes/{event}-LONO.xml"


def number_in(place: str) -> int | None:
    """The decision or the change that such a place is about; None for any other place.

    >>> number_in(of_change(12)), number_in("out/12/NOTI.xml")
    (12, None)
    """
    found = _NUMBER.search(place)
    return int(found[1]) if found else None
