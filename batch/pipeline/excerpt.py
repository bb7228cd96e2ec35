"""Some forms of a file as a file of their own: so they are parsed without what stands before them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from batch.model.frame import Frame
from batch.model.law import Release


def excerpt(forms: Iterable[bytes], frame: Frame, release: Release) -> io.BytesIO:
    """The bytes of forms between a start tag with the namespaces of their root, and its end tag.

    ``frame`` is that of their file, ``release`` that of its root. Every encoding the prolog gate lets pass writes
    markup as ASCII bytes, so forms may be cut out and put together.
    """
    names = "".join(f" xmlns{':' if prefix else ''}{prefix}={quoteattr(uri)}" for prefix, uri in frame.prefixes)
    root = _root_of(release, frame)
    opening = f"<{root}{names}>".encode(frame.encoding, "xmlcharrefreplace")
    return io.BytesIO(b"".join((opening, *forms, f"</{root}>".encode(frame.encoding))))


def _root_of(release: Release, frame: Frame) -> str:
    """The root as the file can have named it: under the prefix of its namespace."""
    prefix = next((prefix for prefix, uri in frame.prefixes if uri == release.namespace), "")
    return f"{prefix}:{release.root}" if prefix else release.root
