"""CSV as spreadsheets write and read it."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.cli.sender import WrongWord
from batch.cli.spreadsheets import harmless, open_sheet, plain, sheet_bytes

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["=cmd|x", "'=1", "''@x", "'", "'t", "+1", "-", "\t=", '"', ";", ",", "a\r\nb"]
)


def sheet(path: Path, content: bytes, columns: str = "a b c", mandatory: str = "a") -> list:
    path.write_bytes(content)
    with open_sheet(path, columns.split(), mandatory.split()) as opened:
        assert opened.sha256 == hashlib.sha256(content).hexdigest()
        return list(opened.rows)


@given(CELLS)
def test_a_quoted_cell_comes_back_and_is_no_formula(cell: str) -> None:
    assert plain(harmless(cell)) == cell
    assert not harmless(cell).startswith(tuple("=+-@\t\r"))


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(any), max_size=8))
def test_rows_come_back_as_they_were_written(tmp_path_factory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.getbasetemp() / "round.csv"
    found = sheet(path, b"".join(sheet_bytes("abc", rows)))
    assert [list(cells.values()) for _, cells in found] == rows


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=8))
def test_no_cell_that_a_spreadsheet_reads_begins_a_formula(rows: list[list[str]]) -> None:
    text = b"".join(sheet_bytes("ab", rows)).decode()
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in row)


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [b",", b";"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_every_dialect_of_a_spreadsheet_is_read(tmp_path: Path, bom: bytes, separator: bytes, end: bytes) -> None:
    lines = (b'"b",a', b'"x ""y""",Le H\xc3\xaatre', b"", b",1", b"")
    content = bom + end.join(lines).replace(b",", separator)
    assert sheet(tmp_path / "x.csv", content) == [
        (2, {"a": "Le Hêtre", "b": 'x "y"', "c": ""}),
        (4, {"a": "1", "b": "", "c": ""}),
    ]


def test_a_row_is_named_by_its_last_line_and_a_wrong_one_stops_nobody(tmp_path: Path) -> None:
    found = sheet(tmp_path / "x.csv", b'a,b\n1\n"two\nlines",2\n1,2,3\n4,4\n')
    assert found == [
        (2, "1 cells for 2 columns"),
        (4, {"a": "two\nlines", "b": "2", "c": ""}),
        (5, "3 cells for 2 columns"),
        (6, {"a": "4", "b": "4", "c": ""}),
    ]


def test_a_line_that_is_not_utf_8_stops_nobody(tmp_path: Path) -> None:
    found = sheet(tmp_path / "x.csv", b"a,b\n1,2\n3,Le H\xeatre\n5,6\n")
    assert found == [
        (2, {"a": "1", "b": "2", "c": ""}),
        (3, "it is not in UTF-8"),
        (4, {"a": "5", "b": "6", "c": ""}),
    ]


@pytest.mark.parametrize("content", [b'a,b\n1,2\n3,"4\n', b'a,b\n1,2\n"3"x,4\n'])
def test_what_cannot_be_read_on_is_told_with_its_line(tmp_path: Path, content: bytes) -> None:
    (line, why) = sheet(tmp_path / "x.csv", content)[-1]
    assert line in (3, 4)
    assert "nothing after it was read" in why


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is no column"),
        (b"a,d\n", "'d' is no column; columns: a,b,c"),
        (b"b,c\n", "lacks the column a"),
        (b"a,b,a\n", "column a stands twice"),
        (b"A,b\n", "'A' is no column"),
        (b"\xff\xfea\x00\n", "not in UTF-8"),
    ],
)
def test_a_wrong_first_line_is_told(tmp_path: Path, content: bytes, complaint: str) -> None:
    with pytest.raises(WrongWord, match=complaint):
        sheet(tmp_path / "x.csv", content)
