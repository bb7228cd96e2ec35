"""Reads one stored form of temporary unemployment again, out of its bytes."""

from __future__ import annotations

import io
from xml.sax.saxutils import quoteattr

from batch.model.frame import Frame
from batch.model.law import Law
from batch.model.twct import Communication
from batch.parsers import twct
from batch.parsers.forms import read_block
from batch.parsers.frame import FormStream


def communication_of(content: bytes, frame: Frame, law: Law) -> Communication:
    """The communication in the bytes of a form that was accepted; ``frame`` is that of its file.

    Raises:
        ValueError: the bytes hold no form (ours: they did when they were judged).
    """
    release = law.release(frame.message, frame.release)
    names = "".join(f" xmlns{':' if prefix else ''}{prefix}={quoteattr(uri)}" for prefix, uri in frame.prefixes)
    opening = f"<{release.root}{names}>".encode(frame.encoding, "xmlcharrefreplace")
    file = io.BytesIO(opening + content + f"</{release.root}>".encode(frame.encoding))
    for form in FormStream(file, release.namespace, frame.encoding, len(content) + release.max_form_bytes):
        return twct.read(read_block(form, release.zone_tags(), release.block_tags()))
    raise ValueError("the bytes hold no form")
