"""Judges the forms of every acknowledged set and posts its notification.

Judging happens outside any transaction: rows are spooled to a file, the notification is written whole into
the archive, and one bulk commit keeps both. A crash repeats the same work with the same tickets, times and
bytes. Sets may be judged ahead in other processes; they are kept here, in the order in which they came.
"""

from __future__ import annotations

from batch.errors import StaleSituation
from batch.jobs.ahead import Ahead, ahead_of
from batch.jobs.desk import Desk, Outcome
from batch.jobs.judging import JudgedSet, judge_set
from batch.jobs.rows import judged_of
from batch.jobs.spool import spooled
from batch.jobs.wishes import owed_of
from batch.model.calendar import brussels_day
from batch.model.listing import REPLACED
from batch.model.names import cancellations_of
from batch.model.receipt import Receipt
from batch.ports import Posting

_TRIES = 5


def process_sets(desk: Desk, outcome: Outcome) -> None:
    """One pass over all sets whose receipt is posted."""
    for what in REPLACED:
        if desk.directory.loaded(what) is None:
            desk.logger.info("reference data not loaded", what=what, effect="its rules stay silent")
    receipts = desk.register.receipts("acknowledged")
    with ahead_of(desk, receipts) as ahead:
        for receipt in receipts:
            with outcome.guard(receipt.stem, aside=desk.aside(receipt)):
                _process(desk, receipt, outcome, ahead)


def _process(desk: Desk, receipt: Receipt, outcome: Outcome, ahead: Ahead) -> None:
    for left in reversed(range(_TRIES)):
        judged = ahead.take(receipt) or judge_set(desk, receipt)
        try:
            if not _is_kept(desk, receipt, judged):
                return
        except StaleSituation:
            if not left:
                raise
            continue
        ahead.kept(judged)
        outcome.count("forms accepted", judged.accepted)
        outcome.count("forms refused", judged.refused)
        desk.log("answered", receipt, accepted=judged.accepted, refused=judged.refused)
        return


def _is_kept(desk: Desk, receipt: Receipt, judged: JudgedSet) -> bool:
    """Keep what was judged; False when a TD came meanwhile: the next pass carries it out."""
    day = brussels_day(receipt.received_at)
    posting = Posting("NOTI", receipt.environment, receipt.sender, judged.noti, day)
    try:
        if _is_taken_back(desk, receipt):
            return False
        rows = map(judged_of, spooled(judged.spool))
        desk.register.settle(receipt, rows, posting, receipt.sender, owed_of(desk, receipt))
    finally:
        judged.spool.unlink()  # it names workers; judging again writes it anew
    return True


def _is_taken_back(desk: Desk, receipt: Receipt) -> bool:
    """Whether the sender has laid a TD for this set while it was judged."""
    delivery = receipt.delivery
    wanted = cancellations_of(delivery.subject)
    return any(desk.inbox.holds(delivery.sender, delivery.folder, name) for name in wanted)
