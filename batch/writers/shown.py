"""How zones are shown in a printed copy: published names, codes in words, days and addresses as people write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from batch.model.forms import Block
from batch.model.law import Language, Title
from batch.writers.pdf import day_in, period_in, printable, typographic

Row = tuple[str, str]

_ADDRESS = ("Street", "HouseNbr", "PostBox", "ZIPCode", "City")
_BELGIUM = 150


class Shown:
    """The words of one language, and the zones of one message in it."""

    def __init__(self, words: Mapping[str, Title], labels: Mapping[str, Title], language: Language) -> None:
        self._words = words
        self._labels = labels
        self._language = language

    def word(self, key: str) -> str:
        """A word of the glossary, ready to be printed."""
        return typographic(self._words[key].in_(self._language))

    def spelt(self, tag: str, value: str) -> str | None:
        """A code in words where ``words.toml`` spells it out as ``print_<zone>_<value>``; else None."""
        found = self._words.get(f"print_{tag}_{value}")
        return typographic(found.in_(self._language)) if found else None

    def day(self, day: date) -> str:
        """A day as the language writes it."""
        return day_in(day, self._words, self._language)

    def period(self, start: date | None, end: date | None) -> str:
        """A period in words; either end may be open."""
        return period_in(start, end, self._words, self._language)

    def zones(self, block: Block | None, *tags: str) -> Iterator[Row]:
        """Zones under their published names."""
        for tag in tags:
            value = text_of(block, tag)
            if block is not None and value and tag in self._labels:
                yield self.label(tag), self._value(tag, block.day(tag), value)

    def label(self, tag: str) -> str:
        """The published name; the French and Dutch ones are printed in capitals, which are hard to read."""
        label = typographic(self._labels[tag].in_(self._language))
        return label.capitalize() if label.isupper() else label

    def _value(self, tag: str, day: date | None, value: str) -> str:
        """A code in words; a day; else as sent."""
        return self.spelt(tag, value) or (self.day(day) if day else value)

    def address(self, block: Block | None) -> str:
        """Street and town on one line; the country only when it is another than Belgium."""
        street, house, box, postcode, city = (text_of(block, tag) for tag in _ADDRESS)
        country = block.number("Country") if block else None
        lines = (
            " ".join(part for part in (street, house, box and f"/ {box}") if part),
            f"{postcode} {city}".strip(),
            "" if country in (None, _BELGIUM) else self._country(str(country)),
        )
        return ", ".join(line for line in lines if line)

    def _country(self, code: str) -> str:
        return self.spelt("Country", code) or f"{self.label('Country')} {code}"


def text_of(block: Block | None, tag: str) -> str:
    """The value of a zone, ready to be printed; empty when it is absent."""
    return printable(block.text(tag) or "") if block else ""
