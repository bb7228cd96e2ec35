"""The decision letter: rendered for real, and read back."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from batch.lawbook import law_room
from batch.model.law import LANGUAGES, Language, Title
from batch.model.letter import DecisionLetter
from batch.writers.pdf import _PRINTED, decision_pdf, printable, typographic

TEMPLATE = law_room() / "templates" / "decision.typ"
WORDS = law_room() / "glossary" / "words.toml"

LETTER = DecisionLetter(
    ticket="3A000000010MX",
    own_reference="TWCT-2026-0042",
    noss="114135340",
    company="1999999943",
    risk="001",
    created=date(2025, 12, 15),
    start=date(2026, 1, 5),
    end=date(2026, 1, 30),
    worker_count=12,
    decided_on=date(2026, 1, 2),
    positive=False,
    reason="La communication est arrivée trop tard.",
    office="ONEM Bureau de Liège",
)

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
RISKS = ("001", "002", "003", "004", "005", "006")


@pytest.fixture(scope="module")
def words() -> dict[str, Title]:
    return {key: Title(**entry) for key, entry in tomllib.loads(WORDS.read_text(encoding="utf-8")).items()}


def text_of(pdf: bytes) -> str:
    """The text of the only page, blanks and line ends as one blank, the printed apostrophe as the typed one."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().replace(APOSTROPHE, "'").split())


def closed_up(text: str) -> str:
    return re.sub("[\\s\u200b]", "", text)


def written(words: Mapping[str, Title], language: Language = "fr", **changes: object) -> str:
    letter = replace(LETTER, **changes)  # type: ignore[arg-type]
    return text_of(decision_pdf(letter, words, language, TEMPLATE))


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "fr",
            (
                "Office national de l'emploi (ONEM)",
                "L'ONEM refuse cette communication.",
                "Refusée",
                "du 05/01/2026 au 30/01/2026",
                "Chômage temporaire causes économiques",
            ),
        ),
        (
            "nl",
            (
                "Rijksdienst voor Arbeidsvoorziening (RVA)",
                "De RVA weigert deze mededeling.",
                "Geweigerd",
                "van 05/01/2026 tot en met 30/01/2026",
                "Tijdelijke werkloosheid economische oorzaken",
            ),
        ),
        (
            "de",
            (
                "Landesamt für Arbeitsbeschaffung (LfA)",
                "Das LfA lehnt diese Mitteilung ab.",
                "Abgelehnt",
                "vom 05.01.2026 bis zum 30.01.2026",
                "Zeitweilige Arbeitslosigkeit aus wirtschaftlichen Gründen",
            ),
        ),
        (
            "en",
            (
                "National Employment Office (ONEM/RVA)",
                "ONEM refuses this communication.",
                "Refused",
                "from 5 January 2026 to 30 January 2026",
                "Temporary unemployment for economic reasons",
            ),
        ),
    ],
)
def test_the_letter_speaks_each_language(words: dict[str, Title], language: Language, phrases: tuple[str, ...]) -> None:
    text = written(words, language)
    for phrase in phrases:
        assert phrase in text
    assert "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_carries_the_references_the_reason_and_the_office(
    words: dict[str, Title], language: Language
) -> None:
    text = written(words, language)
    for phrase in (
        "3A0-0000001-0M-X",
        "TWCT-2026-0042",
        "114135340",
        "1999999943",
        LETTER.reason,
        LETTER.office,
        words["letter_questions_office"].in_(language),
        words["letter_channel"].in_(language),
    ):
        assert phrase in text


def test_the_ticket_stands_in_the_table_and_in_the_footer(words: dict[str, Title]) -> None:
    letter = replace(LETTER, ticket="04W002DKAE0HZ")
    text = text_of(decision_pdf(letter, words, "fr", TEMPLATE))
    assert text.count("04W-002DKAE-0H-Z") == 2


def test_a_positive_decision_says_so_and_not_the_contrary(words: dict[str, Title]) -> None:
    text = written(words, "nl", positive=True, reason="")
    assert "De RVA aanvaardt deze mededeling." in text
    assert "weigert" not in text


def test_what_is_absent_leaves_no_empty_line(words: dict[str, Title]) -> None:
    text = written(
        words,
        "en",
        own_reference="",
        noss="000000000",
        company="",
        worker_count=0,
        start=None,
        end=None,
        reason="",
        office="",
    )
    for key in (
        "letter_own_reference",
        "letter_noss",
        "letter_company",
        "letter_worker_count",
        "letter_period",
        "letter_questions_office",
    ):
        assert words[key].en not in text
    assert "Reason" not in text
    assert words["letter_questions_authority"].en in text


@pytest.mark.parametrize(
    ("start", "end", "phrase"),
    [
        (date(2026, 1, 5), date(2026, 1, 5), "le 05/01/2026"),
        (date(2026, 1, 5), None, "à partir du 05/01/2026"),
        (None, date(2026, 1, 5), "jusqu'au 05/01/2026"),
    ],
)
def test_a_period_reads_as_people_say_it(
    words: dict[str, Title], start: date | None, end: date | None, phrase: str
) -> None:
    assert phrase in written(words, "fr", start=start, end=end)


def test_a_local_authority_is_named_by_its_ppl_number(words: dict[str, Title]) -> None:
    text = written(words, "fr", local_authority=True, noss="01060027")
    assert "Numéro PPL 01060027" in text
    assert "ONSS" not in text


@pytest.mark.parametrize("risk", RISKS)
def test_every_risk_has_its_name_in_the_letter(words: dict[str, Title], risk: str) -> None:
    assert words[f"risk_{risk}"].de in written(words, "de", risk=risk)


def test_the_risks_bear_the_names_of_annex_12(words: dict[str, Title]) -> None:
    with (law_room() / "lists" / "risks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for row in rows:
        assert words[f"risk_{row['code']}"] == Title(row["fr"], row["nl"], row["de"], row["en"])


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '#import "@preview/cetz:0.4.0"',
        "*x* _y_ $z$ `raw` <label> @ref",
        "= no heading // no comment /* none */ \\ end",
        '"}] #panic("out") {{0}} {day}',
        "https://example.org/#x ~ -- --- ... 'a' \"b\"",
    ],
)
def test_hostile_text_comes_out_as_text(words: dict[str, Title], hostile: str) -> None:
    text = closed_up(written(words, reason=hostile, own_reference=hostile, office=hostile))
    assert text.count(closed_up(hostile)) == 3


def test_marks_of_direction_turn_nothing_around(words: dict[str, Title]) -> None:
    text = written(words, reason="avant \u202eabc\u202c \u200fdef\u2067 ghi\ufeff après")
    assert "avant abc def ghi après" in text


def test_signs_that_no_font_draws_are_replaced() -> None:
    assert printable("a\x00b\ud800c\U0001f600 \u4e2d\tŁódź Ωμέγα Жук e\u0301 €") == "a�b�c� � Łódź Ωμέγα Жук é €"


def test_our_own_words_have_the_apostrophe_of_printers_and_others_words_stay_as_they_were(
    words: dict[str, Title],
) -> None:
    letter = replace(LETTER, reason="Ce n'est pas 'assez'.")
    (page,) = PdfReader(io.BytesIO(decision_pdf(letter, words, "fr", TEMPLATE))).pages
    text = page.extract_text()
    assert f"L{APOSTROPHE}ONEM refuse" in text
    assert "Ce n'est pas 'assez'." in text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Vraiment ?", "Vraiment\xa0?"),
        ("l'avis : « trop tard » !", "l'avis\xa0: «\xa0trop tard\xa0»\xa0!"),
        ("l'avis\xa0: tard", "l'avis\xa0: tard"),
        ("Wirklich? Ja: so.", "Wirklich? Ja: so."),
    ],
)
def test_no_line_begins_with_a_sign_that_french_parts_from_its_word(typed: str, printed: str) -> None:
    assert printable(typed) == printed
    assert typographic(typed) == printed.replace("'", APOSTROPHE)


def test_every_sign_that_is_let_through_can_be_drawn(words: dict[str, Title]) -> None:
    signs = {printable(chr(number)) for span in _PRINTED for number in span}
    drawn = sorted(sign for sign in signs if sign)
    for first in range(0, len(drawn), 500):
        letter = replace(LETTER, reason=" ".join(drawn[first : first + 500]))
        assert decision_pdf(letter, words, "fr", TEMPLATE).startswith(b"%PDF")


SENTENCE = "La communication est refusée car le délai légal n'a pas été respecté par l'employeur. "


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "reason",
    [(SENTENCE * 30)[:2000].strip(), "W" * 2000, "W " * 1000, "a\n" * 1000],
    ids=["sentences", "one word", "short words", "line ends"],
)
def test_the_longest_reason_stays_whole_and_on_one_page(
    words: dict[str, Title], language: Language, reason: str
) -> None:
    text = written(words, language, reason=reason, office="Arbeitslosigkeitsbüro " * 9, own_reference="R" * 200)
    assert closed_up(reason) in closed_up(text)
    assert text.count("3A0-0000001-0M-X") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_of_two_thousand_characters_is_set_in_letters_of_ten_points(
    words: dict[str, Title], language: Language
) -> None:
    reason = (SENTENCE * 30)[:2000].strip()
    sizes: list[float] = []

    def read(text: str, page: list[float], line: list[float], _font: object, size: float) -> None:
        if "délai" in text:
            sizes.append(size * abs(line[3]) * abs(page[3]))

    (page,) = PdfReader(io.BytesIO(decision_pdf(replace(LETTER, reason=reason), words, language, TEMPLATE))).pages
    page.extract_text(visitor_text=read)
    assert sizes
    assert min(sizes) >= 10


def test_a_word_longer_than_the_line_is_cut_and_not_lost_in_the_margin(words: dict[str, Title]) -> None:
    letter = replace(LETTER, reason="W" * 2000, own_reference="R" * 200)
    (page,) = PdfReader(io.BytesIO(decision_pdf(letter, words, "fr", TEMPLATE))).pages
    runs = re.findall("W{10,}|R{10,}", page.extract_text().replace("\u200b", ""))
    assert sum(len(run) for run in runs) > 2100
    assert max(len(run) for run in runs) < 90


def test_the_same_letter_gives_the_same_bytes_in_another_process(words: dict[str, Title]) -> None:
    here = decision_pdf(LETTER, words, "fr", TEMPLATE)
    assert here == decision_pdf(LETTER, words, "fr", TEMPLATE)
    names = ", ".join(
        f"{field.name}={getattr(LETTER, field.name)!r}".replace("datetime.", "") for field in fields(LETTER)
    )
    script = f"""
import hashlib, pathlib, tomllib
from datetime import date
from batch.model.law import Title
from batch.model.letter import DecisionLetter
from batch.writers.pdf import decision_pdf
words = tomllib.loads(pathlib.Path({str(WORDS)!r}).read_text(encoding="utf-8"))
words = {{key: Title(**entry) for key, entry in words.items()}}
pdf = decision_pdf(DecisionLetter({names}), words, "fr", pathlib.Path({str(TEMPLATE)!r}))
print(hashlib.sha256(pdf).hexdigest())
"""
    there = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=law_room().parent,
        env={"TZ": "Asia/Tokyo", "PYTHONPATH": str(law_room().parent)},
    )
    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_another_letter_gives_other_bytes(words: dict[str, Title]) -> None:
    other = replace(LETTER, worker_count=13)
    assert decision_pdf(LETTER, words, "fr", TEMPLATE) != decision_pdf(other, words, "fr", TEMPLATE)


def test_the_letter_is_an_archive_pdf_dated_on_the_day_of_the_decision(words: dict[str, Title]) -> None:
    pdf = decision_pdf(LETTER, words, "de", TEMPLATE)
    metadata = PdfReader(io.BytesIO(pdf)).metadata
    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date.date() == LETTER.decided_on
    assert metadata.title == "Entscheidung über Ihre Mitteilung zeitweiliger Arbeitslosigkeit 3A0-0000001-0M-X"
    xmp = PdfReader(io.BytesIO(pdf)).xmp_metadata
    assert xmp is not None
    raw = xmp.stream.get_data()
    assert b"<pdfaid:part>2</pdfaid:part>" in raw
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in raw


def test_the_template_reads_nothing_outside_its_folder(words: dict[str, Title], tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    for place in ("../secret.txt", "/../secret.txt", str(tmp_path / "secret.txt")):
        template = folder / "reads.typ"
        template.write_text(f'#read("{place}")', encoding="utf-8")
        with pytest.raises(RuntimeError):
            decision_pdf(LETTER, words, "fr", template)


def test_every_word_is_there_in_every_language_and_says_something(words: dict[str, Title]) -> None:
    for key, title in words.items():
        for language in LANGUAGES:
            assert title.in_(language).strip(), (key, language)


def test_loading_the_writer_does_not_load_typst() -> None:
    script = "import sys, batch.writers.pdf; sys.exit('typst' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], cwd=law_room().parent, check=False)
    assert run.returncode == 0
