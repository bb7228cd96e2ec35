"""Reads the frame of every kept set and posts its receipt, the ACRF."""

from __future__ import annotations

from collections.abc import Iterator

from batch import switchboard
from batch.jobs.desk import Desk, Outcome
from batch.model import names
from batch.model.calendar import brussels_day
from batch.model.findings import FileFault
from batch.model.frame import Frame
from batch.model.names import IN_FOLDER, MOST_PARTS
from batch.model.receipt import Receipt
from batch.pipeline import frame_of
from batch.ports import Posting
from batch.writers.acrf import acrf

_FOLDERS: dict[str, str] = dict(IN_FOLDER.items())
_WRONG_FOLDER = {"R": "118", "T": "119", "S": "257"}


def acknowledge_sets(desk: Desk, outcome: Outcome) -> None:
    """One pass over all sets whose bytes are kept."""
    for receipt in desk.register.receipts("kept"):
        with outcome.guard(receipt.stem, aside=desk.aside(receipt)):
            _acknowledge(desk, receipt, outcome)


def _acknowledge(desk: Desk, receipt: Receipt, outcome: Outcome) -> None:
    frame, faults = _judge_frame(desk, receipt)
    message = switchboard.BY_CODE.get(receipt.code)
    judged = not faults and receipt.environment != "T" and message is not None
    series = desk.settings.series[receipt.environment][message.series] if judged and message else ""
    subject = _subject(receipt, faults)
    content = acrf(subject, receipt.file_ticket, faults, receipt.received_at)
    artifact = desk.archive.write(f"out/{receipt.id}/ACRF.xml", [content])
    day = brussels_day(receipt.received_at)
    posting = Posting("ACRF", receipt.environment, receipt.sender, artifact, day)
    desk.register.acknowledge(receipt, frame, faults, series, posting)
    outcome.count("files refused" if faults else "files accepted")
    desk.log("acknowledged", receipt, codes=[fault.code for fault in faults], forms=frame.count)


def _judge_frame(desk: Desk, receipt: Receipt) -> tuple[Frame, list[FileFault]]:
    if receipt.duplicate_of is not None:
        return Frame(), [FileFault("133", receipt.delivery.subject)]
    faults = [*_name_faults(desk, receipt), *_sender_faults(desk, receipt)]
    faults += [FileFault(code) for code in receipt.delivery.verdict_of_intake]
    content = receipt.part("FI")
    if faults or content is None:
        return Frame(), faults or [FileFault("120")]
    day = brussels_day(receipt.received_at)
    frame = frame_of(lambda: desk.archive.open(content.place), desk.open_law(), day, receipt.code)
    return frame, list(frame.faults)


def _name_faults(desk: Desk, receipt: Receipt) -> Iterator[FileFault]:
    delivery = receipt.delivery
    every = [part.name for part in delivery.parts] + ([delivery.go_name] if delivery.go_name else [])
    for text in every:
        yield from names.read(text).faults
    name = names.read(delivery.subject)
    if name.sender != receipt.sender:
        yield FileFault("108", name.sender)
    expected = _FOLDERS.get(name.environment, delivery.folder)
    if expected != delivery.folder:
        yield FileFault(_WRONG_FOLDER[name.environment], delivery.folder)
    dated = names.date_code(name.day, brussels_day(receipt.received_at), desk.settings.oldest_name_days)
    if dated is not None:
        yield FileFault(dated, name.text)
    yield from _part_faults(receipt)


def _part_faults(receipt: Receipt) -> Iterator[FileFault]:
    delivery = receipt.delivery
    name = names.read(delivery.subject)
    if name.parts == 0:
        return
    if name.parts > MOST_PARTS:
        yield FileFault("128", name.text)
        return
    inputs = [names.read(part.name) for part in delivery.parts if part.name.startswith("FI.")]
    signatures = [names.read(part.name) for part in delivery.parts if part.name.startswith("FS.")]
    if not delivery.verdict_of_intake and len(inputs) != max(name.parts, 1):
        yield FileFault("120", name.text)
    if any(one.parts != name.parts or one.part > name.parts for one in inputs):
        yield FileFault("123", name.text)
    if signatures and len(signatures) != len(inputs):
        yield FileFault("122", name.text)
    if any(one.parts != name.parts or one.part > name.parts for one in signatures):
        yield FileFault("124", name.text)


def _sender_faults(desk: Desk, receipt: Receipt) -> Iterator[FileFault]:
    sender = desk.register.sender(receipt.sender)
    if sender is None or not sender.active:
        yield FileFault("103", receipt.sender)
        return
    message = switchboard.BY_CODE.get(receipt.code)
    if message is None or (message.quality and message.quality != sender.quality):
        yield FileFault("154", receipt.code)


def _subject(receipt: Receipt, faults: list[FileFault]) -> str:
    """The file the ACRF is about: the GO, or the one file that is itself at fault."""
    named = {fault.detail for fault in faults}
    if receipt.delivery.subject in named:
        return receipt.delivery.subject
    for part in receipt.delivery.parts:
        if part.name in named:
            return part.name
    return receipt.delivery.subject
