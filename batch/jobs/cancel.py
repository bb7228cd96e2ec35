"""Carries out a TD: the set it names is cancelled unless its processing has been committed."""

from __future__ import annotations

from batch.jobs.desk import Desk, Outcome
from batch.jobs.receipts import receipt_of
from batch.model.calendar import brussels_day
from batch.model.findings import FileFault
from batch.model.receipt import CANCELLED, Receipt
from batch.validators import delivery

_TOO_LATE, _AGAIN, _UNKNOWN = "181", "241", "234"
"""Refusals of a TD (ours: the record does not say how the real channel answers one): the set is processed or
refused already, it is cancelled already, no set has that name."""


def cancel(desk: Desk, order: Receipt, outcome: Outcome) -> tuple[FileFault, ...]:
    """Cancel the set a TD names; the faults of the TD when it is refused, none when it was carried out."""
    day = brussels_day(order.received_at)
    digits_only = desk.settings.sequence == "digits"
    faults = tuple(delivery.name_faults(order.delivery, day, desk.settings.oldest_name_days, digits_only=digits_only))
    if faults:
        return faults
    target = desk.register.receipt_named(order.sender, order.stem)
    if target is None:
        return (FileFault(_UNKNOWN, order.delivery.subject),)
    if target.state not in ("kept", "acknowledged"):
        return (FileFault(_AGAIN if target.state == "cancelled" else _TOO_LATE, order.delivery.subject),)
    fault = FileFault(CANCELLED, order.delivery.subject)
    posting = receipt_of(desk, target, [fault], order)
    desk.register.cancel(order, target, fault, posting)
    outcome.count("sets cancelled")
    desk.log("cancelled", target, by=order.file_ticket)
    return ()
