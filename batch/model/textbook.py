"""The sentences that explain what was found: of each rule, of each code, of each detail of a file's fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

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
    sources: Mapping[str, Title]
    """Where a number of the law comes from, by its English text."""
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
        """Where a number of the law comes from; in English where it is not translated."""
        title = self.sources.get(english)
        return title.in_(language) if title else english

    def detail(self, found: str, language: Language) -> str:
        """A detail of a file's fault; a name or a word of the parser, which is no sentence of ours, stays as it is."""
        for title in self.details:
            said = re.fullmatch(_pattern(title.en), found)
            if said:
                return title.in_(language).format(**said.groupdict())
        return found


def _pattern(template: str) -> str:
    """``{count} entries`` as an expression that catches the count."""
    return re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(template))
