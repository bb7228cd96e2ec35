"""What one pass over a whole file tells: the frame around its forms."""

from __future__ import annotations

from dataclasses import dataclass

from batch.model.findings import FileFault
from batch.model.naming import NOBODY, Naming


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a file: its message, its release, its encoding, how many forms, and its faults."""

    message: str = ""
    """Identification of its forms, as the switchboard lists it; empty when it could not be told."""
    release: str = ""
    encoding: str = "UTF-8"
    prefixes: tuple[tuple[str, str], ...] = ()
    count: int = 0
    faults: tuple[FileFault, ...] = ()
    employers: Naming | None = NOBODY
    """Every employer that its forms name anywhere; None when they are too many to tell."""

    @property
    def is_sound(self) -> bool:
        """Whether its forms can be judged."""
        return not self.faults
