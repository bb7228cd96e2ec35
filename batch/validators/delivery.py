"""Judges a delivery before its files are read: names, folder, date, parts, sizes, and who sent it (annex 30)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from batch.model import names
from batch.model.findings import FileFault
from batch.model.limits import Limits
from batch.model.names import IN_FOLDER, FileName
from batch.model.receipt import Delivery, Part
from batch.model.sender import Sender

_FOLDERS: dict[str, str] = dict(IN_FOLDER.items())
_WRONG_FOLDER = {"R": "118", "T": "119", "S": "257"}
NOT_PERMITTED = "427"
"""The enterprise of an employer that sends for itself lacks a permission (ours: decision 21)."""


def name_faults(delivery: Delivery, day: date, oldest_days: int, *, digits_only: bool) -> Iterator[FileFault]:
    """What is wrong with the names of a set, with the folder it lies in, and with its date.

    ``digits_only`` is the old rule for sequences (113), which a channel may still keep.
    """
    for text in dict.fromkeys([*(part.name for part in delivery.parts), delivery.subject]):
        yield from names.read(text).faults
    name = names.read(delivery.subject)
    if digits_only and names.is_sequence(name.sequence) and not name.sequence.isdigit():
        yield FileFault("113", name.text)
    if name.sender != delivery.sender:
        yield FileFault("108", name.sender)
    expected = _FOLDERS.get(name.environment, delivery.folder)
    if expected != delivery.folder:
        yield FileFault(_WRONG_FOLDER[name.environment], delivery.folder)
    dated = names.date_code(name.day, day, oldest_days)
    if dated is not None:
        yield FileFault(dated, name.text)


def part_faults(delivery: Delivery, limits: Limits) -> Iterator[FileFault]:
    """What is wrong with the number of files of a set, and with how they are numbered."""
    name = names.read(delivery.subject)
    if name.parts == 0:
        return
    if name.parts > limits.most_parts:
        yield FileFault("128", f"{name.parts} parts, at most {limits.most_parts}")
        return
    inputs, signatures = _named(delivery, "FI"), _named(delivery, "FS")
    if not delivery.verdict_of_intake and len(inputs) != name.parts:
        yield FileFault("120", f"{len(inputs)} FI for {name.parts} parts")
    yield from _numbering("123", inputs, name)
    if signatures and len(signatures) != name.parts:
        yield FileFault("122", f"{len(signatures)} FS for {name.parts} parts")
    yield from _numbering("124", signatures, name)


def _named(delivery: Delivery, prefix: str) -> list[FileName]:
    return [names.read(name) for name in delivery.names(prefix)]


def _numbering(code: str, found: list[FileName], name: FileName) -> Iterator[FileFault]:
    """Each number from 1 to the number of parts stands once, and every file tells the same number of parts."""
    told = {one.part for one in found}
    for one in found:
        if one.parts != name.parts or one.part > name.parts:
            yield FileFault(code, one.text)
            return
    if len(told) != len(found):
        yield FileFault(code, name.text)


def size_faults(parts: Collection[Part], limits: Limits) -> Iterator[FileFault]:
    """An FI that is larger than what one file may have."""
    for part in parts:
        if part.name.startswith("FI.") and part.size > limits.most_file_bytes:
            yield FileFault("184", part.name)


def signature_faults(delivery: Delivery, signature: str) -> Iterator[FileFault]:
    """Signatures missing where they are wanted, given where none is; judged by number only.

    Wanted in production, welcome elsewhere (product decision: simulation needs none). A set whose name tells
    another environment than its folder gets the code of the wrong folder alone.
    """
    signatures, inputs = _named(delivery, "FS"), _named(delivery, "FI")
    production = delivery.folder == IN_FOLDER["R"] and names.read(delivery.subject).environment == "R"
    if signature == "forbidden" and signatures:
        yield FileFault("121", signatures[0].text)
    if signature == "required" and production and inputs and not signatures:
        yield FileFault("122", f"no FS for {len(inputs)} FI")


def sender_faults(
    sender: Sender | None, number: str, code: str, quality: str | None, missing: Collection[str]
) -> Iterator[FileFault]:
    """A sender that is not known or not active (103), not entitled to this application (154, 427).

    ``quality`` is the only quality that may send the message, None for an application that does not exist;
    ``missing`` are permissions that the message asks of the sender's own enterprise and that it has not.
    """
    if sender is None or not sender.active:
        yield FileFault("103", number)
        return
    unknown = quality is None or (quality and quality != sender.quality)
    if unknown or (sender.codes and code not in sender.codes):
        yield FileFault("154", code)
    elif missing:
        yield FileFault(NOT_PERMITTED, ", ".join(sorted(missing)))
