"""Where the archive keeps answers about one decision, one change of status, one request or one notification."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"/([0-9]+)-[A-Z]+\.xml")
_REMINDED = re.compile(r"/([0-9A-Z]+)-reminder-LONO\.xml")
_PASSED_ON = re.compile(r"/notifications/([0-9A-Z]+)-LONO\.xml")


def of_decision(decision: int) -> str:
    """The answer to a decision."""
    return f"out/decisions/{decision}-DEFI.xml"


def of_change(event: int) -> str:
    """What tells a change of status."""
    return f"out/changes/{event}-LONO.xml"


def of_reminder(request: str) -> str:
    """The reminder of a request."""
    return f"out/changes/{request}-reminder-LONO.xml"


def of_notification(ticket: str) -> str:
    """What passes a worker's notification to his employer's sender."""
    return f"out/notifications/{ticket}-LONO.xml"


def number_in(place: str) -> int | None:
    """The decision or the change that such a place is about; None for any other place.

    >>> number_in(of_change(12)), number_in("out/12/NOTI.xml")
    (12, None)
    """
    found = _NUMBER.search(place)
    return int(found[1]) if found else None


def reminded_in(place: str) -> str | None:
    """The ticket of the request that a reminder at such a place is about; None for any other place.

    >>> reminded_in(of_reminder("04W00000015PZ")), reminded_in(of_change(12))
    ('04W00000015PZ', None)
    """
    found = _REMINDED.search(place)
    return found[1] if found else None


def passed_in(place: str) -> str | None:
    """The ticket of the worker's notification that is passed on at such a place; None for any other place.

    >>> passed_in(of_notification("28000000015PZ")), passed_in(of_reminder("04W00000015PZ"))
    ('28000000015PZ', None)
    """
    found = _PASSED_ON.search(place)
    return found[1] if found else None
