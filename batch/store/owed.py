"""What is owed to senders beside their answers: reminders, confirmation mails, e-Box copies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from batch.ports import Posting
from batch.ports.owed import Copy, OwedCopy, Waiting
from batch.store import answers, copies, dossiers
from batch.store.transactions import Transactions, repeated


class SqlOwed(Transactions):
    """That part of the register; every method that writes is one transaction."""

    def waiting_requests(self, started_by: date) -> list[Waiting]:
        """Production requests that wait for their worker and start on a day or before, nobody reminded of them."""
        with self.reading() as connection:
            return dossiers.waiting(connection, started_by)

    @repeated
    def remind(self, dossier: str, posting: Posting | None, moment: datetime) -> bool:
        """Post a reminder, once for each dossier and only while it waits; None when the sender wants none."""
        with self.writing() as connection:
            if not dossiers.mark_reminded(connection, dossier, moment):
                return False
            if posting is not None:
                answers.post(connection, posting, None, moment)
            return True

    def owed_copies(self, kind: Copy) -> list[OwedCopy]:
        """Mails or e-Box copies that are still to be sent."""
        with self.reading() as connection:
            return copies.owed(connection, kind)

    @repeated
    def close_copy(self, copy: int, state: Literal["sent", "refused", "dropped"], why: str, moment: datetime) -> None:
        """Remember that a copy was sent, or why it never will be."""
        with self.writing() as connection:
            copies.close(connection, copy, state, why, moment)
