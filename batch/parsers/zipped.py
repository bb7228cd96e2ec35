"""Unpacks an FI that is a ZIP: exactly one file inside, never more bytes than a limit.

The record knows the codes (280, 281) and not where a ZIP is allowed; we take one wherever an FI is taken (ours).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from batch.model.findings import FileFault

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_CHUNK = 1 << 18
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""All that zipfile raises on bytes that are no sound ZIP."""


class _DirectoryTooLarge(Exception):
    """The directory of a ZIP is larger than that of one file can be."""


class _Sips:
    """A file of which nobody reads much at once: zipfile takes the whole directory of a ZIP into memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size if 0 <= size <= _CHUNK else _CHUNK + 1)
        if len(content) > _CHUNK:
            raise _DirectoryTooLarge
        return content


def is_zip(file: BinaryIO) -> bool:
    """Whether a file starts like a ZIP; it is read from its beginning afterwards."""
    head = file.read(4)
    file.seek(0)
    return head in _SIGNATURES


class Unpacking:
    """The content of the one file in a ZIP, as chunks; ``fault`` says afterwards what was wrong."""

    def __init__(self, file: BinaryIO, most_bytes: int) -> None:
        self._file = file
        self._most = most_bytes
        self.fault: FileFault | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._chunks()
        except _DirectoryTooLarge:
            self.fault = FileFault("281", f"a directory of more than {_CHUNK} bytes")
        except _BROKEN as error:
            self.fault = FileFault("280", str(error) or type(error).__name__)

    def _chunks(self) -> Iterator[bytes]:
        sips = cast("IO[bytes]", _Sips(self._file))  # zipfile asks no more of it than to read and to seek
        with zipfile.ZipFile(sips) as archive:
            entries = archive.infolist()
            if len(entries) != 1 or entries[0].is_dir():
                self.fault = FileFault("281", f"{len(entries)} entries")
                return
            (entry,) = entries
            if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
                self.fault = FileFault("280", "encrypted, or compressed in a way that is not known")
                return
            if entry.file_size > self._most:
                self.fault = FileFault("184", f"{entry.file_size} bytes unpacked, at most {self._most}")
                return
            with archive.open(entry) as content:
                while chunk := content.read(_CHUNK):
                    yield chunk


def deflated_size(file: BinaryIO) -> int:
    """How many bytes a file takes after compression."""
    packing, size = zlib.compressobj(1), 0
    while chunk := file.read(_CHUNK):
        size += len(packing.compress(chunk))
    return size + len(packing.flush())
