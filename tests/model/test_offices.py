"""ONEM's offices by postcode: the whole of annex 23, each postcode one office."""

from __future__ import annotations

import csv

import pytest

from batch.lawbook import law_room, open_law
from batch.model.law import LANGUAGES

LAW = open_law()
LONGEST = 40


def test_each_postcode_of_annex_23_belongs_to_exactly_one_office():
    wrong = {code: found for code in LAW.towns if (found := sum(one.covers(code) for one in LAW.offices)) != 1}
    assert wrong == {}


def test_each_office_is_competent_for_a_town_and_no_range_is_upside_down():
    for office in LAW.offices:
        assert any(office.covers(code) for code in LAW.towns), office.name.fr
        assert all(first <= last for first, last in office.ranges), office.name.fr


def test_each_name_fits_the_zone_and_is_used_once_in_each_language():
    for language in LANGUAGES:
        names = [office.name.in_(language) for office in LAW.offices]
        assert len(set(names)) == len(names)
        assert all(0 < len(name) <= LONGEST for name in names)


@pytest.mark.parametrize(
    ("postcode", "office"),
    [("1000", "ONEM Bruxelles"), ("9999", "ONEM Gand"), ("4700", "ONEM Verviers"), ("7080", "ONEM Mons")],
)
def test_a_postcode_has_its_office(postcode: str, office: str):
    assert LAW.office_of(postcode, "fr") == office


@pytest.mark.parametrize("postcode", ["", "0999", "75001", "١٠٠٠", "10 0", "ABCD"])
def test_what_is_no_belgian_postcode_has_no_office(postcode: str):
    assert LAW.office_of(postcode, "fr") == ""


def test_the_table_says_that_it_is_ours():
    head = (law_room() / "lists" / "onem_offices.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head.startswith("# Ours")
    with (law_room() / "lists" / "onem_offices.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        assert len({row["code"] for row in rows}) == len(LAW.offices)
