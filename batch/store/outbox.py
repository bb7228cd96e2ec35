"""The outbox as a role: answers that may leave, and those that have."""

from __future__ import annotations

from datetime import date, datetime

from batch.model.receipt import Answer
from batch.store import answers
from batch.store.transactions import Transactions, repeated


class SqlOutbox(Transactions):
    """That part of the register."""

    def answers_to_send(self, day: date) -> list[Answer]:
        """Answers that may leave and have not."""
        with self.reading() as connection:
            return answers.to_send(connection, day)

    @repeated
    def mark_sent(self, answer: int, moment: datetime) -> None:
        """Remember that an answer lies in the outbox."""
        with self.writing() as connection:
            answers.mark_sent(connection, answer, moment)
