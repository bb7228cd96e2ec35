"""``check`` as a library: the receiver's verdict on a file, without store and transport."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from batch.lawbook import law_room, open_law
from batch.model import names
from batch.model.findings import FileFault
from batch.model.law import Language, Law
from batch.model.verdict import Verdict
from batch.pipeline import Bench, Judge, frame_of

_OLDEST_NAME_DAYS = 365


@dataclass(slots=True)
class Checked:
    """The verdict on one file: its file-level faults, and its forms one by one."""

    file: Path
    law: Law
    faults: list[FileFault]
    forms: Iterator[Verdict] = field(default_factory=lambda: iter(()))


def check(path: Path, day: date) -> Checked:
    """Judge a file as on a day; the forms are judged while one reads them, in flat memory.

    Rules that need what was accepted before stay silent: nothing is known offline.
    A name of the channel (``FI.…``) is judged too.

    Raises:
        OSError: the file cannot be read.
    """
    law = open_law()
    faults, code = _name_faults(path, day)
    frame = frame_of(lambda: path.open("rb"), law, day, code)
    faults += frame.faults
    if not frame.is_sound:
        return Checked(path, law, faults)
    judge = Judge(lambda: path.open("rb"), frame, Bench(law, law_room(), day))
    return Checked(path, law, faults, judge.verdicts())


def _name_faults(path: Path, day: date) -> tuple[list[FileFault], str]:
    if not path.name.startswith("FI.") or not names.is_of_the_channel(path.name):
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
