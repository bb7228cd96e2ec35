"""What one value may look like, from the glossary data: presence, length, digits, format, domain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from functools import lru_cache

from batch.model.law import Anomaly, Zone

_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}")
_MEANINGFUL = re.compile(r"[^ \t\n\r\u00a0!-/:-@\[-`{-~]")
"""A sign that is neither a blank nor ASCII punctuation; the same class stands in the XSD (writers.xsd)."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?")
BLANKS = " \t\r\n"
"""What XML calls white space; Python's own notion is wider."""
_RUN_OF_BLANKS = re.compile(f"[{BLANKS}]+")

ABSENT = ("001", "003", "093", "008", "002", "090")
TOO_LONG = ("093", "003", "008", "002", "090")
NO_DIGITS = ("002", "003", "008", "093", "090")
BAD_FORMAT = ("003", "008", "093", "002", "090")
OUTSIDE = ("008", "003", "093", "090")
FORBIDDEN = ("005", *OUTSIDE)
"""Codes for one kind of fault, best first: a zone whose glossary lists no better one takes the next (ours)."""


def code_of(number: str, wishes: tuple[str, ...], anomalies: Mapping[str, Anomaly]) -> str:
    """The first of the wished codes that the glossary lists for this number."""
    for code in wishes:
        if f"{number}-{code}" in anomalies:
            return code
    return wishes[-1]


def fault_of(zone: Zone, raw: str, mandatory: bool) -> tuple[str, ...] | None:
    """The kind of fault a value has by itself, as a list of codes; None when it has none.

    White space around digits, dates and times does not count, as in the official schemas.
    """
    if zone.kind == "A":
        return _text_fault(zone, raw, mandatory)
    text = _RUN_OF_BLANKS.sub(" ", raw).strip(BLANKS)
    if not text and zone.kind != "B":
        return ABSENT
    if zone.kind == "N":
        return _number_fault(zone, text)
    if zone.kind == "D":
        return _date_fault(zone, text)
    if zone.kind == "T":
        return None if _is_time(text) else BAD_FORMAT
    return None if _BASE64.fullmatch(text.replace(" ", "")) else BAD_FORMAT


def _date_fault(zone: Zone, text: str) -> tuple[str, ...] | None:
    if not _is_date(text):
        return TOO_LONG if len(text) > 10 else BAD_FORMAT
    return OUTSIDE if zone.pattern and not _compiled(zone.pattern).fullmatch(text) else None


def _number_fault(zone: Zone, text: str) -> tuple[str, ...] | None:
    if not (text.isascii() and text.isdigit()):
        return NO_DIGITS
    if zone.length and len(text) > zone.length:
        return TOO_LONG
    if zone.pattern and not _compiled(zone.pattern).fullmatch(text):
        return BAD_FORMAT
    value = int(text)
    if zone.values and str(value) not in {str(int(allowed)) for allowed in zone.values}:
        return FORBIDDEN if str(value) in zone.forbidden else OUTSIDE
    if zone.zero and value == 0:
        return None
    if zone.low is not None and value < zone.low:
        return OUTSIDE
    return OUTSIDE if zone.high is not None and value > zone.high else None


def _text_fault(zone: Zone, raw: str, mandatory: bool) -> tuple[str, ...] | None:
    if not raw:
        if mandatory or zone.least:
            return ABSENT
        return OUTSIDE if zone.values else None
    if len(raw) < zone.least:
        return BAD_FORMAT
    if zone.length and len(raw) > zone.length:
        return TOO_LONG
    if zone.values and raw not in zone.values:
        return OUTSIDE
    if zone.pattern and not _compiled(zone.pattern).fullmatch(raw):
        return BAD_FORMAT
    if zone.meaningful and not _MEANINGFUL.search(raw):
        return BAD_FORMAT
    return None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    if not _TIME.fullmatch(text):
        return False
    time.fromisoformat(text)
    return True
