"""Finds the exact bytes of each form in a well-formed file, without parsing it.

Comments, CDATA and instructions are stepped over, so a ``</Form>`` inside one misleads nobody. All encodings
the prolog gate lets pass write markup as ASCII bytes, so bytes can be searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_CHUNK = 1 << 18
_NAME = re.compile(rb"Form(?=[\s/>])")
_BEFORE_NAME = re.compile(rb"</?(?:[^\s<>/:!?]+:)?")
_TAG_END = re.compile(rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*?>")
_SKIPPED = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))
_LONGEST_PREFIX = 256
_CLOSE, _BARE = 0x3E, (b"<", b"</")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Stands before the first column."""
_CONTINUATION = bytes(range(0x80, 0xC0))


@dataclass(slots=True)
class Span:
    """Where a form stands in its file: first byte, bytes, line and column from 1."""

    start: int
    size: int
    line: int
    column: int


def form_spans(file: BinaryIO, encoding: str = "UTF-8") -> Iterator[Span]:
    """The span of every form that stands directly under the root; columns count characters."""
    scan, depth, start = _Scan(file, encoding), 0, (0, 1, 1)
    while (tag := scan.next_form_tag()) is not None:
        first, after, closes, empty = tag
        if not closes:
            if depth == 0:
                start = scan.place(first)
            depth += 1
        if closes or empty:
            depth -= 1
            if depth == 0:
                offset, line, column = start
                yield Span(offset, scan.offset + after - offset, line, column)


class _Scan:
    """The part of the file that is in hand, and how far it is read and counted."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._continued = _CONTINUATION if encoding == "UTF-8" else b""
        self._bytes = b""
        self._plain = self._looked = False
        self._at = 0
        self._done = False
        self._marked = False
        self._returned = False
        self._counted = 0
        self._line = 1
        self._column = 1
        self.offset = 0

    def next_form_tag(self) -> tuple[int, int, bool, bool] | None:
        """The next start or end tag of a form: first byte, byte after, is it an end tag, is it empty."""
        while True:
            found = _NAME.search(self._bytes, self._at)
            limit = found.start() if found else len(self._bytes)
            if not self._plain and self._skip_before(limit):
                continue
            if found is None:
                keep = max(self._at, len(self._bytes) - _LONGEST_PREFIX)
                if not self._more(keep):
                    return None
                continue
            tag = self._tag_around(found.start(), found.end())
            if tag is not None:
                return tag

    def place(self, position: int) -> tuple[int, int, int]:
        """File offset, line and column of a position in hand."""
        self._count(position)
        return self.offset + position, self._line, self._column

    def _tag_around(self, name: int, after_name: int) -> tuple[int, int, bool, bool] | None:
        first = self._bytes.rfind(b"<", max(0, name - _LONGEST_PREFIX), name)
        self._at = after_name
        if first < 0:
            return None
        if self._bytes[after_name] == _CLOSE and self._bytes[first:name] in _BARE:  # nearly every tag is as short
            self._at = after_name + 1
            return first, self._at, name - first == 2, False
        if not _BEFORE_NAME.fullmatch(self._bytes, first, name):
            return None
        while (end := _TAG_END.match(self._bytes, after_name)) is None:
            if not self._more(first):
                return None
            first, after_name = 0, after_name - first
        self._at = end.end()
        return first, self._at, self._bytes[first + 1] == 0x2F, self._bytes[self._at - 2] == 0x2F

    def _skip_before(self, limit: int) -> bool:
        """Step over the first comment, CDATA or instruction before ``limit``; False when there is none."""
        first = limit
        closing, past = b"", 0
        for opening, end in _SKIPPED:
            found = self._bytes.find(opening, self._at, first + len(opening) - 1)
            if 0 <= found < first:
                first, closing, past = found, end, len(opening)
        if not closing:
            return False
        while (found := self._bytes.find(closing, first + past)) < 0:
            if not self._more(first):
                self._at = len(self._bytes)
                return True
            first = 0
        self._at = found + len(closing)
        if not self._looked:
            self._looked, self._plain = True, self._is_plain(self._at)
        return True

    def _is_plain(self, start: int) -> bool:
        """Whether nothing in hand has to be stepped over from there on; asked twice for what is in hand, no more."""
        return self._bytes.find(b"<!", start) < 0 and self._bytes.find(b"<?", start) < 0

    def _more(self, keep: int) -> bool:
        """Read on, forgetting what stands before ``keep``."""
        if self._done:
            return False
        self._count(keep)
        chunk = self._file.read(_CHUNK)
        if not self.offset and not self._bytes:
            self._marked = chunk.startswith(_BYTE_ORDER_MARK)
        self._bytes = self._bytes[keep:] + chunk
        self._looked, self._plain = False, self._is_plain(0)
        self.offset += keep
        self._at = max(0, self._at - keep)
        self._counted -= keep
        self._done = not chunk
        return not self._done

    def _count(self, position: int) -> None:
        """Count lines and columns up to a position; CR, LF and CR LF each end a line, as XML reads them."""
        if position <= self._counted:
            return
        passed = self._bytes[self._counted : position]
        self._counted = position
        if not (self._marked or self._returned or b"\r" in passed):
            self._pass(passed)
            return
        if self._marked:
            self._marked = False
            passed = passed[len(_BYTE_ORDER_MARK) :]
        if b"\r" in passed or self._returned:
            passed = self._as_xml_reads(passed)
        self._pass(passed)

    def _pass(self, passed: bytes) -> None:
        lines = passed.count(b"\n")
        if lines:
            self._line += lines
            self._column = 1
            passed = passed[passed.rfind(b"\n") + 1 :]
        self._column += len(passed.translate(None, self._continued)) if passed else 0

    def _as_xml_reads(self, passed: bytes) -> bytes:
        if self._returned and passed.startswith(b"\n"):
            passed = passed[1:]
        self._returned = passed.endswith(b"\r")
        return passed.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
