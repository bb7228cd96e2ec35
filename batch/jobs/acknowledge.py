"""Judges the files of every kept set and posts its receipt, the ACRF."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from batch import switchboard
from batch.jobs.cancel import cancel
from batch.jobs.desk import Desk, Outcome
from batch.jobs.reading import receive
from batch.jobs.receipts import receipt_of
from batch.jobs.sharing import each, leased, returned, shared
from batch.jobs.shift import Shift, Step, Told, go_round
from batch.model.receipt import Receipt, Reception


def cancel_sets(desk: Desk, outcome: Outcome) -> None:
    """Carry out every TD that waits, before the sets that they cancel."""
    for order in desk.register.cancellations():
        with outcome.guard(order.stem, aside=desk.aside(order)):
            faults = cancel(desk, order, outcome)
            if faults:
                _post(desk, order, Reception(faults=faults)).note(desk, order, outcome)


def acknowledge_sets(desk: Desk, outcome: Outcome, shift: Shift) -> bool:
    """One round over the sets whose bytes are kept; whether there are more."""
    return go_round(desk, outcome, shift, ACKNOWLEDGE)


def acknowledge(desk: Desk, receipt: Receipt) -> Told:
    """Read the files of a set and post its ACRF."""
    return _post(desk, receipt, receive(desk, receipt))


def acknowledge_all(desk: Desk, receipts: Sequence[Receipt]) -> list[Told | Exception]:
    """The same for small sets, which share a commit; in the place of a set that failed, why."""
    with shared(desk) as (beside, shelf):
        with desk.register.one_view():
            read = each([partial(receive, beside, receipt) for receipt in receipts])
        units = [
            partial(leased, beside, receipt, partial(_post_read, beside, receipt, reception))
            for receipt, reception in zip(receipts, read, strict=True)
        ]
        return desk.register.together(units, shelf.sync)


def _post_read(desk: Desk, receipt: Receipt, reception: Reception | Exception) -> Told:
    return _post(desk, receipt, returned(reception))


def _post(desk: Desk, receipt: Receipt, reception: Reception) -> Told:
    message = switchboard.BY_IDENTIFICATION.get(reception.message)
    judged = not reception.faults and receipt.environment != "T" and message is not None
    series = desk.settings.series[receipt.environment][message.series] if judged and message else ""
    desk.register.acknowledge(receipt, reception, series, receipt_of(desk, receipt, reception.faults))
    fields = {"codes": [fault.code for fault in reception.faults], "forms": reception.forms}
    return Told("acknowledged", fields, {"files refused" if reception.faults else "files accepted": 1})


ACKNOWLEDGE = Step("kept", acknowledge, small=200_000, enough=8_000_000, together=16_000_000, share=acknowledge_all)
"""In bytes of FI and FS."""
