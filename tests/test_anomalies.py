"""Every official anomaly of the three messages has a file that gets it alone and one that does not, or says why not.

``python tests/test_anomalies.py --write`` writes their tables, ``docs/anomalies-twct.md``, ``docs/anomalies-vblv.md``
and ``docs/anomalies-loic.md``, and the files under ``docs/anomalies``. What a rule says is taken from the rows of
``FACTS`` in its test, what the structure says from ``tests/support``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "support"))  # pytest does so itself; here for --write

from anomaly_examples import (
    LAW,
    MESSAGES,
    ROOT,
    Example,
    examples,
    files,
    is_too_early,
    judged,
    neighbour_file,
    official,
    open_ones,
)
from anomaly_page import page, runs_offline
from declarations import Fact

from batch.check import check

DOCS = ROOT / "docs"
PAGES = {message: DOCS / f"anomalies-{message[:4].lower()}.md" for message in MESSAGES}
OFFICIAL = [(message, error_id) for message in MESSAGES for error_id in official(message)]

every_official = pytest.mark.parametrize(("message", "error_id"), OFFICIAL, ids=[" ".join(one) for one in OFFICIAL])
every_message = pytest.mark.parametrize("message", MESSAGES)


def folder(message: str) -> Path:
    return DOCS / "anomalies" / message


def as_written(message: str, example: Example) -> Fact:
    """The example and its neighbour as they lie on the disk."""
    beside = folder(message) / neighbour_file(message, example)
    return replace(
        example.fact,
        faulty=(folder(message) / example.file).read_bytes().decode(),
        neighbour=beside.read_bytes().decode(),
    )


@cache
def checked(message: str, file: str, day: date) -> list[tuple[str, str, str]]:
    """What ``check`` says of a file, and its class: of the whole, else of its forms.

    It is asked once of a neighbour that many share.
    """
    found = check(folder(message) / file, day)
    forms = [(report.error_id, report.tag, report.severity) for verdict in found.forms for report in verdict.reports]
    return [(fault.error_id, "", "") for fault in found.faults] + forms


@every_official
def test_an_anomaly_is_shown_or_open_with_a_reason(message: str, error_id: str) -> None:
    assert (error_id in examples(message)) != (error_id in open_ones(message))


@every_official
def test_the_example_gets_that_anomaly_alone_and_its_neighbour_does_not(message: str, error_id: str) -> None:
    example = examples(message).get(error_id)
    if example is None:
        return
    fact = as_written(message, example)
    if not example.file_code:
        told = judged(fact)
        assert sorted(one for one, *_ in told) == sorted((error_id, *example.beside))
        assert (error_id, example.tag, example.severity) in told
    assert error_id not in {one for one, *_ in judged(fact.beside())}


@every_official
def test_check_says_it_when_the_file_and_its_day_are_enough(message: str, error_id: str) -> None:
    example = examples(message).get(error_id)
    if example is None:
        return
    said = checked(message, example.file, example.fact.day)
    beside = checked(message, neighbour_file(message, example), example.fact.neighbour_day or example.fact.day)
    if example.file_code:
        assert said == [(f"ACRF-{example.file_code}", "", "")]
    elif is_too_early(example.fact):
        assert said == [("ACRF-088", "", "")]
    elif runs_offline(example):
        assert [one for one in said if one[0] not in example.beside] == [(error_id, example.tag, example.severity)]
        assert error_id not in {one for one, *_ in beside}
    else:
        assert error_id not in {one for one, *_ in (*said, *beside)}


@every_message
def test_every_release_lists_the_same_anomalies(message: str) -> None:
    for release in (one for one in LAW.releases.values() if one.message == message):
        assert {one.error_id for one in release.anomalies.values() if not one.ours} == {*official(message)}


@every_message
def test_the_files_are_those_that_the_tables_give(message: str) -> None:
    assert {path.name: path.read_bytes() for path in folder(message).iterdir()} == files(message)


@every_message
def test_no_two_neighbours_are_the_same(message: str) -> None:
    neighbours = [content for name, content in files(message).items() if name.startswith("neighbour-")]
    assert len(set(neighbours)) == len(neighbours)


@every_message
def test_the_page_is_the_one_that_the_tables_give(message: str) -> None:
    assert PAGES[message].read_text(encoding="utf-8") == page(message)


def write(message: str) -> None:
    """The page and the files of a message; what no table gives any more goes."""
    wanted = files(message)
    folder(message).mkdir(parents=True, exist_ok=True)
    for path in folder(message).iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        (folder(message) / name).write_bytes(content)
    PAGES[message].write_text(page(message), encoding="utf-8")
    print(f"{PAGES[message].relative_to(ROOT)}: {len(examples(message))} of {len(official(message))}")


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    for one in MESSAGES:
        write(one)
