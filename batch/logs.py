"""Logs: one line per set and job, JSON when not on a terminal, no NISS and no names in them.

Log calls carry names of sets, tickets and codes only; a last processor masks whatever looks like a NISS, so
that a line of a library cannot betray one either.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

_NISS = re.compile(
    r"(?:(?<![0-9A-Za-z])|(?<=\\[nrt]))"  # a word of its own, also behind a line end that a repr wrote out
    r"[0-9]{2}[. ]?[0-9]{2}[. ]?[0-9]{2}[- ]?[0-9]{3}[. ]?[0-9]{2}(?![0-9A-Za-z])"
)
MASK = "***NISS***"


def without_niss(text: str) -> str:
    """A text in which every number shaped like a NISS is masked."""
    return _NISS.sub(MASK, text)


def _masked(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return without_niss(value)
    if isinstance(value, (int, float)):
        return without_niss(f"{int(abs(value)):011d}") if 10**9 <= abs(value) < 10**11 else value
    if isinstance(value, dict):
        return {_masked(key): _masked(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_masked(inner) for inner in value]
    return without_niss(repr(value))  # as a renderer would write it, which comes too late to be masked


def mask_niss(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask every value of a log entry."""
    for key, value in entry.items():
        entry[key] = _masked(value)
    return entry


def set_up_logs(stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Log to a stream: JSON lines, or readable lines on a terminal; libraries take the same way."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: Any = (
        structlog.dev.ConsoleRenderer(colors=False)
        if stream.isatty()
        else structlog.processors.JSONRenderer(sort_keys=True)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask_niss,
            last,
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for quiet in ("apscheduler", "sqlalchemy", "alembic", "paramiko"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
