"""The confirmation mail: text and HTML that say the same, in three languages, always the same bytes."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from batch.lawbook import law_room, open_law
from batch.model.law import Language, Title
from batch.model.mail import Confirmation
from batch.writers.mail import confirmation_mail

PAGE = (law_room() / "templates" / "confirmation.html").read_text(encoding="utf-8")
SAID = Confirmation(
    to="joris@atelier.example",
    status=0,
    ticket="04W0000003CZZ",
    target="",
    start=date(2026, 6, 1),
    end=date(2026, 11, 30),
    received_at=datetime(2026, 3, 16, 8, 30, 0, 125000, tzinfo=UTC),
)


def written(language: Language = "fr", **changes: object) -> EmailMessage:
    said = replace(SAID, **changes)  # type: ignore[arg-type]
    content = confirmation_mail(said, open_law().words, language, "break@onem.example", PAGE)
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def body(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())


class Text(HTMLParser):
    """What a reader sees of a page, and which elements it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - named by the parser
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize(
    ("language", "subject", "period", "sentence"),
    [
        ("fr", "Confirmation de votre demande 04W-0000003-CZ-Z", "du 01/06/2026 au 30/11/2026", "a reçu votre demande"),
        ("nl", "Bevestiging van uw aanvraag 04W-0000003-CZ-Z", "van 01/06/2026", "heeft uw aanvraag"),
        ("de", "Bestätigung Ihres Antrags 04W-0000003-CZ-Z", "vom 01.06.2026", "hat Ihren Antrag"),
    ],
)
def test_text_and_page_say_the_same(language: Language, subject: str, period: str, sentence: str) -> None:
    mail = written(language)
    assert mail["Subject"] == subject
    page = "".join(Text(body(mail, "html")).words)
    for text in (body(mail, "plain"), page):
        for words in ("04W-0000003-CZ-Z", period, sentence):
            assert words in text
    assert mail["Content-Language"] == language


@pytest.mark.parametrize(("status", "word"), [(1, "nouvelle date de fin"), (3, "annulation")])
def test_a_change_names_the_request_it_is_about(status: int, word: str) -> None:
    mail = written(status=status, target="04W0000002ABZ")
    assert word in body(mail, "plain")
    assert "Concerne la demande\N{NO-BREAK SPACE}: 04W-0000002-AB-Z" in body(mail, "plain")
    assert ("compléter sa partie" in body(mail, "plain")) is (status == 1)


def test_the_same_confirmation_gives_the_same_bytes_and_can_be_told_by_its_id() -> None:
    assert bytes(written()) == bytes(written())
    assert written()["Message-ID"] == "<04W0000003CZZ.confirmation@onem.example>"
    assert written(ticket="04W0000004D0Z")["Message-ID"] != written()["Message-ID"]
    assert written()["Date"].datetime == SAID.received_at.replace(microsecond=0)
    assert written()["Auto-Submitted"] == "auto-generated"


def test_the_page_has_no_script_and_nothing_from_elsewhere() -> None:
    page = body(written(), "html")
    assert not {"script", "img", "link", "iframe", "a", "form"} & set(Text(page).tags)
    assert "://" not in page


def test_what_is_filled_in_is_never_markup() -> None:
    words = open_law().words | {"mail_proof": Title(*["<b onclick='x'>&"] * 4)}
    content = confirmation_mail(SAID, words, "fr", "break@onem.example", PAGE)
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert "&lt;b onclick=" in body(found, "html")
    assert "b" not in Text(body(found, "html")).tags


def test_an_open_period_leaves_its_line_out() -> None:
    assert "Période" not in body(written(start=None, end=None), "plain")


def test_french_sets_a_blank_before_a_colon_that_breaks_no_line() -> None:
    assert "Ticket\N{NO-BREAK SPACE}: 04W-0000003-CZ-Z" in body(written("fr"), "plain")
    assert "Ticket: 04W-0000003-CZ-Z" in body(written("nl"), "plain")
