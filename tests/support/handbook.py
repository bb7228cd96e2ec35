"""The fenced texts of a page of the docs: what stands there is what is tested."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "sftp-production.md"


def text_after(words: str) -> str:
    """The fenced text that follows the line with these words."""
    found = re.search(rf"{re.escape(words)}[^\n]*\n\n```\w*\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None, f"{PAGE.name} has no text after {words!r}"
    return f"{found[1]}\n"


def adapted(text: str, changes: Mapping[str, str]) -> str:
    """The text with each of these words replaced, all at once; one that does not occur is no error."""
    either = "|".join(re.escape(word) for word in sorted(changes, key=len, reverse=True))
    return re.sub(either, lambda word: changes[word[0]], text)


def server_settings(text: str) -> tuple[list[str], list[str]]:
    """The lines of an sshd configuration before its ``Match`` block, and the block."""
    lines = text.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("Match "))
    return lines[:start], lines[start:]
