"""Reads the files of a form and what announces them; each file is decoded, digested and opened once."""

from __future__ import annotations

import binascii
import hashlib
from base64 import b64decode
from collections.abc import Iterator

from batch.model.attachment import MOST_BYTES, MOST_FILES, Announcement, Attachments, File
from batch.model.forms import Block
from batch.parsers.documents import flaw_of

_LONGEST = 4 * -(-MOST_BYTES // 3)
"""Signs of base64 in the largest file."""


def read(form: Block, name: str) -> Attachments:
    """What the payload elements ``name`` announce, and the files of the form; those beyond the limit stay closed."""
    payloads: list[Block] = []
    files: list[File] = []
    for data in form.every("Data"):
        document = data.first("DocumentXML")
        if document is not None:
            payloads += document.every(name)
        else:
            files.append(_file(data, is_opened=len(files) < MOST_FILES))
    return Attachments(payloads, [one for payload in payloads for one in _announced(payload)], files)


def _announced(payload: Block) -> Iterator[Announcement]:
    for block in payload.every("AttachmentInformation"):
        texts = (block.text(tag) or "" for tag in ("AttachmentId", "AttachmentType", "Description"))
        yield Announcement(block, *texts)


def _file(data: Block, *, is_opened: bool) -> File:
    description = data.first("DocumentDescription")
    technical = description.first("TechnicalDescription") if description else None
    told = technical or data
    name, mime = told.text("AttachmentId") or "", told.text("MimeType") or ""
    file = File(data, technical, data.first("DocumentNonXML"), name, mime)
    if is_opened:
        _open(file)
    return file


def _open(file: File) -> None:
    text = "".join(((file.document.raw("DocumentBase64") if file.document else None) or "").split())
    if len(text) > _LONGEST:
        file.flaw = "too-large"
        return
    try:
        file.content = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        file.flaw = "unreadable"
        return
    file.sha256 = hashlib.sha256(file.content).hexdigest() if file.content else ""
    file.flaw = "too-large" if len(file.content) > MOST_BYTES else flaw_of(file.content, file.mime)
