"""CSV as spreadsheets read and write it: UTF-8, a comma or a semicolon, names of columns in the first line."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from batch.cli.sender import WrongWord

Cells = dict[str, str]
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open file: its SHA-256, and its rows by line number; a row that does not read is told as a text."""

    sha256: str
    rows: Iterator[tuple[int, Cells | str]]


@contextmanager
def open_sheet(path: Path, columns: Sequence[str], mandatory: Sequence[str]) -> Iterator[Sheet]:
    """Read a CSV file row by row; columns that are left out read as empty.

    Raises:
        WrongWord: its first line names an unknown column, names one twice, or lacks one.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
        first = text.readline()
        if _is_damaged(first):
            raise WrongWord(f"{path} is not in UTF-8; save it as CSV UTF-8.")
        separator = ";" if ";" in first else ","
        names = [name.strip().strip('"') for name in first.rstrip("\r\n").split(separator)]
        _check(path, names, columns, mandatory)
        yield Sheet(digest, _rows(text, separator, names, columns))


def _check(path: Path, names: Sequence[str], columns: Sequence[str], mandatory: Sequence[str]) -> None:
    known = f"columns: {','.join(columns)}."
    for name in names:
        if name not in columns:
            raise WrongWord(f"{path}: {name!r} is no column; {known}")
        if names.count(name) > 1:
            raise WrongWord(f"{path}: the column {name} stands twice.")
    missing = [name for name in mandatory if name not in names]
    if missing:
        raise WrongWord(f"{path} lacks the column {missing[0]}; {known}")


def _rows(
    text: Iterable[str], separator: str, names: Sequence[str], columns: Sequence[str]
) -> Iterator[tuple[int, Cells | str]]:
    reader = csv.reader(text, delimiter=separator, strict=True)
    blank = dict.fromkeys(columns, "")
    try:
        for cells in reader:
            if not any(cells):
                continue
            line = reader.line_num + 1
            if len(cells) != len(names):
                yield line, f"{len(cells)} cells for {len(names)} columns"
            elif _is_damaged("".join(cells)):
                yield line, "it is not in UTF-8"
            else:
                yield line, blank | dict(zip(names, map(plain, cells), strict=True))
    except csv.Error as error:
        yield reader.line_num + 1, f"{error}; nothing after it was read"


def _is_damaged(text: str) -> bool:
    """Whether bytes that are no UTF-8 were put away in it, as surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def plain(cell: str) -> str:
    """A cell as it was before it was quoted for spreadsheets.

    >>> plain("'=1+1"), plain("'t Hooft"), plain("''-x")
    ('=1+1', "'t Hooft", "'-x")
    """
    return cell[1:] if _QUOTED.match(cell) else cell


def harmless(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula: an apostrophe before it.

    >>> harmless("=cmd|x"), harmless("'=1"), harmless("Brasserie")
    ("'=cmd|x", "''=1", 'Brasserie')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def sheet_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A CSV file as RFC 4180 has it, in UTF-8, in chunks."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, row in enumerate(rows, 1):
        writer.writerow([harmless(cell) for cell in row])
        if number % _CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content
