"""Printable copies (PRIN001): who gets them, what they say, and what becomes of them when something fails."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
from dataclasses import replace

import pytest
from declarations import SITE, after, twct
from installations import NOW, STEM, Installation, demo_set
from pypdf import PdfReader

from batch.jobs.desk import Outcome
from batch.jobs.run import hand_over, pick_up, print_copies
from batch.lawbook import law_room, open_law
from batch.model.frame import Frame
from batch.model.law import Language
from batch.model.printout import Printout
from batch.pipeline.reread import communication_of
from batch.writers import gxd
from batch.writers.printout import printout_pdf


def asks(installation: Installation, *, wants: bool = True) -> None:
    installation.register.directory.change_sender("123456", {"wants_print": wants}, NOW)


def copies(text: str) -> list[bytes]:
    return [base64.b64decode(one) for one in re.findall("<DocumentBase64>(.*?)</DocumentBase64>", text)]


def words_of(pdf: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def printed(content: str, language: Language = "fr") -> bytes:
    """The copy of the one form in a file or of a form alone."""
    law = open_law()
    form = content[content.index("<Form>") : content.rindex("</Form>") + len("</Form>")]
    said = communication_of(form.encode(), Frame("TWCT001", "20231", "UTF-8", (), 1), law)
    release = law.release("TWCT001", "20231")
    labels = {zone.tag: law.zone_titles[number] for number, zone in release.zones.items()}
    copy = Printout(said, "3A000000010MZ", "", "REF", NOW.date(), "ONEM Namur", labels)
    return printout_pdf(copy, law.words, language, law_room() / "templates" / "communication.typ")


@pytest.fixture
def asking(installation: Installation) -> Installation:
    asks(installation)
    return installation


def tickets_of(text: str) -> list[str]:
    return re.findall(r"<HandledReference>.*?<ReferenceNbr>(\w+)<", text)


def test_a_sender_who_asks_gets_a_copy_of_each_accepted_communication(asking: Installation):
    asking.lay(STEM, demo_set("1-accepted"))
    asking.run()

    (text,) = asking.texts("PRIN")
    found = copies(text)
    tickets = tickets_of(asking.texts("NOTI")[0])
    assert len(found) == len(tickets) == 3
    for pdf, ticket in zip(found, tickets, strict=True):
        assert f"<Value>{hashlib.sha256(pdf).hexdigest()}</Value>" in text
        assert f"{ticket[:3]}-{ticket[3:10]}-{ticket[10:12]}-{ticket[12]}" in words_of(pdf)
        assert (
            "<ReferenceType>0</ReferenceType><ReferenceOrigin>2</ReferenceOrigin>"
            f"<ReferenceNbr>{ticket}</ReferenceNbr>" in text
        )
    said = words_of(found[0])
    for word in (
        "ONEM Namur", "123456749", "0456789034", "85010100313", "90021411808", "DEMO-0001", "Rue des Ateliers",
        "Manque de commandes", "Suspension totale", "124", "16/03/2026", "25/03/2026", "tiers",
    ):  # fmt: skip
        assert word in said, word
    assert [re.findall("<Language>(.)<", text)[0], "aan derden" in words_of(found[1])] == ["2", True]


def test_nobody_else_gets_a_copy(installation: Installation):
    installation.lay(STEM, demo_set("1-accepted"))
    installation.run()
    asks(installation)
    installation.run()

    assert installation.texts("PRIN") == []


def test_a_simulation_and_a_refused_communication_are_not_printed(asking: Installation):
    asking.lay(STEM.removesuffix("R") + "S", demo_set("1-accepted"), folder="INTEST-S")
    asking.lay(STEM.replace("00001", "00002"), demo_set("3-refused"))
    asking.run()

    assert asking.texts("NOTI")
    assert asking.texts("PRIN") == asking.texts("PRIN", folder="OUTTEST-S") == []


def test_a_modification_and_a_cancellation_are_printed_as_such(asking: Installation):
    asking.lay(STEM, demo_set("1-accepted"))
    asking.run()
    first, second, _ = tickets_of(asking.texts("NOTI")[0])
    asking.lay(STEM.replace("00001", "00003"), demo_set("5-modification", first=first))
    asking.lay(STEM.replace("00001", "00004"), demo_set("6-cancellation", second=second))
    asking.run()

    modification, cancellation = (words_of(copies(text)[0]) for text in asking.texts("PRIN")[1:])
    assert "Modification d'une communication" in modification
    assert first[3:10] in modification
    assert "Annulatie van een mededeling" in cancellation
    assert second[3:10] in cancellation
    assert "aan derden" not in cancellation
    assert "RVA Gent" in cancellation, "a simplified cancellation has the office of the form it acts on"


def test_more_forms_than_an_envelope_holds_are_split(asking: Installation, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gxd, "MOST_FORMS", 2)
    asking.lay(STEM, demo_set("1-accepted"))
    asking.run()

    assert [len(copies(text)) for text in asking.texts("PRIN")] == [2, 1]


def test_a_copy_that_fails_holds_nothing_back_and_is_made_later(asking: Installation):
    room = asking.home / "law"
    shutil.copytree(law_room(), room)
    (room / "templates" / "communication.typ").write_text("#panic()", encoding="utf-8")
    desk = replace(asking.desk, law_room=room)
    asking.lay(STEM, demo_set("1-accepted"))
    outcome = Outcome(desk.logger)
    for job in (pick_up, print_copies, hand_over):
        job(desk, outcome)

    assert outcome.exit_code == 70
    assert asking.texts("PRIN") == []
    assert len(asking.texts("NOTI")) == len(asking.texts("HAND", sender="999998")) == 1
    assert asking.run().exit_code == 0
    assert len(asking.texts("PRIN")) == 1
    assert asking.desk.register.sets_to_print() == []


def test_printing_again_after_a_crash_makes_the_same_bytes_and_posts_them_once(asking: Installation):
    asking.lay(STEM, demo_set("1-accepted"))
    desk, outcome = asking.desk, Outcome(asking.desk.logger)
    pick_up(desk, outcome)
    (receipt,) = desk.register.sets_to_print()
    half = desk.archive.write(f"out/{receipt.id}/PRIN.1.xml", [b"<half"])
    assert half.size == len(b"<half")
    print_copies(desk, outcome)
    (first,) = asking.texts("PRIN")
    with asking.register.writing() as connection:
        connection.exec_driver_sql("UPDATE receipts SET to_print = 1")
    print_copies(desk, outcome)
    print_copies(desk, outcome)

    assert asking.texts("PRIN") == [first, first]


def test_two_thousand_workers_fill_several_pages_that_bear_the_title():
    workers = "".join(
        f"<NaturalPerson><NaturalPersonSequenceNbr>{number}</NaturalPersonSequenceNbr><INSS>85010100313</INSS></NaturalPerson>"
        for number in range(1, 2001)
    )
    form = demo_set("1-accepted").split("</Form>")[0]
    start, end = form.index("<NaturalPerson>"), form.rindex("</NaturalPerson>") + len("</NaturalPerson>")
    pdf = printed(form[:start] + workers + form[end:] + "</Form>")
    reader = PdfReader(io.BytesIO(pdf))
    assert 5 < len(reader.pages) < 40
    assert words_of(pdf).count("85010100313") == 2000
    title = "Communication de chômage temporaire"
    assert all(page.extract_text().count(title) == 1 for page in reader.pages)


PROMISE: dict[Language, str] = {
    "fr": "ne pas confier à des tiers",
    "nl": "niet aan derden uit te besteden",
    "de": "nicht an Dritte zu vergeben",
}


@pytest.mark.parametrize("language", PROMISE)
@pytest.mark.parametrize("written", ["1", "001"])
def test_an_economic_suspension_carries_the_promise_however_its_zone_is_written(written: str, language: Language):
    assert PROMISE[language] in words_of(printed(twct("001", DeclarationOnHonour=written), language))


@pytest.mark.parametrize("risk", ["002", "003", "004", "005", "006"])
def test_no_other_kind_carries_the_promise(risk: str):
    assert PROMISE["fr"] not in words_of(printed(twct(risk)))


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("150", "59000 Lille"),
        ("111", "59000 Lille, France"),
        ("129", "59000 Lille, Pays-Bas"),
        ("110", "59000 Lille, Code pays 110"),
    ],
)
def test_an_address_abroad_names_its_country(country: str, told: str):
    site = SITE.replace(">5000<", ">59000<").replace(">Namur<", ">Lille<").replace(">150<", f">{country}<")
    text = words_of(printed(after(twct("005"), "TempUnemploymentPeriod", site)))
    assert f"{told} Travailleurs" in text
