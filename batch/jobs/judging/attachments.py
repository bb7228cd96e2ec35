"""Keeps the files of accepted forms in the archive: by their SHA-256, so that one content is kept once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from batch.model.attachment import Attachment
from batch.model.verdict import Verdict
from batch.ports import Archive


def place_of(sha256: str) -> str:
    """Where a content lies in the archive."""
    return f"attachments/{sha256[:2]}/{sha256}"


def kept(archive: Archive, verdict: Verdict) -> Verdict:
    """The verdict without the bytes of its files, which are kept before the rows that speak of them are committed.

    A commit that fails leaves bytes that no row speaks of: what came in is kept beside it anyway.
    """
    if not verdict.attachments:
        return verdict
    keep(archive, verdict.attachments)
    return replace(verdict, attachments=tuple(replace(one, content=b"") for one in verdict.attachments))


def keep(archive: Archive, attachments: Iterable[Attachment]) -> None:
    """Keep the bytes of files."""
    for attachment in attachments:
        place = place_of(attachment.sha256)
        there = archive.find(place)
        if there is None or there.sha256 != attachment.sha256:
            archive.write(place, [attachment.content])
