"""Judges the files of every kept set and posts its receipt, the ACRF."""

from __future__ import annotations

from batch import switchboard
from batch.jobs.cancel import cancel
from batch.jobs.desk import Desk, Outcome
from batch.jobs.reading import receive
from batch.jobs.receipts import receipt_of
from batch.model.receipt import Receipt, Reception


def acknowledge_sets(desk: Desk, outcome: Outcome) -> None:
    """One pass over all sets whose bytes are kept; a TD goes before the set it cancels."""
    for receipt in desk.register.receipts("kept"):
        if receipt.delivery.is_cancellation:
            with outcome.guard(receipt.stem, aside=desk.aside(receipt)):
                faults = cancel(desk, receipt, outcome)
                if faults:
                    _post(desk, receipt, Reception(faults=faults), outcome)
    for receipt in desk.register.receipts("kept"):
        if not receipt.delivery.is_cancellation:
            with outcome.guard(receipt.stem, aside=desk.aside(receipt)):
                _post(desk, receipt, receive(desk, receipt), outcome)


def _post(desk: Desk, receipt: Receipt, reception: Reception, outcome: Outcome) -> None:
    message = switchboard.BY_IDENTIFICATION.get(reception.message)
    judged = not reception.faults and receipt.environment != "T" and message is not None
    series = desk.settings.series[receipt.environment][message.series] if judged and message else ""
    desk.register.acknowledge(receipt, reception, series, receipt_of(desk, receipt, reception.faults))
    outcome.count("files refused" if reception.faults else "files accepted")
    desk.log("acknowledged", receipt, codes=[fault.code for fault in reception.faults], forms=reception.forms)
