"""The sentences that explain what was found: of each rule, of each code, of each detail of a file's fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from batch.model.law import Language, Title


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a rule says and what to do when it speaks; its English sentence stands in the code, as its docstring."""

    sentences: Mapping[str, str]
    """In French, Dutch and German."""
    remedy: Title | None
    """None where that of the code says enough."""
    parameters: tuple[str, ...]
    """The dated numbers of the law that it reads."""


@dataclass(frozen=True, slots=True)
class Textbook:
    """Every sentence that explains; rules by room and name (``twct.accident_told_late``)."""

    rules: Mapping[str, RuleText]
    remedies: Mapping[str, Title]
    """By code of annex 30: what to do where a rule has no advice of its own, or no rule speaks."""
    units: Mapping[str, Title]
    """What a dated number of the law counts."""
    sources: tuple[Title, ...]
    """Clauses of where a rule or a number of the law comes from; words in braces stand for what was found."""
    details: tuple[Title, ...]
    """Details of a file's fault; words in braces stand for what was found."""

    def sentence(self, key: str, english: str, language: Language) -> str:
        """What a rule says; in English where it is not translated."""
        text = self.rules.get(key)
        return text.sentences.get(language, english) if text else english

    def remedy(self, key: str, code: str) -> Title | None:
        """What to do when a rule speaks under a code; None when nothing is known."""
        text = self.rules.get(key)
        return text.remedy if text and text.remedy else self.remedies.get(code)

    def source(self, english: str, language: Language) -> str:
        """Where a rule or a number of the law comes from: told whole, else clause by clause; else in English."""
        for title in () if language == "en" else self.sources:
            said = _pattern(title.en, "[^:;]+?").fullmatch(english)
            if said:
                found = {name: _in_words(value, language) for name, value in said.groupdict().items()}
                return title.in_(language).format(**found)
        for mark in ("; ", ": "):
            head, joint, tail = english.partition(mark)
            if joint:
                space = " " if language == "fr" else ""
                return f"{self.source(head, language)}{space}{joint}{self.source(tail, language)}"
        return english

    def detail(self, found: str, language: Language) -> str:
        """A detail of a file's fault; a name or a word of the parser, which is no sentence of ours, stays as it is."""
        for title in self.details:
            said = _pattern(title.en, ".+?").fullmatch(found)
            if said:
                return title.in_(language).format(**said.groupdict())
        return found


@cache
def _pattern(template: str, words: str) -> re.Pattern[str]:
    """``{count} entries`` as an expression that catches the count."""
    return re.compile(re.sub(r"\\\{(\w+)\\\}", rf"(?P<\1>{words})", re.escape(template)))


_BETWEEN: Mapping[Language, Mapping[str, str]] = {
    "fr": {" and ": " et ", " to ": " à "},
    "nl": {" and ": " en ", " to ": " tot "},
    "de": {" and ": " und ", " to ": " bis "},
}


def _in_words(found: str, language: Language) -> str:
    """Numbers, articles or days that stand in a source, as the language writes them."""
    for english, own in _BETWEEN[language].items():
        found = found.replace(english, own)
    return re.sub(r"\b(\d\d)/(\d\d)/(\d{4})\b", r"\1.\2.\3", found) if language == "de" else found
