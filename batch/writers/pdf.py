"""Writes the decision letter as a PDF/A of one page; the same letter always gives the same bytes.

The texts come from the glossary, the layout from a typst template. What others wrote travels to the template
as data (JSON) and is printed as text; it is never read as markup.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

from batch.model import tickets
from batch.model.law import Language, Title
from batch.model.letter import DecisionLetter

_UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"
_PRINTED = (
    range(0x0020, 0x0500),  # Latin, Greek, Cyrillic
    range(0x1E00, 0x2041),  # more Latin and Greek, punctuation
    range(0x2070, 0x20D0),  # superscripts, currencies
    range(0x2190, 0x2300),  # arrows, mathematics
    range(0x2500, 0x2600),  # boxes and bullets
)
"""What the fonts inside typst can draw; PDF/A allows no sign that they cannot."""
_BESIDE_A_SIGN = re.compile("(?<=«) | (?=[:;!?»])")


def decision_pdf(letter: DecisionLetter, words: Mapping[str, Title], language: Language, template: Path) -> bytes:
    """The letter in that language; the template sees its own folder and nothing else.

    Raises:
        KeyError: a word of the letter is not in the glossary (ours).
        typst.TypstError: the template does not compile (ours).
    """
    return typeset(template, _Composer(letter, words, language).content(), letter.decided_on)


def typeset(template: Path, content: Mapping[str, object], day: date) -> bytes:
    """A PDF/A of that day; the template reads the content as ``sys.inputs.letter``.

    Raises:
        typst.TypstError: the template does not compile (ours).
    """
    import typst  # slow to load, and few commands need it

    return typst.compile(
        template,
        root=template.parent,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"letter": json.dumps(content)},
        pdf_standards="a-2b",
        timestamp=datetime.combine(day, time.min, UTC),
    )


class _Composer:
    """One letter in one language: every text of the page, ready to be printed."""

    def __init__(self, letter: DecisionLetter, words: Mapping[str, Title], language: Language) -> None:
        self._letter = letter
        self._words = words
        self._language = language

    def content(self) -> dict[str, object]:
        """What the template prints, by place on the page."""
        letter = self._letter
        sign = "positive" if letter.positive else "negative"
        return {
            "language": self._language,
            "authority": self._word("letter_authority"),
            "office": printable(letter.office),
            "title": self._word("letter_title"),
            "ticket": printable(tickets.printed(letter.ticket)),
            "references_title": self._word("letter_your_communication"),
            "references": [[label, text] for label, text in self._references() if text],
            "decision_title": self._word("letter_decision"),
            "positive": letter.positive,
            "decision_word": self._word(f"letter_{sign}_word"),
            "decision": self._word(f"letter_{sign}"),
            "decided_on_label": self._word("letter_decided_on"),
            "decided_on": self._day(letter.decided_on),
            "reason_title": self._word("letter_reason"),
            "reason": printable(letter.reason),
            "questions_title": self._word("letter_questions"),
            "questions": self._questions(),
            "channel": self._word("letter_channel"),
            "footer": f"{self._word('letter_ticket')} {printable(tickets.printed(letter.ticket))}",
        }

    def _word(self, key: str) -> str:
        return typographic(self._words[key].in_(self._language))

    def _references(self) -> Iterator[tuple[str, str]]:
        letter = self._letter
        yield self._word("letter_ticket"), printable(tickets.printed(letter.ticket))
        yield self._word("letter_own_reference"), printable(letter.own_reference)
        yield self._word("letter_ppl" if letter.local_authority else "letter_noss"), number_shown(letter.noss)
        yield self._word("letter_company"), number_shown(letter.company)
        yield self._word("letter_risk"), self._word(f"risk_{letter.risk}")
        yield self._word("letter_created"), self._day(letter.created)
        yield self._word("letter_period"), self._period()
        yield self._word("letter_worker_count"), str(letter.worker_count or "")

    def _questions(self) -> str:
        office = printable(self._letter.office)
        return self._word("letter_questions_office" if office else "letter_questions_authority")

    def _period(self) -> str:
        return period_in(self._letter.start, self._letter.end, self._words, self._language)

    def _day(self, day: date) -> str:
        return day_in(day, self._words, self._language)


def day_in(day: date, words: Mapping[str, Title], language: Language) -> str:
    """A day as that language writes it."""
    name = words[f"month_{day.month:02}"].in_(language)
    form = words["date_form"].in_(language)
    return form.format(day=day.day, month=day.month, month_name=name, year=day.year)


def period_in(start: date | None, end: date | None, words: Mapping[str, Title], language: Language) -> str:
    """A period in words; either end may be open, and without both it is empty."""
    if not start and not end:
        return ""
    days = {
        "start": day_in(start, words, language) if start else "",
        "end": day_in(end, words, language) if end else "",
    }
    kind = "end" if not start else "start" if not end else "day" if start == end else "both"
    return typographic(words[f"period_{kind}"].in_(language).format(**days))


def number_shown(text: str) -> str:
    """A number as sent; zeros stand for no number."""
    return printable(text) if text.strip("0 ") else ""


def printable(text: str) -> str:
    r"""The text on one line, in signs that the letter's fonts can draw.

    Invisible marks that steer the direction or the joining of letters go away; any other sign without a
    drawing becomes a replacement character. A blank that French writes beside a sign never breaks the line.

    >>> printable("a\u202eb\n c :")
    'ab c\xa0:'
    """
    shown = (_sign(sign) for sign in unicodedata.normalize("NFC", text))
    return _BESIDE_A_SIGN.sub("\N{NO-BREAK SPACE}", " ".join("".join(shown).split()))


def typographic(text: str) -> str:
    """Our own words as they are printed: with the apostrophe of printers, and blanks as in ``printable``."""
    return printable(text).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def _sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign.isspace():
        return " "
    if category in ("Cf", "Mn", "Me"):
        return ""
    drawn = category[0] != "C" and any(ord(sign) in span for span in _PRINTED)
    return sign if drawn else _UNPRINTABLE
