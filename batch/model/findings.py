"""Findings, anomalies and the verdict: faults of senders, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from batch.model.forms import Path
from batch.model.law import Severity


@dataclass(frozen=True, slots=True)
class FileFault:
    """A fault of a whole sending: annex 30 code, and where it was seen."""

    code: str
    detail: str = ""
    line: int | None = None
    column: int | None = None

    @property
    def error_id(self) -> str:
        """``ACRF-NNN``, as real receipts carry it in zone 00108."""
        return f"ACRF-{self.code}"


@dataclass(slots=True)
class Finding:
    """A fault at a place of a form: the number and code of its published anomaly."""

    number: str
    code: str
    path: Path
    severity: Severity | None = None
    """The rule's own class; None where the anomaly's class in the data holds."""

    @property
    def error_id(self) -> str:
        """``ZZZZZ-NNN``."""
        return f"{self.number}-{self.code}"


@dataclass(slots=True)
class Report:
    """One anomaly as it is reported (block 90176): what, how severe, where."""

    error_id: str
    severity: Severity
    tag: str
    value: str | None
    line: int | None
    column: int | None
    location: str
    keys: tuple[tuple[str, str], ...]

    @property
    def number(self) -> str:
        """Zone or block number of the anomaly."""
        return self.error_id[:5]

    @property
    def code(self) -> str:
        """Annex 30 code of the anomaly."""
        return self.error_id[6:]


def is_accepted(reports: Sequence[Report]) -> bool:
    """The verdict on a form: accepted unless one anomaly blocks (class B).

    Class P would need the share of faulty records; its threshold is not in the record and no
    message we judge lists it.
    """
    return all(report.severity != "B" for report in reports)
