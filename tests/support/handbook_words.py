"""Titles and words of the handbook, from ``handbook.toml``, and how a line of it is written."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from batch.lawbook import law_room, open_law, title_of
from batch.model.law import Language, Title
from batch.textbook import open_textbook

ROOT = Path(__file__).parents[2]
LAW, TEXTS = open_law(), open_textbook()
UP = "../../../.."
"""From any page of a message to the root of the project."""


@cache
def _titles() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
        (law_room() / "glossary" / "handbook.toml").read_text(encoding="utf-8")
    )
    return found


def titles(kind: str) -> dict[str, Title]:
    """The titles of one kind: ``message``, ``matter``, ``day``, ``list``, ``column`` or ``word``."""
    return {name: title_of(entry) for name, entry in _titles()[kind].items()}


def names_of(kind: str, key: str, value: str) -> list[str]:
    """The titles of one kind that say something beside their words."""
    return [name for name, entry in _titles()[kind].items() if entry.get(key) == value]


def day_of(message: str) -> str:
    """The day that selects the law of a message, as the titles name it."""
    return _titles()["message"][message]["day"]


@cache
def said(kind: str, name: str, language: Language) -> str:
    """One title."""
    if name not in _titles()[kind]:
        raise KeyError(f"schemas/glossary/handbook.toml has no [{kind}.{name!r}]")
    return title_of(_titles()[kind][name]).in_(language)


def word(name: str, language: Language, **values: Any) -> str:
    """One word or sentence of the handbook."""
    return said("word", name, language).format(**values)


def labelled(name: str, text: str, language: Language) -> str:
    """A text after its label."""
    return f"**{_with_capital(word(name, language))}**{colon(language)}{text}"


def header(names: list[str]) -> list[str]:
    """The two lines with which a table begins."""
    return [row([_with_capital(name) for name in names]), "|" + "---|" * len(names)]


def row(cells: list[str]) -> str:
    """One line of a table."""
    return f"| {' | '.join(cells)} |"


def _with_capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def colon(language: Language) -> str:
    """A colon as the language sets it."""
    return " : " if language == "fr" else ": "


def semicolon(language: Language) -> str:
    """A semicolon as the language sets it."""
    return " ; " if language == "fr" else "; "


def source(english: str, language: Language) -> str:
    """Where something comes from, its files linked."""
    told = plain(TEXTS.source(english, language))
    return re.sub(r"\b((?:docs|schemas)/[\w./]+\.(?:md|csv|toml))\b", rf"[\1]({UP}/\1)", told)


def plain(text: str) -> str:
    """The text with no sign that Markdown or HTML would take for its own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("[", "\\[").replace("]", "\\]")
