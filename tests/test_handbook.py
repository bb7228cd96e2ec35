"""The handbook under ``docs/handbook`` is the one that the law gives: every rule is in it, every link leads somewhere.

``python tests/test_handbook.py --write`` (``make handbook``) writes it anew.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

sys.path.append(str(Path(__file__).parent / "support"))  # pytest does so itself; here for --write

from handbook_codes import class_words, matters
from handbook_pages import FOLDER, page_of, pages
from handbook_words import LAW, TEXTS, day_of, names_of, plain, titles

from batch.model.law import LANGUAGES, Anomaly, Language
from batch.switchboard import INBOUND

PAGES = pages()
LINK = re.compile(r"\]\(([^)\s]+)\)")
DAYS = {"created": "creation", "notice": "notice", "reception": "reception"}
"""The days that select the law, by the functions of the switchboard."""

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_message = pytest.mark.parametrize("message", INBOUND, ids=lambda message: message.identification)


def anchors(text: str) -> list[str]:
    return re.findall(r"^#+ (.*)$", text, re.MULTILINE)


def section(path: str, error_id: str) -> str:
    """What a page says of one code."""
    return PAGES[path].partition(f"\n### {error_id}\n")[2].partition("\n#")[0]


def test_the_pages_on_the_disk_are_those_that_the_law_gives() -> None:
    written = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.md")}
    stale = sorted(path for path in PAGES.keys() | written.keys() if PAGES.get(path) != written.get(path))
    assert stale == [], "make handbook"


@every_language
@every_message
def test_every_rule_stands_under_its_code_with_its_sentence_its_advice_and_its_source(
    message, language: Language
) -> None:
    for matter, rules in matters(message).items():
        for rule in rules:
            said = section(f"{language}/{message.identification}/{page_of(message, matter)}", rule.error_id)
            remedy = TEXTS.remedy(rule.text_key, rule.code)
            assert remedy is not None
            assert plain(TEXTS.sentence(rule.text_key, rule.sentence, language)) in said
            assert plain(remedy.in_(language)) in said
            assert plain(TEXTS.source(rule.source, language)) in re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", said)
            assert f"`{rule.severity}`" in said or rule.severity is None


@every_message
def test_the_page_of_a_message_leads_from_every_code_to_its_rules(message) -> None:
    text = PAGES[f"en/{message.identification}/README.md"]
    for matter, rules in matters(message).items():
        page = page_of(message, matter).replace("README.md", "")
        assert all(f"({page}#{rule.error_id})" in text for rule in rules)


@pytest.mark.parametrize("path", sorted(PAGES))
def test_every_link_leads_to_a_file_and_to_a_heading_in_it(path: str) -> None:
    for link in LINK.findall(PAGES[path]):
        file, _, anchor = link.partition("#")
        target = (FOLDER / PurePosixPath(path).parent / file).resolve() if file else (FOLDER / path).resolve()
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


def test_no_code_has_two_headings_on_one_page() -> None:
    for path, text in PAGES.items():
        headings = anchors(text)
        assert len(headings) == len(set(headings)), path


@every_message
def test_every_matter_of_a_message_has_a_page_or_a_section_of_its_own(message) -> None:
    found = [page_of(message, matter) for matter in matters(message)]
    assert len(set(found)) in (1, len(found))


def test_every_title_is_of_something_and_everything_has_its_title() -> None:
    names = {message.identification for message in INBOUND}
    assert titles("message").keys() == names
    assert titles("matter").keys() == {matter for message in INBOUND for matter in matters(message)}
    assert titles("day").keys() == {day_of(name) for name in names}
    assert titles("list").keys() == {one for name in names for one in names_of("list", "message", name)}
    assert all(titles(kind) for kind in ("word", "column"))


@every_message
def test_the_day_that_a_page_names_is_the_one_that_selects_the_law(message) -> None:
    assert day_of(message.identification) == DAYS[message.law_day.__name__.strip("_")]


def test_a_number_is_told_with_each_of_its_values_its_day_and_its_source() -> None:
    said = section("nl/LOIC001/parental.md", "00911-494")
    assert (
        "maanden volledig ouderschapsverlof per kind: **3** (koninklijk besluit van 29/10/1997); "
        "**4** vanaf 01/06/2012 (koninklijk besluit van 31/05/2012: de vierde maand)"
    ) in said
    assert "**51** à partir du 01/04/2017 (CCT 103ter)" in section("fr/LOIC001/time_credit.md", "00911-494")


def test_a_rule_that_holds_for_some_days_or_releases_only_says_so() -> None:
    assert "**Valable** : à partir du 01/02/2023\n" in section("fr/LOIC001/time_credit.md", "00048-008")
    assert "**Gilt**: bis zum 25.03.2014\n" in section("de/TWCT001/first_day.md", "90488-005")
    assert "**Holds**: from release 20264 of the schema on\n" in section("en/LOIC001/questionnaire.md", "01139-008")
    assert "**Holds**" not in section("en/LOIC001/parental.md", "00911-494")


def test_a_class_says_what_it_means_and_from_when_another_holds() -> None:
    anomaly = Anomaly("00199", "270", "NP", "", date.min, date.max, changes=((date(2027, 1, 1), "B"),))
    remark, blocks = (LAW.words[name].fr for name in ("explain_remark", "explain_blocks"))
    assert class_words(None, anomaly, "fr") == f"`NP` ({remark}) ; à partir du 01/01/2027 `B` ({blocks})"
    assert class_words("W", anomaly, "fr") == f"`W` ({remark})"


def test_the_structure_leads_to_examples_and_to_the_envelope() -> None:
    assert "[093](../../../../docs/anomalies/TWCT001/00011-093.xml)" in PAGES["en/TWCT001/structure.md"]
    assert "(../GenericXmlDocument/structure.md)" in PAGES["en/LOIC001/structure.md"]


def test_lists_are_shown_in_the_language_of_the_page() -> None:
    assert "| 6001 | Ouderschapsverlof | parental |" in PAGES["nl/LOIC001/lists.md"]
    assert "| 6001 | Elternurlaub | parental |" in PAGES["de/LOIC001/lists.md"]


def write() -> None:
    """Every page; what the law gives no more goes."""
    for path in FOLDER.rglob("*.md"):
        if path.relative_to(FOLDER).as_posix() not in PAGES:
            path.unlink()
    for name, text in PAGES.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"docs/handbook: {len(PAGES)} pages")


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    write()
