"""Opens ``schemas/`` and hands back the law as one frozen value; incomplete law stops the program."""

from __future__ import annotations

import csv
import gc
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from batch.errors import LawIncomplete
from batch.leavebook import read_leaves
from batch.model.accounts import ACCOUNT_FAULTS
from batch.model.attachment import types_of
from batch.model.law import Dated, Law, Office, Release, Step, Term, Title, Town
from batch.releasebook import read_release

T = TypeVar("T")
_PACKAGED = Path(__file__).parent / "schemas"
_NAMED = ("interruption_types", "interruption_sectors", "interruption_questions")
_CHECKOUT = Path(__file__).parent.parent / "schemas"


def law_room() -> Path:
    """The folder of the law: inside the installed package, or beside it in a checkout."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


@lru_cache(maxsize=2)
def open_law(room: Path | None = None) -> Law:
    """Read the whole law.

    Raises:
        LawIncomplete: a file is missing or does not read, or a number has no name.
    """
    room = room or law_room()
    try:
        law = _read_law(room)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LawIncomplete(f"{room.name}: {type(error).__name__}: {error}") from error
    _every_number_has_a_name(law)
    gc.freeze()  # it stays as long as the process does: nobody need look through it for cycles
    return law


def account_texts(room: Path | None = None) -> dict[str, Title]:
    """What is wrong with a user name or password (``model.accounts``), in four languages.

    Raises:
        LawIncomplete: the file is missing or does not read, or a fault has no text.
    """
    path = (room or law_room()) / "glossary" / "account_texts.toml"
    try:
        texts = _titles(path)
    except (OSError, ValueError, KeyError) as error:
        raise LawIncomplete(f"{path.name}: {type(error).__name__}: {error}") from error
    missing = sorted(set(ACCOUNT_FAULTS) - texts.keys())
    if missing:
        raise LawIncomplete(f"{path.name}: {', '.join(missing)} has no text")
    return texts


def _read_law(room: Path) -> Law:
    glossary, lists = room / "glossary", room / "lists"
    general = _toml(glossary / "general.toml")  # codes of annex 30 that may stand at any place
    releases = [read_release(path.parent, general) for path in sorted(room.glob("*/*/structure.toml"))]
    ours = _titles(room / "LOIC001" / "ours_titles.toml")
    return Law(
        releases={(release.message, release.name): release for release in releases},
        zone_titles=_titles(glossary / "zones.toml") | ours,
        block_titles=_titles(glossary / "blocks.toml") | ours,
        code_titles=_titles(glossary / "codes.toml"),
        file_codes=_titles(glossary / "file_codes.toml"),
        signature_codes=_titles(glossary / "signature_codes.toml"),
        towns=_towns(lists / "zip_codes.csv"),
        read_as={ord(row["character"]): row["read_as"] for row in _rows(lists / "admitted_characters.csv")},
        committees=_spans(lists / "joint_committees.csv", _quarter),
        countries=_spans(lists / "countries.csv", date.fromisoformat),
        forms=frozenset(
            row["code"]
            for name in ("form_identifications.csv", "own_form_identifications.csv")
            for row in _rows(lists / name)
        ),
        leaves=read_leaves(lambda name: _rows(lists / f"{name}.csv")),
        list_titles={one: {row["code"]: title_of(row) for row in _rows(lists / f"{one}.csv")} for one in _NAMED},
        parameters=_parameters(glossary / "parameters.toml"),
        terms=_terms(lists / "committee_terms.csv"),
        levels=_spans(lists / "committee_levels.csv", int, ("committee", "lowest", "highest")),
        words=_titles(glossary / "words.toml"),
        offices=tuple(_offices(lists / "onem_offices.csv")),
        attachments=types_of(_rows(lists / "attachment_types.csv")),
    )


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def title_of(entry: Mapping[str, str]) -> Title:
    """The words of one entry; a KeyError when a language is missing."""
    return Title(fr=entry["fr"], nl=entry["nl"], de=entry["de"], en=entry["en"])


def _titles(path: Path) -> dict[str, Title]:
    return {number: title_of(entry) for number, entry in _toml(path).items()}


def _towns(path: Path) -> dict[str, tuple[Town, ...]]:
    towns: dict[str, list[Town]] = {}
    for row in _rows(path):
        names = frozenset(town_key(row[column]) for column in ("nl", "fr", "main_nl", "main_fr") if row[column])
        towns.setdefault(row["code"], []).append(Town(names, _quarter(row["since"]), _quarter(row["until"])))
    return {code: tuple(rows) for code, rows in towns.items()}


def town_key(name: str) -> str:
    """A town's name as names are compared: without case."""
    return " ".join(name.split()).casefold()


def _spans(
    path: Path, read: Callable[[str], T], columns: tuple[str, str, str] = ("code", "since", "until")
) -> dict[str, tuple[tuple[T, T], ...]]:
    """The spans of each code of a list, both ends included; ``read`` makes a day, a quarter or a number of an end."""
    code, first, last = columns
    spans: dict[str, list[tuple[T, T]]] = {}
    for row in _rows(path):
        spans.setdefault(row[code], []).append((read(row[first]), read(row[last])))
    return {key: tuple(rows) for key, rows in spans.items()}


def _offices(path: Path) -> Iterator[Office]:
    for row in _rows(path):
        ranges = tuple((int(first), int(last)) for first, last in (one.split("-") for one in row["postcodes"].split()))
        yield Office(title_of(row), ranges)


def _quarter(text: str) -> int:
    """``2022/1`` as 20221."""
    year, quarter = text.split("/")
    return int(year) * 10 + int(quarter)


def _parameters(path: Path) -> dict[str, Dated]:
    return {
        name: Dated(
            name,
            tuple(
                Step(step["since"], step["value"], step["source"], _confidence(step["confidence"]))
                for step in entry["steps"]
            ),
        )
        for name, entry in _toml(path).items()
    }


def _confidence(word: str) -> Any:
    if word not in ("sure", "likely", "uncertain", "ours"):
        raise ValueError(f"confidence {word!r} is not one of sure, likely, uncertain, ours")
    return word


def _terms(path: Path) -> dict[str, tuple[Term, ...]]:
    terms: dict[str, list[Term]] = {}
    for row in _rows(path):
        days = (date.fromisoformat(row["since"]), date.fromisoformat(row["until"]))
        term = Term(row["what"], int(row["value"]), *days, row["source"], _confidence(row["confidence"]))
        terms.setdefault(row["committee"], []).append(term)
    return {committee: tuple(rows) for committee, rows in terms.items()}


def _every_number_has_a_name(law: Law) -> None:
    for release in law.releases.values():
        for number in (*release.zones, *release.blocks):
            titles = law.block_titles if number.startswith("9") else law.zone_titles
            if number not in titles:
                raise LawIncomplete(f"{release.schema}: {number} has no name")
        for anomaly in release.anomalies.values():
            if anomaly.code not in law.code_titles:
                raise LawIncomplete(f"{release.schema}: code {anomaly.code} has no name")
        _every_use_is_defined(release)


def _every_use_is_defined(release: Release) -> None:
    for block in release.blocks.values():
        used = [use.number for use in block.zone_uses()]
        linked = [number for use in block.blocks for number in use.numbers]
        for number in (*used, *linked):
            if number not in release.zones and number not in release.blocks:
                raise LawIncomplete(f"{release.schema}: {block.number} uses {number}, which is not defined")
