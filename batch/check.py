"""``check`` as a library: the receiver's verdict on a file, without store and transport."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from batch.lawbook import law_room, open_law
from batch.model import names
from batch.model.findings import FileFault
from batch.model.law import Language, Law
from batch.model.limits import Limits
from batch.model.verdict import Verdict
from batch.parsers import zipped
from batch.pipeline import Bench, Judge, frame_of

_OLDEST_NAME_DAYS = 365
_BESIDE = ("FS.", "GO.", "TD.")


@dataclass(slots=True)
class Checked:
    """The verdict on one file: its file-level faults, and its forms one by one."""

    file: Path
    law: Law
    faults: list[FileFault]
    forms: Iterator[Verdict] = field(default_factory=lambda: iter(()))
    name_only: bool = False
    """An FS, GO or TD: there is nothing in it to judge without its FI."""


def check(path: Path, day: date) -> Checked:
    """Judge a file as on a day; the forms are judged while one reads them, in flat memory.

    Rules that need what was accepted before stay silent: nothing is known offline.
    A name of the channel (``FI.…``) is judged too; of an FS, GO or TD the name alone.

    Raises:
        OSError: the file cannot be read.
    """
    law = open_law()
    faults, code = _name_faults(path, day)
    if path.name[:3] in _BESIDE and names.is_of_the_channel(path.name):
        return Checked(path, law, faults, name_only=True)
    with ExitStack() as stack:
        content = content_of(path, stack)
        if isinstance(content, FileFault):
            return Checked(path, law, [*faults, content])
        frame = frame_of(lambda: content.open("rb"), law, day, code)
        faults += frame.faults
        if not frame.is_sound:
            return Checked(path, law, faults)
        judge = Judge(lambda: content.open("rb"), frame, Bench(law, law_room(), day))
        return Checked(path, law, faults, _until_read(judge, stack.pop_all()))


def _until_read(judge: Judge, stack: ExitStack) -> Iterator[Verdict]:
    """The verdicts; what was unpacked for them goes when the last is read."""
    with stack:
        yield from judge.verdicts()


def content_of(path: Path, stack: ExitStack) -> Path | FileFault:
    """The file to read: the path itself, or the one file in a ZIP, unpacked into a folder of its own."""
    with path.open("rb") as file:
        if not zipped.is_zip(file):
            return path
        target = Path(stack.enter_context(TemporaryDirectory())) / "content"
        unpacking = zipped.Unpacking(file, Limits().most_file_bytes)
        with target.open("wb") as content:
            content.writelines(unpacking)
    return unpacking.fault or target


def _name_faults(path: Path, day: date) -> tuple[list[FileFault], str]:
    if path.name[:3] not in ("FI.", *_BESIDE) or not names.is_of_the_channel(path.name):
        return [], ""
    name = names.read(path.name)
    faults = list(name.faults)
    dated = names.date_code(name.day, day, _OLDEST_NAME_DAYS)
    if dated is not None:
        faults.append(FileFault(dated, name.text))
    return faults, name.code


def as_json(verdict: Verdict, law: Law, language: Language) -> dict[str, Any]:
    """One form as ``check --json`` prints it."""
    return {
        "index": verdict.index,
        "identification": verdict.header.identification,
        "reference": verdict.own_reference or None,
        "accepted": verdict.accepted,
        "anomalies": [
            {
                "code": report.error_id,
                "class": report.severity,
                "tag": report.tag,
                "value": report.value,
                "label": law.label(report.number, report.code, language),
                "line": report.line,
                "column": report.column,
                "location": report.location,
                "path": dict(report.keys),
            }
            for report in verdict.reports
        ],
    }
