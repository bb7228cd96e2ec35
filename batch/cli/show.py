"""How records are printed for people: short, aligned, nothing invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from batch.model.tickets import printed


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns as wide as their widest cell."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def record(found: Mapping[str, Any]) -> str:
    """One record of ``show``: its fields, then its lists."""
    lines = [found["record"].upper()]
    for key, value in found.items():
        if key == "record" or value in ("", None, []):
            continue
        if isinstance(value, list):
            lines.append(f"  {key}:")
            lines += [f"    {_line(entry)}" for entry in value]
        else:
            lines.append(f"  {key}: {_value(key, value)}")
    return "\n".join(lines)


def _line(entry: Mapping[str, Any]) -> str:
    shown = (f"{key}={value}" for key, value in entry.items() if value not in ("", None, "{}"))
    return "  ".join(shown)


def _value(key: str, value: Any) -> str:
    return printed(str(value)) if key in ("ticket", "file_ticket", "target", "dossier", "answer") else str(value)
