"""What a set is owed beside its notification: overviews, printed copies, confirmation mails, e-Box copies."""

from __future__ import annotations

from collections.abc import Iterator

from batch.jobs.desk import Desk
from batch.jobs.overviews import are_asked
from batch.model.receipt import Receipt
from batch.ports.owed import Owed
from batch.switchboard import LOIC, TWCT


def owed_of(desk: Desk, receipt: Receipt) -> Iterator[Owed]:
    """What a set asks for, and what its sender wants at the moment it is answered; the latter in production only."""
    if are_asked(receipt):
        yield "overviews"
    if receipt.environment != "R" or receipt.message not in (TWCT.identification, LOIC.identification):
        return
    sender = desk.register.sender(receipt.sender)
    if sender is None:
        return
    if sender.wants_print:
        yield "prints"
    if receipt.message == LOIC.identification:
        if sender.wants_mail:
            yield "mail"
        if sender.wants_ebox:
            yield "ebox"
