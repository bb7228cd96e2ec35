"""Files that come with a form of career break (ours): what announces them, what is in them, and which are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from batch.model.forms import Block

MOST_FILES = 10
MOST_BYTES = 2 * 1024 * 1024
"""Of one file, decoded; the larger of the two things that 2 MB may mean (ours)."""
PDF, JPEG = "application/pdf", "image/jpeg"

Flaw = Literal["empty", "too-large", "unreadable", "locked"]
"""Why a file is refused for what is in it: no bytes; too many bytes, pages or pixels; not whole, or not of the kind
that is said; encrypted.
"""
Origin = Literal["employer", "worker"]


@dataclass(frozen=True, slots=True)
class AttachmentType:
    """One kind of document of the list ``attachment_types.csv``."""

    names: Mapping[str, str]
    """By language."""
    mandatory_for: frozenset[str]
    """Types of interruption that do not go to ONEM without it."""
    described: bool
    """Whether the announcement must say in words what it is."""


def types_of(rows: Iterable[Mapping[str, str]]) -> dict[str, AttachmentType]:
    """The rows of the list, by code."""
    return {
        row["code"]: AttachmentType(
            {language: row[language] for language in ("fr", "nl", "de", "en")},
            frozenset(row["mandatory_for"].split()),
            row["described"] == "1",
        )
        for row in rows
    }


def mandatory(types: Mapping[str, AttachmentType], kind: str) -> frozenset[str]:
    """The codes of the documents without which a request of this type of interruption does not go to ONEM."""
    return frozenset(code for code, one in types.items() if kind in one.mandatory_for)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One announced file of a form."""

    id: str
    kind: str
    """Its code in the list."""
    description: str
    mime: str
    sha256: str
    size: int
    origin: Origin
    content: bytes = field(repr=False)
    """Empty once it is kept."""


@dataclass(slots=True)
class Announcement:
    """One block that announces a file."""

    block: Block
    id: str
    kind: str
    description: str


@dataclass(slots=True)
class File:
    """One file in its Data."""

    block: Block
    technical: Block | None
    """Its TechnicalDescription."""
    document: Block | None
    """Its DocumentNonXML."""
    id: str
    mime: str
    content: bytes = b""
    """Decoded; empty when it was not looked at."""
    sha256: str = ""
    """In lower case, of the decoded bytes."""
    flaw: Flaw | None = None


@dataclass(slots=True)
class Attachments:
    """All files of a form, and what announces them."""

    payloads: list[Block] = field(default_factory=list)
    """The payload elements that announce; one is allowed."""
    announced: list[Announcement] = field(default_factory=list)
    files: list[File] = field(default_factory=list)

    def kinds(self) -> frozenset[str]:
        """The codes of the documents that are announced."""
        return frozenset(one.kind for one in self.announced)

    def brought(self, origin: Origin) -> Iterator[Attachment]:
        """Each file with its announcement; whole only when the form has no anomaly."""
        found = {one.id: one for one in self.files if one.content and one.flaw is None}
        for one in self.announced:
            if one.id in found:
                file = found[one.id]
                size = len(file.content)
                yield Attachment(
                    one.id, one.kind, one.description, file.mime, file.sha256, size, origin, file.content
                )  # fmt: skip
