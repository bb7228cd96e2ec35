"""What the door says no with: one status of SFTP and one short sentence for the client.

A request has one answer, so the first reason is the only one; that is why a refusal is raised and not collected.
"""

from __future__ import annotations

import errno

OK, EOF, NO_SUCH_FILE, PERMISSION_DENIED, FAILURE, BAD_MESSAGE = range(6)
UNSUPPORTED = 8
"""Status codes of SFTP version 3 (draft-ietf-secsh-filexfer-02, section 7)."""


class Refused(Exception):
    """The client asks for what the door does not do."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def denied(text: str) -> Refused:
    """Not allowed, now or ever."""
    return Refused(PERMISSION_DENIED, text)


def missing(text: str = "no such file") -> Refused:
    """Not there."""
    return Refused(NO_SUCH_FILE, text)


def failed(text: str) -> Refused:
    """Allowed in general, not in this case."""
    return Refused(FAILURE, text)


def unsupported(text: str) -> Refused:
    """The door never does this."""
    return Refused(UNSUPPORTED, text)


_PLAIN = {
    errno.ENOENT: missing(),
    errno.ELOOP: denied("a link is not followed"),
    errno.ENOTDIR: denied("no folder of the channel"),
    errno.EACCES: denied("permission denied"),
    errno.ENOSPC: failed("the server has no room left"),
    errno.EDQUOT: failed("the server has no room left"),
}


def refusal_of(error: OSError) -> Refused:
    """What the client hears of an error of the system: never a path, never a number."""
    known = _PLAIN.get(error.errno or 0)
    return Refused(known.status, known.text) if known else failed("the server could not do this")
