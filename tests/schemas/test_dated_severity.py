"""A severity that changes by date is one line of data."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from declarations import twct

from batch.errors import LawIncomplete
from batch.lawbook import law_room, open_law
from batch.pipeline import Bench, Judge, frame_of

LATE = {"TempUnemploymentStartingDate": "2026-03-12", "TempUnemploymentEndingDate": "2026-03-27"}


def law_with(tmp_path: Path, line: str) -> Path:
    room = tmp_path / "schemas"
    shutil.copytree(law_room(), room)
    path = room / "TWCT001" / "20231" / "structure.toml"
    text = path.read_text(encoding="utf-8")
    assert '"270 NP"' in text
    path.write_text(text.replace('"270 NP"', line), encoding="utf-8")
    return room


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ('"270 NP"', "NP"),
        ('"270 NP B@2026-03-09"', "B"),
        ('"270 NP B@2026-03-10"', "NP"),
        ('"270 NP B@2020-01-01 W@2026-01-01"', "W"),
    ],
    ids=["as published", "blocking from this day", "blocking from tomorrow", "changed twice"],
)
def test_the_severity_on_the_day_of_the_law_counts(tmp_path: Path, line: str, severity: str):
    room = law_with(tmp_path, line)
    law, path = open_law(room), tmp_path / "late.xml"
    path.write_text(twct(**LATE), encoding="utf-8")
    day = date(2026, 3, 9)

    frame = frame_of(lambda: path.open("rb"), law, day)
    (verdict,) = Judge(lambda: path.open("rb"), frame, Bench(law, room, day)).verdicts()

    assert [(report.error_id, report.severity) for report in verdict.reports] == [("00199-270", severity)]
    assert verdict.accepted is (severity != "B")


def test_a_severity_that_does_not_exist_stops_the_program(tmp_path: Path):
    with pytest.raises(LawIncomplete, match="severity"):
        open_law(law_with(tmp_path, '"270 XX"'))
