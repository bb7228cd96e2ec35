"""Writes the confirmation mail of a request, as text and as HTML; the same confirmation always gives the same bytes.

It tells ticket and period: a mail travels in the open, so it names neither the worker nor the kind of leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from string import Template

from batch.model import tickets
from batch.model.law import Language, Title
from batch.model.mail import Confirmation
from batch.writers.pdf import period_in, printable, typographic

_CANCELLATION = 3


def confirmation_mail(
    said: Confirmation, words: Mapping[str, Title], language: Language, sender: str, page: str
) -> bytes:
    """The mail from that address; ``page`` is the template of its HTML.

    Its Message-ID follows from the ticket, so that one that came twice can be told.

    Raises:
        KeyError: a word of the mail is not in the glossary (ours).
    """
    texts = _Texts(said, words, language)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = said.to
    mail["Subject"] = texts.subject
    mail["Date"] = format_datetime(said.received_at)
    mail["Message-ID"] = f"<{said.ticket}.confirmation@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(texts.plain(), cte="quoted-printable")
    mail.add_alternative(texts.page(page), subtype="html", cte="quoted-printable")
    # No quoted-printable text holds "=_": chance is not needed for a boundary that stands nowhere else.
    mail.set_boundary(f"=_{said.ticket}")
    mail["Content-Language"] = language
    return mail.as_bytes()


class _Texts:
    """Every text of one mail, in one language."""

    def __init__(self, said: Confirmation, words: Mapping[str, Title], language: Language) -> None:
        self._said = said
        self._words = words
        self._language = language

    @property
    def subject(self) -> str:
        ticket = tickets.printed(self._said.ticket)
        return self._word(f"mail_subject_{self._said.status}").format(ticket=ticket)

    def plain(self) -> str:
        """Paragraphs, and the facts one a line."""
        colon = "\N{NO-BREAK SPACE}:" if self._language == "fr" else ":"
        facts = "\n".join(f"{label}{colon} {value}" for label, value in self._rows())
        return "\n\n".join((self._authority, self._said_word, facts, *self._notes())) + "\n"

    def page(self, template: str) -> str:
        """The same as HTML; nothing in it is markup but what the template and this function write."""
        rows = (f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in self._rows())
        return Template(template).substitute(
            language=self._language,
            subject=escape(self.subject),
            authority=escape(self._authority),
            said=escape(self._said_word),
            rows="\n".join(rows),
            notes="\n".join(f"<p>{escape(note)}</p>" for note in self._notes()),
        )

    @property
    def _authority(self) -> str:
        return self._word("letter_authority")

    @property
    def _said_word(self) -> str:
        return self._word(f"mail_said_{self._said.status}")

    def _rows(self) -> Iterator[tuple[str, str]]:
        said = self._said
        yield self._word("letter_ticket"), printable(tickets.printed(said.ticket))
        if said.target:
            yield self._word("c61_target"), printable(tickets.printed(said.target))
        period = period_in(said.start, said.end, self._words, self._language)
        if period:
            yield self._word("letter_period"), period

    def _notes(self) -> Iterator[str]:
        yield self._word("mail_proof")
        if self._said.status != _CANCELLATION:
            yield self._word("mail_next")
        yield self._word("mail_automatic")

    def _word(self, key: str) -> str:
        return typographic(self._words[key].in_(self._language))
