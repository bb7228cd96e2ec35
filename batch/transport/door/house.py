"""What the parts of the door share: a log, and the words for what a client sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

_LONGEST = 300


class Log(Protocol):
    """Writes one line per login, refusal, upload and ban; never contents."""

    def info(self, event: str, **fields: Any) -> Any: ...
    def warning(self, event: str, **fields: Any) -> Any: ...
    def error(self, event: str, **fields: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a listing: a file or one of the folders; the moment in seconds of the epoch."""

    name: str
    size: int
    modified: int
    is_folder: bool = False


def escaped(text: str) -> str:
    r"""Words of a stranger, fit for a log line: every strange sign written out, not too long.

    >>> print(escaped("a" + chr(10) + "b"))
    a\nb
    """
    return text[:_LONGEST].encode("unicode_escape").decode("ascii")
