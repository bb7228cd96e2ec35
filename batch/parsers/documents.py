"""Opens a PDF or a JPEG to see that it is whole; nothing is drawn, and nothing in it is run.

A file may be made to use up a machine, so everything is bounded: bytes that unpack, pages, pixels, scans.
"""

from __future__ import annotations

import logging
import struct
import warnings
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from batch.model.attachment import JPEG, PDF, Flaw

MOST_PAGES = 200
"""Of a PDF (ours)."""
MOST_PIXELS = 40_000_000
"""Of a JPEG: a page of A4 at 600 points to the inch has 35 million (ours)."""
_MOST_UNPACKED = 20_000_000
"""Bytes of one stream of a PDF (ours); only the tables of the file are unpacked, never what is on a page."""
_MOST_NODES = 10 * MOST_PAGES
_MOST_SCANS = 100
"""A photograph has 10 or so; each may cost as much as the whole picture (ours)."""
_START_OF_SCAN, _END_OF_PDF, _TAIL = b"\xff\xda", b"%%EOF", 1024
_FAULTS = (ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, StopIteration,
           TypeError, ValueError, struct.error, zlib.error)  # fmt: skip
"""What the libraries let through when bytes in memory are not what they say: there the file is at fault, and nothing
was read from a disk. Anything else, as want of memory or a library that is not there, is a fault of ours.
"""


def flaw_of(content: bytes, mime: str) -> Flaw | None:
    """What is wrong with a file that is said to be of a kind; of another kind than PDF and JPEG it is not opened."""
    if not content:
        return "empty"
    look = _LOOKS.get(mime)
    return look(content) if look else None


def _pdf(content: bytes) -> Flaw | None:
    from pypdf import Configuration, PdfReader, apply_configuration
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # a sender's file has no place in our log
    if _END_OF_PDF not in content[-_TAIL:]:
        return "unreadable"
    limits = Configuration(
        page_tree_maximum_entries=_MOST_NODES,
        zlib_maximum_output_length=_MOST_UNPACKED,
        lzw_maximum_output_length=_MOST_UNPACKED,
        run_length_maximum_output_length=_MOST_UNPACKED,
    )
    try:
        with apply_configuration(limits):
            reader = PdfReader(BytesIO(content), xref_stream_maximum_entries=100_000, root_object_recovery_limit=1_000)
            if reader.is_encrypted:
                return "locked"
            count = len(reader.pages)
            for page in reader.pages if count <= MOST_PAGES else ():
                page.get("/Contents")
    except LimitReachedError:
        return "too-large"
    except (*_FAULTS, PyPdfError, DependencyError):
        return "unreadable"
    return "too-large" if count > MOST_PAGES else None if count else "empty"


def _jpeg(content: bytes) -> Flaw | None:
    from PIL import Image

    if content.count(_START_OF_SCAN) > _MOST_SCANS:
        return "too-large"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(content), formats=("JPEG",)) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    return "too-large"
                image.draft("L", (max(1, width // 8), max(1, height // 8)))
                image.load()  # at an eighth of its size: only so does a cut file show
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "too-large"
    except (*_FAULTS, SyntaxError, Warning):
        return "unreadable"
    return None


_LOOKS: Mapping[str, Callable[[bytes], Flaw | None]] = {PDF: _pdf, JPEG: _jpeg}
