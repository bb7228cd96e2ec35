"""File names of the channel, read and written in one place.

``<PREFIX>.<CODE>.<SENDER>.<DATE>.<SEQ>.<ENV>[.<NPARTS>[.<PART>]]``: six, seven or eight fields. A name that
breaks the grammar is still read as far as it goes, with the annex 30 codes of its faults.
Source: official manual "create FI, FS and GO files" v13; annex 30.

>>> read("GO.TWCT.123456.20260105.00001.R.1").stem
'TWCT.123456.20260105.00001.R'
>>> [fault.code for fault in read("GO.TWCT.123456.20260230.0001.X").faults]
['110', '112', '117']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from batch.model.findings import FileFault

Environment = Literal["R", "T", "S"]
ENVIRONMENTS: tuple[Environment, ...] = ("R", "T", "S")
INBOUND = ("FI", "FS", "GO", "TD")
IN_FOLDER: dict[Environment, str] = {"R": "IN", "T": "INTEST", "S": "INTEST-S"}
OUT_FOLDER: dict[Environment, str] = {"R": "OUT", "T": "OUTTEST", "S": "OUTTEST-S"}
TRANSFER_POINT = "999999"

_STRUCTURE = {"FI": "131", "FS": "132", "GO": "107", "TD": "107"}
_MOST_FIELDS = {"FI": 8, "FS": 8, "GO": 7, "TD": 7}
_LEAST_FIELDS = 6


@dataclass(frozen=True, slots=True)
class FileName:
    """One inbound name, as far as it could be read."""

    text: str
    prefix: str
    code: str
    sender: str
    day: date | None
    sequence: str
    environment: str
    parts: int
    part: int
    faults: tuple[FileFault, ...]

    @property
    def stem(self) -> str:
        """What all files of one set share: ``CODE.SENDER.DATE.SEQ.ENV`` as written."""
        return ".".join(self.text.split(".")[1:_LEAST_FIELDS])


def is_of_the_channel(text: str) -> bool:
    """Whether a name is meant for the channel: a known shape, though perhaps with faults.

    Everything else in a folder (part files of clients, dot files, notes) is left alone; so is a name with
    a sign that neither an answer nor a database can hold.
    """
    fields = text.split(".")
    whole = len(fields) in (6, 7, 8) and all(fields) and text.isprintable()
    return whole and bool(re.fullmatch(r"[A-Z]{2}", fields[0]))


def read(text: str) -> FileName:
    """Read one name; ``is_of_the_channel`` has been asked before."""
    fields = text.split(".")
    prefix, code, sender, day_text, sequence, environment = fields[:_LEAST_FIELDS]
    counts = fields[_LEAST_FIELDS:]
    faults = tuple(FileFault(found, text) for found in _faults(prefix, fields))
    return FileName(
        text=text,
        prefix=prefix,
        code=code,
        sender=sender,
        day=_day(day_text),
        sequence=sequence,
        environment=environment,
        parts=_digit(counts[0]) if counts else 1,
        part=_digit(counts[1]) if len(counts) > 1 else 1,
        faults=faults,
    )


def _faults(prefix: str, fields: list[str]) -> Iterator[str]:
    _, code, sender, day_text, sequence, environment, *counts = fields
    if prefix not in INBOUND:
        yield "129"
        return
    whole = len(fields) <= _MOST_FIELDS[prefix] and not (prefix in ("FI", "FS") and len(fields) == 7)
    if not whole or not re.fullmatch(r"[A-Z]{4}", code) or not re.fullmatch(r"[0-9]{6}", sender):
        yield _STRUCTURE[prefix]
    yield from _day_faults(day_text)
    yield from _sequence_faults(sequence)
    if environment not in ENVIRONMENTS:
        yield "117"
    if counts:
        yield from _count_faults(counts[0])
    if len(counts) > 1 and not 1 <= _digit(counts[1]) <= 9:
        yield "123" if prefix == "FI" else "124"


def _day_faults(text: str) -> Iterator[str]:
    if len(text) != 8:
        yield "109"
    elif _day(text) is None:
        yield "110"


def _sequence_faults(text: str) -> Iterator[str]:
    if len(text) != 5:
        yield "112"
    if not re.fullmatch(r"[0-9A-Z]*", text):
        yield "367"
    elif text and not text.strip("0"):
        yield "127"


def _count_faults(text: str) -> Iterator[str]:
    if len(text) != 1:
        yield "114"
    elif not (text.isascii() and text.isdigit()):
        yield "115"
    elif text == "0":
        yield "116"


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _digit(text: str) -> int:
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() else 0


def is_sequence(text: str) -> bool:
    """Whether a sequence has the signs and the length of one."""
    return bool(re.fullmatch(r"[0-9A-Z]{5}", text))


def signature_of(name: str) -> str:
    """The name of the signature beside an FI or FO.

    >>> signature_of("FO.ACRF.999999.20260105.00001.R")
    'FS.ACRF.999999.20260105.00001.R'
    """
    return f"FS{name[2:]}"


def cancellations_of(name: str) -> tuple[str, ...]:
    """The names a TD for the same set may have: with the number of parts, and in the old form without.

    >>> cancellations_of("GO.TWCT.123456.20260105.00001.R.2")
    ('TD.TWCT.123456.20260105.00001.R.2', 'TD.TWCT.123456.20260105.00001.R')
    >>> cancellations_of("GO.TWCT.123456.20260105.00001.R")
    ('TD.TWCT.123456.20260105.00001.R.1', 'TD.TWCT.123456.20260105.00001.R')
    """
    _, *fields = name.split(".")
    stem = fields[: _LEAST_FIELDS - 1]
    (parts,) = fields[_LEAST_FIELDS - 1 : _LEAST_FIELDS] or ["1"]
    return ".".join(["TD", *stem, parts]), ".".join(["TD", *stem])


def compressed_of(name: str) -> str:
    """The name under which a large FO leaves: the prefix CO (received, "size and compression")."""
    return f"CO{name[2:]}"


def date_code(day: date | None, today: date, oldest_days: int) -> str | None:
    """The code of a name's date: 111 in the future, 126 too old; None when it is fine."""
    if day is None:
        return None
    if day > today:
        return "111"
    return "126" if (today - day).days > oldest_days else None


@dataclass(frozen=True, slots=True)
class AnswerName:
    """The name of one answer set: FO, FS and GO share everything but the prefix."""

    code: str
    day: date
    sequence: str
    environment: Environment

    def _stem(self) -> str:
        return f"{self.code}.{TRANSFER_POINT}.{self.day:%Y%m%d}.{self.sequence}.{self.environment}"

    @property
    def _has_parts(self) -> bool:
        """ACRF and NOTI go without part fields, as published; every other code with them (ours)."""
        return self.code not in ("ACRF", "NOTI")

    @property
    def fo(self) -> str:
        """The name of the file with the answer."""
        return f"FO.{self._stem()}" + (".1.1" if self._has_parts else "")

    @property
    def go(self) -> str:
        """The name of the empty trigger, written last."""
        return f"GO.{self._stem()}" + (".1" if self._has_parts else "")


_SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS_ONLY = 99_999
_WITH_LETTER_FIRST = 26 * 36**4


def sequence_of(number: int) -> str:
    """The n-th sequence of a day, from 1: digits first, then with a letter in front when they run out.

    >>> sequence_of(1), sequence_of(99_999), sequence_of(100_000)
    ('00001', '99999', 'A0000')

    Raises:
        ValueError: the day's numbers have run out.
    """
    if not 1 <= number <= _DIGITS_ONLY + _WITH_LETTER_FIRST:
        raise ValueError(f"no sequence number {number} in one day")
    if number <= _DIGITS_ONLY:
        return f"{number:05d}"
    rest = number - _DIGITS_ONLY - 1
    symbols = []
    for _ in range(4):
        rest, low = divmod(rest, 36)
        symbols.append(_SYMBOLS[low])
    return _SYMBOLS[10 + rest] + "".join(reversed(symbols))
