"""The tables of career breaks: complete, in four languages, and of one piece with each other."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from batch.errors import LawIncomplete
from batch.lawbook import law_room, open_law
from batch.model.law import LANGUAGES

LAW = open_law()
TABLES = (
    "interruption_types",
    "interruption_sectors",
    "interruption_schemes",
    "interruption_questions",
    "interruption_agreements",
    "interruption_maxima",
    "attachment_types",
)
CONFIDENCE = {"sure", "likely", "ours"}


def lines(name: str) -> list[str]:
    return (law_room() / "lists" / f"{name}.csv").read_text(encoding="utf-8").splitlines()


def rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(line for line in lines(name) if not line.startswith("#"))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_first_where_it_comes_from(name: str) -> None:
    assert lines(name)[0].startswith("# ")


@pytest.mark.parametrize("name", TABLES)
def test_no_row_is_too_long_or_too_short(name: str) -> None:
    assert all(None not in row and None not in row.values() for row in rows(name))


@pytest.mark.parametrize(
    "name", ["interruption_types", "interruption_sectors", "interruption_questions", "attachment_types"]
)
def test_every_entry_has_a_name_in_four_languages(name: str) -> None:
    for row in rows(name):
        assert all(row[language].strip() for language in LANGUAGES), row["code"]


@pytest.mark.parametrize(
    "name", [table for table in TABLES if table not in ("interruption_schemes", "interruption_maxima")]
)
def test_no_code_stands_twice(name: str) -> None:
    codes = [row["code"] for row in rows(name)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    "name", ["interruption_schemes", "interruption_agreements", "interruption_maxima", "attachment_types"]
)
def test_every_row_says_how_sure_it_is(name: str) -> None:
    assert {row["confidence"] for row in rows(name)} <= CONFIDENCE
    assert all(row["source"].strip() for row in rows(name))


def test_there_are_ten_sectors_and_one_is_private() -> None:
    kinds = list(LAW.leaves.sectors.values())
    assert len(kinds) == 10
    assert kinds.count("private") == 1


def test_every_family_has_a_scheme_and_a_mandatory_question() -> None:
    families = set(LAW.leaves.families.values())
    assert {scheme.family for scheme in LAW.leaves.schemes} == families
    for kind, family in LAW.leaves.families.items():
        assert any(one.mandatory and {kind, family} & one.types for one in LAW.leaves.questions.values()), kind


def test_every_agreement_is_one_that_the_glossary_knows() -> None:
    known = LAW.release("LOIC001", "20231").zones["01143"].values
    assert set(LAW.leaves.agreements) == set(known)


def test_documents_belong_to_families_that_exist() -> None:
    families = set(LAW.leaves.families.values())
    assert all(set(row["families"].split()) <= families for row in rows("attachment_types"))
    assert any(row["mandatory_for"] for row in rows("attachment_types"))


def test_a_document_is_mandatory_for_types_of_the_families_it_belongs_to() -> None:
    for row in rows("attachment_types"):
        asking = {LAW.leaves.families[kind] for kind in row["mandatory_for"].split()}
        assert asking <= set(row["families"].split() or LAW.leaves.families.values()), row["code"]


def test_no_question_names_a_person() -> None:
    """A question is answered yes or no, and its code fits zone 01139."""
    assert all(len(code) == 4 for code in LAW.leaves.questions)
    assert all(one.excludes in (None, 0, 1) for one in LAW.leaves.questions.values())


def test_a_table_that_names_an_unknown_family_stops_the_program(tmp_path: Path) -> None:
    room = tmp_path / "schemas"
    shutil.copytree(law_room(), room)
    path = room / "lists" / "interruption_schemes.csv"
    path.write_text(path.read_text(encoding="utf-8") + "sabbatical,,,1,nowhere,ours\n", encoding="utf-8")
    with pytest.raises(LawIncomplete, match="sabbatical"):
        open_law(room)


def test_a_new_type_of_a_known_family_needs_no_code(tmp_path: Path) -> None:
    room = tmp_path / "schemas"
    shutil.copytree(law_room(), room)
    path = room / "lists" / "interruption_types.csv"
    path.write_text(path.read_text(encoding="utf-8") + "6009,parental,a,b,c,d\n", encoding="utf-8")
    assert open_law(room).leaves.families["6009"] == "parental"


def test_every_kind_of_leave_is_counted_in_every_regime_that_it_knows() -> None:
    for scheme in LAW.leaves.schemes:
        for kind in (code for code, family in LAW.leaves.families.items() if family == scheme.family):
            for regime in scheme.regimes:
                assert LAW.leaves.maxima_of(kind, regime), (kind, regime)


def test_every_maximum_has_a_name_of_its_own_in_four_languages_and_a_number_of_the_law() -> None:
    names = [row["name"] for row in rows("interruption_maxima")]
    assert len(names) == len(set(names))
    for row in rows("interruption_maxima"):
        assert all(row[language].strip() for language in LANGUAGES), row["name"]
        assert not row["parameter"] or row["parameter"] in LAW.parameters, row["name"]


def test_a_maximum_that_is_given_for_nothing_known_is_refused(tmp_path: Path) -> None:
    room = tmp_path / "schemas"
    shutil.copytree(law_room(), room)
    path = room / "lists" / "interruption_maxima.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",child,", ",uncle,"), encoding="utf-8")
    with pytest.raises(LawIncomplete):
        open_law(room)
