"""A communication of temporary unemployment as it is printed for the sender who asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from batch.model.law import Language, Title
from batch.model.twct import Communication

PDF_LANGUAGES: Mapping[int | None, Language] = {1: "nl", 2: "fr", 3: "de"}
"""Zone 00156, LanguageCodePdf."""


@dataclass(frozen=True, slots=True)
class Printout:
    """What the printable copy says (PRIN001)."""

    communication: Communication
    ticket: str
    """13 characters without dashes."""
    target: str
    """The ticket that a modification or a cancellation acts on; empty for an original."""
    own_reference: str
    received_on: date
    """The day of reception in Brussels."""
    office: str
    """ONEM's competent office; may be empty."""
    labels: Mapping[str, Title]
    """The published names of the zones, by XML name."""
