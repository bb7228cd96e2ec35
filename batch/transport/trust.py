"""The trust folder: which authorities are accepted, laid down by the operator as files.

``anchors`` and ``intermediates`` hold certificates, ``crl`` revocation lists; what they mean is judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from batch.transport.files import open_regular

Stamp = tuple[tuple[str, int, int], ...]
"""Name, size and time of change (nanoseconds) of every file: another stamp, other files."""

_CERTIFICATES = (".pem", ".crt", ".cer", ".der")
_LISTS = (".crl", ".pem")
_PARTS = (("anchors", _CERTIFICATES), ("intermediates", _CERTIFICATES), ("crl", _LISTS))


@dataclass(frozen=True, slots=True)
class TrustFiles:
    """The bytes of every file, by its path below the trust folder; PEM (several in one file) or DER."""

    anchors: dict[str, bytes]
    intermediates: dict[str, bytes]
    crls: dict[str, bytes]
    stamp: Stamp


def read_trust_files(folder: Path) -> TrustFiles:
    """Read the trust folder; a folder that is not there is an empty one.

    Raises:
        OSError: a file cannot be read.
    """
    # the stamp comes first: what changes while we read is seen as changed the next time
    stamp = trust_stamp(folder)
    anchors, intermediates, crls = (_contents(folder, part, endings) for part, endings in _PARTS)
    return TrustFiles(anchors, intermediates, crls, stamp)


def trust_stamp(folder: Path) -> Stamp:
    """The stamp alone, without reading a file: what a caller compares before it reads again."""
    return tuple(_stamps(folder))


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    for part, endings in _PARTS:
        for path in _files(folder / part, endings):
            there = path.stat()
            yield path.relative_to(folder).as_posix(), there.st_size, there.st_mtime_ns


def _contents(folder: Path, part: str, endings: Iterable[str]) -> dict[str, bytes]:
    found = {}
    for path in _files(folder / part, endings):
        with open_regular(path.resolve()) as file:  # a link to a shared folder of the machine is allowed
            found[path.relative_to(folder).as_posix()] = file.read()
    return found


def _files(folder: Path, endings: Iterable[str]) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in endings and not path.name.startswith("."))
