"""Who may knock: bans after failed logins, and a rate of connections, by address."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from datetime import datetime, timedelta

from batch.model.door import DoorSettings
from batch.ports import Clock

_MOST_ADDRESSES = 4096
_MOST_MOMENTS = 4096
_MINUTE = timedelta(minutes=1)

Moments = defaultdict[str, deque[datetime]]


class Guard:
    """Counts by address; everything it remembers is forgotten with the process."""

    def __init__(self, settings: DoorSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._knocks: Moments = defaultdict(_row)
        self._failures: Moments = defaultdict(_row)
        self._bans: dict[str, datetime] = {}

    def reason_to_refuse(self, address: str) -> str:
        """Why a connection from an address is not taken; empty when it is. Asking counts as a connection."""
        now = self._clock()
        with self._lock:
            until = self._bans.get(address)
            if until is not None and now < until:
                return "too many failed logins from this address, try again later"
            self._bans.pop(address, None)
            if _note(self._knocks, address, now, _MINUTE) > self._settings.most_per_minute:
                return "too many connections from this address, try again in a minute"
            return ""

    def failed(self, address: str) -> bool:
        """Note a failed login; True when it starts a ban."""
        now = self._clock()
        span = timedelta(minutes=self._settings.ban_minutes)
        with self._lock:
            if address in self._bans or _note(self._failures, address, now, span) < self._settings.ban_after:
                return False
            del self._failures[address]
            self._bans = {other: until for other, until in self._bans.items() if now < until}
            self._bans[address] = now + span
            return True


def _row() -> deque[datetime]:
    return deque(maxlen=_MOST_MOMENTS)


def _note(moments: Moments, address: str, now: datetime, span: timedelta) -> int:
    """Add a moment and count those within the span; old addresses are forgotten when there are many."""
    if len(moments) > _MOST_ADDRESSES:
        for other in [one for one, seen in moments.items() if now - seen[-1] > span]:
            del moments[other]
    own = moments[address]
    own.append(now)
    while now - own[0] > span:
        own.popleft()
    return len(own)
