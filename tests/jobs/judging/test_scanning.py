"""Attachments and the virus scanner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from channel import lay, sent, told
from clamd import Clamd, clamd
from declarations import attached, completed_with, loic, twct
from installations import Installation, make_installation
from papers import EICAR, PHOTO, Paper, pdf

HARMFUL = Paper(content=pdf(comment=EICAR))


@pytest.fixture
def scanner() -> Iterator[Clamd]:
    with clamd() as one:
        yield one


@pytest.fixture
def guarded(tmp_path: Path, scanner: Clamd) -> Installation:
    return make_installation(tmp_path / "guarded", more=f'[scanner]\naddress = "{scanner.address}"\n')


@pytest.fixture
def ticket(guarded: Installation) -> str:
    return sent(guarded, "LOIC", loic())


def contents(installation: Installation) -> list[Path]:
    return list((installation.home / "archive").glob("attachments/*/*"))


def test_a_file_with_a_finding_is_refused_and_not_kept(guarded: Installation, ticket: str) -> None:
    assert sent(guarded, "LOIC", attached(HARMFUL, PHOTO, ticket=ticket)) == "01059-950"
    assert contents(guarded) == []
    assert "Contenu nuisible" in guarded.texts("NOTI")[-1]


def test_a_clean_file_is_taken_and_each_content_is_sent_once(
    guarded: Installation, scanner: Clamd, ticket: str
) -> None:
    sent(guarded, "LOIC", attached(PHOTO, replace(PHOTO, id="A000003"), ticket=ticket))
    assert scanner.contents == [PHOTO.content]
    assert len(contents(guarded)) == 1


def test_the_worker_part_with_a_harmful_file_moves_nothing(guarded: Installation, ticket: str) -> None:
    assert sent(guarded, "LOWK", completed_with(HARMFUL, ticket=ticket), "999997") == "01059-950"
    assert told(guarded) == []


def test_what_is_refused_anyway_is_not_sent_to_the_scanner(guarded: Installation, scanner: Clamd, ticket: str) -> None:
    cut = replace(PHOTO, content=PHOTO.content[:-9])
    assert sent(guarded, "LOIC", attached(cut, ticket=ticket)) == "01059-003"
    assert scanner.contents == []


def test_a_scanner_that_gives_no_verdict_is_our_fault_and_the_set_is_judged_later(
    guarded: Installation, scanner: Clamd, ticket: str
) -> None:
    scanner.says = "INSTREAM size limit exceeded. ERROR"
    lay(guarded, "LOIC", attached(PHOTO, ticket=ticket))
    lay(guarded, "LOIC", loic())  # without files: the scanner is not asked
    before = len(guarded.texts("NOTI"))
    assert guarded.run().exit_code == 69
    assert len(guarded.texts("NOTI")) == before + 1
    assert contents(guarded) == []

    scanner.says = ""
    assert guarded.run().problems == []
    assert len(guarded.texts("NOTI")) == before + 2
    assert len(contents(guarded)) == 1


def test_an_unreachable_scanner_holds_only_files_back(tmp_path: Path) -> None:
    with clamd() as gone:
        pass
    alone = make_installation(tmp_path / "alone", more=f'[scanner]\naddress = "{gone.address}"\n')
    ticket = sent(alone, "LOIC", loic())
    assert sent(alone, "TWCT", twct()) == "00199-270"  # other messages are judged as ever
    lay(alone, "LOIC", attached(PHOTO, ticket=ticket))
    assert alone.run().exit_code == 69
    with clamd(port=int(gone.address.rpartition(":")[2])):
        assert alone.run().problems == []
    assert len(contents(alone)) == 1


def test_without_a_scanner_nothing_is_asked(installation: Installation) -> None:
    ticket = sent(installation, "LOIC", loic())
    assert sent(installation, "LOIC", attached(HARMFUL, ticket=ticket)).startswith("04W")
