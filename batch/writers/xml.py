"""What every XML writer needs: escaping, moments in Brussels time, and values that fit a typed element."""

from __future__ import annotations

import re
from datetime import datetime

from batch.model.calendar import BRUSSELS, read_day

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_NEEDS_ESCAPE = re.compile(r"[&<>\r]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(value: str) -> str:
    """A value as element content."""
    if _NEEDS_ESCAPE.search(value) is None:
        return value
    return _NEEDS_ESCAPE.sub(lambda found: _ESCAPES[found.group()], value)


def element(tag: str, value: str) -> str:
    """An element with a value; nothing when the value is empty."""
    return f"<{tag}>{text(value)}</{tag}>" if value else ""


def day_of(moment: datetime) -> str:
    """Zone 00218: the Brussels day of a moment."""
    return moment.astimezone(BRUSSELS).date().isoformat()


def hour_of(moment: datetime) -> str:
    """Zone 00299: the Brussels hour of a moment, with milliseconds."""
    return moment.astimezone(BRUSSELS).strftime("%H:%M:%S.%f")[:-3]


def header(identification: str, moment: datetime, kind: str) -> str:
    """The five header zones of an answer form."""
    return (
        f"<Identification>{identification}</Identification>"
        f"<FormCreationDate>{day_of(moment)}</FormCreationDate>"
        f"<FormCreationHour>{hour_of(moment)}</FormCreationHour>"
        "<AttestationStatus>0</AttestationStatus>"
        f"<TypeForm>{kind}</TypeForm>"
    )


def fits_date(value: str) -> bool:
    """Whether a value may stand in a date element of an answer."""
    return read_day(value) is not None and bool(_DATE.fullmatch(value))


def fits_hour(value: str) -> bool:
    """Whether a value may stand in an hour element of an answer."""
    if not _HOUR.fullmatch(value):
        return False
    hour, minute, second = int(value[:2]), int(value[3:5]), int(value[6:8])
    return hour < 24 and minute < 60 and second < 60


def fits_number(value: str, longest: int, high: int | None = None) -> bool:
    """Whether a value may stand in a digits element of an answer."""
    if not (value.isascii() and value.isdigit()) or len(value) > longest:
        return False
    return high is None or int(value) <= high
