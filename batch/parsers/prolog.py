"""The gate before any XML parser: size, byte order, encoding, DOCTYPE, and the root element.

lxml accepts UTF-7, drops external entities in silence and opens gzip by itself; this gate refuses by rule,
with a code, before it sees a byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from batch.model.findings import FileFault

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf8": "UTF-8",
    "us-ascii": "US-ASCII",
    "ascii": "US-ASCII",
    "iso-8859-1": "ISO-8859-1",
    "iso-8859-15": "ISO-8859-15",
    "windows-1252": "windows-1252",
    "cp1252": "windows-1252",
}
"""Encodings we read (ours: the record says that unsupported ones get 138, not which are supported)."""

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_MOST = 1 << 20
_UNKNOWN_ENCODING = 18


@dataclass(frozen=True, slots=True)
class Prolog:
    """What stands before and in the root's start tag."""

    encoding: str
    root: str
    namespace: str
    schemas: tuple[str, ...]
    prefixes: tuple[tuple[str, str], ...]


class _Stop(Exception):
    """The root element was reached; expat has no gentler way to be stopped."""


def read_prolog(file: BinaryIO) -> Prolog | FileFault:
    """Read up to the root's start tag; ``file`` stands somewhere after it when this returns."""
    head = file.read(4096)
    fault = _fault_of_bytes(head)
    return fault or _Gate().read(head, file)


def _fault_of_bytes(head: bytes) -> FileFault | None:
    if not head.strip():
        return FileFault("134", "the file is empty")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:4]:
        return FileFault("138", "UTF-16 or UTF-32; write UTF-8", 1, 1)
    return None


class _Gate:
    """One reading of a prolog by expat."""

    def __init__(self) -> None:
        self.encoding = "UTF-8"
        self.refused: FileFault | None = None
        self.root = ""
        self.attributes: dict[str, str] = {}
        self.prefixes: list[tuple[str, str]] = []
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartNamespaceDeclHandler = self._prefix
        self.parser.StartElementHandler = self._element

    def read(self, head: bytes, file: BinaryIO) -> Prolog | FileFault:
        seen = len(head)
        try:
            while head and seen <= _MOST:
                self.parser.Parse(head, False)
                head = file.read(4096)
                seen += len(head)
            self.parser.Parse(b"", True)
        except _Stop:
            return self.refused or self._prolog()
        except expat.ExpatError as error:
            code = "138" if error.code == _UNKNOWN_ENCODING else "102"
            return self.refused or FileFault(code, expat.ErrorString(error.code) or "", error.lineno, error.offset + 1)
        except (LookupError, ValueError, UnicodeError):
            return FileFault("138", "the declared encoding is not known", 1, 1)
        return FileFault("102", "no element was found", 1, 1)

    def _prolog(self) -> Prolog:
        namespace, _, name = self.root.rpartition("}")
        located = self.attributes.get(f"{_XSI}}}schemaLocation", "").split()
        plain = self.attributes.get(f"{_XSI}}}noNamespaceSchemaLocation", "").split()
        schemas = tuple(word.rpartition("/")[2] for word in (*located[1::2], *plain))
        return Prolog(self.encoding, name, namespace, schemas, tuple(self.prefixes))

    def _declaration(self, version: str, encoding: str | None, _standalone: int) -> None:
        if version != "1.0":
            self._refuse("102", f"XML version {version}")
        known = ENCODINGS.get((encoding or "UTF-8").casefold())
        if known is None:
            self._refuse("138", f"encoding {encoding}")
        self.encoding = known or ""

    def _doctype(self, *_: object) -> None:
        self._refuse("102", "a DOCTYPE is not allowed")

    def _prefix(self, prefix: str | None, uri: str | None) -> None:
        self.prefixes.append((prefix or "", uri or ""))

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        self.root, self.attributes = name, attributes
        raise _Stop

    def _refuse(self, code: str, detail: str) -> None:
        self.refused = FileFault(code, detail, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        raise _Stop
