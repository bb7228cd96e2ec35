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
_OPENING = re.compile(rb"<(?:!--|!\[CDATA\[|\?|/?(?:[^\s<>/:!?]+:)?Form(?=[\s/>]))")
_CLOSING = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_TAG_END = re.compile(rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*?>")
_LONGEST_OPENING = 256


@dataclass(frozen=True, slots=True)
class Span:
    """Where a form stands in its file: first byte, bytes, line and column from 1."""

    start: int
    size: int
    line: int
    column: int


class _Window:
    """The part of the file that is in hand: bytes, their offset, and the line count up to a mark."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.bytes = b""
        self.offset = 0
        self.done = False

    def more(self) -> bool:
        chunk = self.file.read(_CHUNK)
        self.bytes += chunk
        self.done = not chunk
        return not self.done

    def drop(self, count: int) -> None:
        self.bytes = self.bytes[count:]
        self.offset += count


def form_spans(file: BinaryIO) -> Iterator[Span]:
    """The span of every form that stands directly under the root."""
    window, depth, line, column, start = _Window(file), 0, 1, 1, Span(0, 0, 1, 1)
    while (found := _next_markup(window)) is not None:
        passed, markup = found
        line, column = _advance(line, column, passed)
        if markup.startswith((b"<!", b"<?")):
            line, column = _advance(line, column, markup)
            continue
        begins, closes = not markup.startswith(b"</"), markup.endswith(b"/>")
        if begins:
            if depth == 0:
                start = Span(window.offset - len(markup), 0, line, column)
            depth += 1
        line, column = _advance(line, column, markup)
        if not begins or closes:
            depth -= 1
            if depth == 0:
                yield Span(start.start, window.offset - start.start, start.line, start.column)


def _next_markup(window: _Window) -> tuple[bytes, bytes] | None:
    """The bytes before the next comment, CDATA, instruction or form tag, and that markup whole."""
    searched = 0
    while True:
        found = _OPENING.search(window.bytes, searched)
        if found is not None and (found.end() < len(window.bytes) or window.done):
            break
        if found is None:
            searched = max(0, len(window.bytes) - _LONGEST_OPENING)
        if not window.more():
            if found is None:
                return None
            break
    opening = found.group()
    end = _end_of(window, found.start(), found.end(), _CLOSING.get(opening))
    passed, markup = window.bytes[: found.start()], window.bytes[found.start() : end]
    window.drop(end)
    return passed, markup


def _end_of(window: _Window, start: int, after: int, closing: bytes | None) -> int:
    while True:
        if closing is not None:
            at = window.bytes.find(closing, after)
            if at >= 0:
                return at + len(closing)
        elif (tag := _TAG_END.match(window.bytes, after)) is not None:
            return tag.end()
        if not window.more():
            return max(len(window.bytes), start)


def _advance(line: int, column: int, text: bytes) -> tuple[int, int]:
    breaks = text.count(b"\n")
    if not breaks:
        return line, column + len(text)
    return line + breaks, len(text) - text.rfind(b"\n")
