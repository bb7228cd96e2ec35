"""Confirmation mails: what one says, and the settings of their way out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where confirmation mails go: into a folder, unless an SMTP server is named."""

    folder: str = "outbox/mail"
    """A folder in the home folder, for one ``.eml`` per mail; not used when there is a server."""
    smtp: str = ""
    """``HOST:PORT`` of a server that takes our mails."""
    sender: str = "onem-batch@localhost"
    """``from`` in the settings: the address that mails come from; its domain makes their Message-ID."""
    starttls: bool = True
    """Whether the line is encrypted before anything is said; a server that cannot is not used."""
    user: str = ""
    """The login at the server; none: no login."""
    password_file: str = ""
    """The file that holds its password; without one the environment does."""
    timeout_seconds: int = 30
    """A line that is silent so long is given up."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirmation mail says: ticket and period, and nothing that names the worker or the kind of leave."""

    to: str
    status: int
    """0 request, 1 new end date, 3 cancellation."""
    ticket: str
    """13 characters without dashes."""
    target: str
    """The ticket of the request that a new end date or a cancellation is about; empty for the request."""
    start: date | None
    end: date | None
    received_at: datetime


def is_mail_address(text: str) -> bool:
    """Whether a text is one plain address that we write to: ASCII, a domain with a dot, nothing around it (ours).

    >>> is_mail_address("joris@atelier.example"), is_mail_address("Joris <joris@atelier.example>")
    (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None
