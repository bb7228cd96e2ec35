"""Judges the forms of every acknowledged set and posts its notification.

Judging happens outside any transaction: rows are spooled to a file, the notification is written whole into
the archive, and one bulk commit keeps both. The rows of a large set are written in pieces before, so that nobody
waits long for the database; the last commit makes them count. A crash repeats the same work with the same tickets,
times and bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from batch.jobs.desk import Desk, Outcome
from batch.jobs.judging import JudgedSet, judge_set
from batch.jobs.judging.rows import judged_of
from batch.jobs.judging.spool import SpoolWriter, spooled
from batch.jobs.sharing import each, leased, returned, shared
from batch.jobs.shift import Shift, Step, Told, go_round
from batch.jobs.wishes import owed_of
from batch.model.calendar import brussels_day
from batch.model.listing import REPLACED
from batch.model.names import cancellations_of
from batch.model.receipt import Receipt
from batch.ports import Artifact, Judged, Posting

_AT_ONCE = 2_000
"""Forms of a set that is kept in one transaction."""


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


def process(desk: Desk, receipt: Receipt, beside: int = 0) -> Told | None:
    """Judge a set and keep what was judged; None when a TD came meanwhile: the next pass carries it out.

    ``beside``: how many further processes may help to judge it.
    """
    return _process(desk, receipt, beside, lambda: _is_taken_back(desk, receipt))


def _process(desk: Desk, receipt: Receipt, beside: int, is_taken_back: Callable[[], bool]) -> Told | None:
    desk.register.drop_prepared(receipt.id)
    judged = judge_set(desk, receipt, beside)
    try:
        if is_taken_back():
            return None
        if receipt.forms > _AT_ONCE:
            _keep_in_pieces(desk, receipt, judged)
        else:
            _keep(desk, receipt, judged.noti, map(judged_of, spooled(judged.spool)))
    finally:
        judged.spool.unlink()  # it names workers; judging again writes it anew
    fields = {"accepted": judged.accepted, "refused": judged.refused}
    return Told("answered", fields, {f"forms {what}": number for what, number in fields.items()})


def _keep(desk: Desk, receipt: Receipt, noti: Artifact, rows: Iterable[Judged], prepared: int | None = None) -> None:
    day = brussels_day(receipt.received_at)
    posting = Posting("NOTI", receipt.environment, receipt.sender, noti, day)
    desk.register.settle(receipt, rows, posting, receipt.sender, owed_of(desk, receipt), prepared)


def _keep_in_pieces(desk: Desk, receipt: Receipt, judged: JudgedSet) -> None:
    """Write the rows of a large set ahead, and then keep it with what its forms do beyond them."""
    acting = desk.archive.scratch(f"{receipt.id}.acts")
    try:
        with SpoolWriter(acting) as spool:
            prepared = desk.register.prepare(_noting(judged.spool, spool))
        _keep(desk, receipt, judged.noti, map(judged_of, spooled(acting)), prepared)
    except Exception:
        desk.register.drop_prepared(receipt.id)
        raise
    finally:
        acting.unlink(missing_ok=True)


def _noting(source: Path, acting: SpoolWriter) -> Iterator[Judged]:
    for rows in spooled(source):
        one = judged_of(rows)
        if one.acts:
            acting.add(rows)
        yield one


def _is_taken_back(desk: Desk, receipt: Receipt) -> bool:
    """Whether the sender has laid a TD for this set while it was judged."""
    delivery = receipt.delivery
    wanted = cancellations_of(delivery.subject)
    return any(desk.inbox.holds(delivery.sender, delivery.folder, name) for name in wanted)


def process_all(desk: Desk, receipts: Sequence[Receipt]) -> list[Told | Exception | None]:
    """The same for small sets, which share a transaction: each sees what those before it left.

    It locks other writers out as long as it lasts: so the inbox, which may be far, is asked for TDs before. In the
    place of a set that failed stands why.
    """
    asked = each([partial(_is_taken_back, desk, receipt) for receipt in receipts])
    with shared(desk) as (beside, shelf):
        units = [
            partial(leased, beside, receipt, partial(_process, beside, receipt, 0, partial(returned, is_taken_back)))
            for receipt, is_taken_back in zip(receipts, asked, strict=True)
        ]
        return desk.register.together(units, shelf.sync)


PROCESS = Step("acknowledged", process, small=50, enough=4_000, together=2_000, is_helped=True, share=process_all)
"""In forms."""
