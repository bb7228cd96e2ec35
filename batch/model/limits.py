"""Sizes and counts of what is taken in; the real limits are not in the public record, so all defaults are ours."""

from __future__ import annotations

from dataclasses import dataclass

UNLIMITED = 10**12


@dataclass(frozen=True, slots=True)
class Limits:
    """What one set may hold; above it the whole set is refused with the code named."""

    most_parts: int = 9
    """FI files of a set, else 128; the name has one digit for it."""
    most_file_bytes: int = 1 << 30
    """Bytes of one FI, as sent and unpacked, else 184; a larger file is not even kept."""
    most_compressed_bytes: int = 100_000_000
    """Bytes of all FI and FS of a set after compression, else 509."""
    most_forms: int = 500_000
    """Forms of one FI, else 275, or 246 when it is one; a schema release may allow fewer (the envelope: 500)."""
    least_form_bytes: int = 200
    """A file has at least so many bytes for each form, else 172: nothing shorter can be a declaration."""
