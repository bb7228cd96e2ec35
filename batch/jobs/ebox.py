"""Files the copies of requests that are owed to the e-Box of enterprises: the C61, and what it is as JSON."""

from __future__ import annotations

import hashlib

from batch.jobs.desk import Desk, Outcome
from batch.jobs.requests import c61_of
from batch.model import tickets
from batch.model.calendar import brussels_day
from batch.ports.owed import OwedCopy

_ENTERPRISE = 10


def file_copies(desk: Desk, outcome: Outcome) -> None:
    """One pass over all e-Box copies that are owed; one that fails holds no other back."""
    for one in desk.register.owed_copies("ebox"):
        with outcome.guard(f"e-Box copy {one.form.ticket}"):
            _file(desk, one)
            outcome.count("e-Box copies")


def _file(desk: Desk, one: OwedCopy) -> None:
    form = one.form
    digits = form.essence.company.zfill(_ENTERPRISE)
    if len(digits) != _ENTERPRISE or not (digits.isascii() and digits.isdigit()) or not int(digits):
        desk.register.close_copy(one.id, "dropped", "no enterprise number", desk.clock())
        return
    pdf, language = c61_of(desk, form)
    told = {
        "document": "C61",
        "status": form.status,
        "ticket": tickets.printed(form.ticket),
        "request": tickets.printed(form.dossier),
        "enterprise": digits,
        "received_on": brussels_day(desk.register.receipt(form.receipt).received_at).isoformat(),
        "language": language,
        "sha256": hashlib.sha256(pdf).hexdigest(),
    }
    desk.ebox.put(digits, f"C61-{tickets.printed(form.ticket)}", pdf, told)
    desk.register.close_copy(one.id, "sent", "", desk.clock())
    desk.logger.info("e-Box copy filed", ticket=form.ticket)
