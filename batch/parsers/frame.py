"""Reads a file form by form in flat memory: a guarded pull parser.

No DOCTYPE (the prolog gate), no entities, no network, no comments or instructions inside values, a limit on
the bytes of one form and on its elements. A fault ends the stream and is kept as a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from batch.model.findings import FileFault

Element = etree._Element

MOST_MARKS = 200_000
"""Tags and attributes of one form (ours: one of 2,000 workers has some 15,000); an element takes thirty times its
bytes in memory, so a form that is not too long may still be too large."""
_MOST_BESIDE = 10_000
"""Elements beside the forms that are looked at; a file with more is refused without its rest being read."""
_CHUNK = 1 << 16
_HARD: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "recover": False,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
}


class FormStream:
    """The forms of one file, one after the other; each is cleared when the next is asked for."""

    def __init__(
        self, file: BinaryIO, namespace: str, encoding: str, max_form_bytes: int, max_marks: int = MOST_MARKS
    ) -> None:
        self._file = file
        self._tag = f"{{{namespace}}}Form" if namespace else "Form"
        self._encoding = encoding
        self._limit = max_form_bytes
        self._most_marks = max_marks
        self._beside = 0
        self._root: Element | None = None
        self.faults: list[FileFault] = []
        self.count = 0

    def __iter__(self) -> Iterator[Element]:
        parser = etree.XMLPullParser(events=("end",), tag=self._tag, encoding=self._encoding, **_HARD)
        try:
            yield from self._forms(parser)
        except etree.XMLSyntaxError as error:
            self.faults.append(_fault_of(error, parser))

    def _forms(self, parser: etree.XMLPullParser) -> Iterator[Element]:
        since_last = marks = 0
        while chunk := self._file.read(_CHUNK):
            parser.feed(chunk)
            since_last += len(chunk)
            for _event, form in parser.read_events():
                root = form.getparent()
                if root is None or root.getparent() is not None:
                    continue
                since_last = 0
                self.count += 1
                yield form
                form.clear(keep_tail=True)
                while (before := form.getprevious()) is not None:
                    self._look(before)
                    root.remove(before)
            # Counted only where no form ended: the pieces of an ordinary file cost nothing.
            marks = marks + chunk.count(b"<") + chunk.count(b"=") if since_last else 0
            if since_last > self._limit:
                self.faults.append(FileFault("184", f"one form is larger than {self._limit} bytes"))
                return
            if marks > self._most_marks:
                self.faults.append(FileFault("184", f"one form has more than {self._most_marks} tags and attributes"))
                return
            if self._beside > _MOST_BESIDE:
                return
        root = parser.close()
        self._root = root
        self._foreign(root)

    def _foreign(self, root: Element) -> None:
        """Look at what is left under the root after the last form."""
        if (root.text or "").strip():
            self._stray(root.text)
        for child in root:
            self._look(child)

    def _look(self, sibling: Element) -> None:
        if sibling.tag != self._tag:
            self._beside += 1
            name = str(sibling.tag).rpartition("}")[2]
            self._once(FileFault("205", f"{name} stands beside the forms", sibling.sourceline))
        tail = sibling.tail
        if tail and tail.strip():
            self._stray(tail)

    def _stray(self, _text: str | None) -> None:
        self._once(FileFault("312", "text stands between the forms"))

    def _once(self, fault: FileFault) -> None:
        if all(known.code != fault.code for known in self.faults):
            self.faults.append(fault)


def _fault_of(error: etree.XMLSyntaxError, parser: etree.XMLPullParser) -> FileFault:
    """The fault where it was first seen; of an undeclared entity only the parser's log knows."""
    first = next(iter(parser.feed_error_log), None)
    line, column = error.position
    if line == 0 and first is not None:
        return FileFault("102", first.message.strip(), first.line, first.column)
    return FileFault("102", str(error.msg).split(", line ")[0], line, column)
