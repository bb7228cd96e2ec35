"""Judges the forms of every acknowledged set and posts its notification.

Judging happens outside any transaction: rows are spooled to a file, the notification is written whole into
the archive, and one bulk commit keeps both. A crash repeats the same work with the same tickets, times and
bytes.
"""

from __future__ import annotations

from batch.jobs.desk import Desk, Outcome
from batch.jobs.judging import JudgedSet, judge_set
from batch.jobs.rows import judged_of
from batch.jobs.shift import Shift, Step, Told, go_round
from batch.jobs.spool import spooled
from batch.jobs.wishes import owed_of
from batch.model.calendar import brussels_day
from batch.model.listing import REPLACED
from batch.model.names import cancellations_of
from batch.model.receipt import Receipt
from batch.ports import Posting


def process_sets(desk: Desk, outcome: Outcome, shift: Shift) -> bool:
    """One round over the sets whose receipt is posted; whether there are more."""
    _tell_what_is_not_loaded(desk, shift)
    return go_round(desk, outcome, shift, PROCESS)


def _tell_what_is_not_loaded(desk: Desk, shift: Shift) -> None:
    """One line for each listing that nobody has loaded, once in a pass."""
    for what in () if shift.is_told else REPLACED:
        if desk.directory.loaded(what) is None:
            desk.logger.info("reference data not loaded", what=what, effect="its rules stay silent")
    shift.is_told = True


def process(desk: Desk, receipt: Receipt) -> Told | None:
    """Judge a set and keep what was judged; None when a TD came meanwhile: the next pass carries it out."""
    judged = judge_set(desk, receipt)
    if not _is_kept(desk, receipt, judged):
        return None
    fields = {"accepted": judged.accepted, "refused": judged.refused}
    return Told("answered", fields, {f"forms {what}": number for what, number in fields.items()})


def _is_kept(desk: Desk, receipt: Receipt, judged: JudgedSet) -> bool:
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


PROCESS = Step("acknowledged", process, small=50, enough=4_000, together=2_000)
"""In forms."""
