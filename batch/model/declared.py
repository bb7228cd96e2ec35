"""What makes two declarations one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, unsafe_hash=True)
class Declared:
    """What makes two forms one declaration: its employer, and its header or the sender's own reference."""

    identification: str
    employer: str
    header: str
    own_reference: str
