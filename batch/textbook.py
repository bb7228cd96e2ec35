"""Opens the sentences that explain, of the glossary: of rules, of codes, of numbers, of sources, of details."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from batch.errors import LawIncomplete
from batch.lawbook import law_room, title_of
from batch.model.law import Title
from batch.model.textbook import RuleText, Textbook


@lru_cache(maxsize=2)
def open_textbook(room: Path | None = None) -> Textbook:
    """Read every sentence: ``sentences/*.toml``, ``remedies``, ``units``, ``sources`` and ``details.toml``.

    Raises:
        LawIncomplete: a file is missing or does not read, or a sentence lacks a language.
    """
    glossary = (room or law_room()) / "glossary"
    try:
        return Textbook(
            rules=dict(_rules(_rooms(glossary / "sentences"))),
            remedies=_titles(_toml(glossary / "remedies.toml")),
            units=_titles(_toml(glossary / "units.toml")),
            sources=tuple(_titles(_with_english(_toml(glossary / "sources.toml"))).values()),
            details=tuple(_titles(_toml(glossary / "details.toml")).values()),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LawIncomplete(f"sentences: {type(error).__name__}: {error}") from error


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rooms(folder: Path) -> dict[str, dict[str, Any]]:
    """The tables of all files of the folder, those of one room together."""
    rooms: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.iterdir()):
        for room, entries in _toml(path).items():
            twice = rooms.setdefault(room, {}).keys() & entries.keys()
            if twice:
                raise ValueError(f"{path.name}: {room}.{min(twice)} stands twice")
            rooms[room] |= entries
    return rooms


def _titles(entries: Mapping[str, Any]) -> dict[str, Title]:
    return {name: title_of(entry) for name, entry in entries.items()}


def _with_english(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Entries whose name is their English text."""
    return {english: {"en": english, **entry} for english, entry in entries.items()}


def _rules(rooms: Mapping[str, Any]) -> Iterator[tuple[str, RuleText]]:
    for room, entries in rooms.items():
        for name, entry in entries.items():
            there, _, other = entry.get("as", f"{room}.{name}").partition(".")
            yield f"{room}.{name}", _rule_text(rooms[there][other])


def _rule_text(entry: Mapping[str, Any]) -> RuleText:
    remedy = entry.get("remedy")
    return RuleText(
        sentences={language: entry[language] for language in ("fr", "nl", "de")},
        remedy=title_of(remedy) if remedy else None,
        parameters=tuple(entry.get("parameters", ())),
    )
