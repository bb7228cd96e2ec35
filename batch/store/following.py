"""What follows on an answered set: its hand-over, printable copies, overviews; each posted once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import update

from batch.model.overview import Overview, Question
from batch.model.receipt import Receipt
from batch.model.sender import Keys
from batch.ports import Posting
from batch.store import answers, journal, receipts
from batch.store.requests import overview_of
from batch.store.tables import receipts as receipts_table
from batch.store.transactions import Transactions, repeated


class SqlFollowing(Transactions):
    """That part of the register; every method that writes is one transaction."""

    def sets_to_hand_over(self) -> list[Receipt]:
        """Sets that the back office has not got."""
        with self.reading() as connection:
            return receipts.to_hand_over(connection)

    @repeated
    def hand_over(self, receipt: int, postings: Sequence[Posting], moment: datetime) -> None:
        """Post the hand-over of a set, once."""
        with self.writing() as connection:
            waits = receipts_table.c.id == receipt, receipts_table.c.handed_over.is_(False)
            changed = update(receipts_table).where(*waits).values(handed_over=True)
            if connection.execute(changed).rowcount:
                for posting in postings:
                    answers.post(connection, posting, receipt, moment)
                journal.append(connection, moment, "handed over", receipt=receipt)

    def sets_to_print(self) -> list[Receipt]:
        """Sets whose printable copies are still to be made."""
        with self.reading() as connection:
            return receipts.owing(connection, receipts_table.c.to_print)

    @repeated
    def post_prints(self, receipt: int, postings: Sequence[Posting], moment: datetime) -> None:
        """Post the printable copies of a set, once."""
        with self.writing() as connection:
            answers.post_owed(connection, receipt, receipts_table.c.to_print, postings, "printed", moment)

    def sets_to_list(self) -> list[Receipt]:
        """Sets whose overviews are still to be made."""
        with self.reading() as connection:
            return receipts.owing(connection, receipts_table.c.to_list)

    def overview(self, question: Question, may_see: Callable[[Keys], bool]) -> Overview:
        """One page of what a sender may see of an employer's requests; ``may_see`` is asked for stored numbers."""
        with self.reading() as connection:
            return overview_of(connection, question, may_see)

    @repeated
    def post_overviews(self, receipt: int, postings: Sequence[Posting], moment: datetime) -> None:
        """Post the overviews that a set asked for, once."""
        with self.writing() as connection:
            answers.post_owed(connection, receipt, receipts_table.c.to_list, postings, "overviews made", moment)
