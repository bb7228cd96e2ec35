"""Reads the bytes of one form again, with expat, to know line, column and location of every element."""

from __future__ import annotations

from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from batch.model.outline import Node
from batch.parsers.prolog import Prolog
from batch.parsers.spans import Span

_XSI = "http://www.w3.org/2001/XMLSchema-instance}"
_LOCATIONS = (f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation")


def read_outline(content: bytes, span: Span, index: int, prolog: Prolog) -> Node:
    """The form as a tree; ``index`` is its position under the root, from 1."""
    reader = _Reader(span, index, prolog)
    return reader.read(content)


class _Reader:
    """One reading of one form, wrapped in a start tag with the root's namespaces."""

    def __init__(self, span: Span, index: int, prolog: Prolog) -> None:
        self._span = span
        self._index = index
        self._encoding = prolog.encoding
        names = "".join(f" xmlns{':' if prefix else ''}{prefix}={quoteattr(uri)}" for prefix, uri in prolog.prefixes)
        self._wrap = f"<root{names}>\n".encode(prolog.encoding, "xmlcharrefreplace")
        self._open: list[Node] = []
        self._counts: list[dict[str, int]] = []
        self._form: Node | None = None

    def read(self, content: bytes) -> Node:
        parser = expat.ParserCreate(self._encoding, namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._parser = parser
        parser.Parse(self._wrap, False)
        parser.Parse(content, False)
        del self._parser  # which knows this reader
        if self._form is None:
            raise ValueError("the bytes hold no form")
        return self._form

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, called = name.rpartition("}")
        line, column = self._position()
        if not self._open:
            if self._form is None and called == "root":
                return
            node = self._form = Node(f"{{{name}" if namespace else name, called, line, column, f"1,{self._index}", None)
        else:
            parent, counts = self._open[-1], self._counts[-1]
            siblings = parent.children
            tag = f"{{{name}" if namespace else name
            node = Node(tag, called, line, column, str(len(siblings) + 1), parent)
            node.nth = counts[called] = counts.get(called, 0) + 1
            siblings.append(node)
            parent.steps[called, node.nth] = node
        if attributes:
            node.attributes = tuple(key for key in attributes if key not in _LOCATIONS)
        self._open.append(node)
        self._counts.append({})

    def _end(self, _name: str) -> None:
        if self._open:
            self._open.pop()
            self._counts.pop()

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def _position(self) -> tuple[int, int]:
        line, column = self._parser.CurrentLineNumber - 2, self._parser.CurrentColumnNumber
        if line == 0:
            return self._span.line, self._span.column + column
        return self._span.line + line, column + 1
