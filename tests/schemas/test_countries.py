"""The country codes of annex 5 in the law."""

from datetime import date, timedelta

import pytest

from batch.lawbook import open_law

LAW = open_law()
ALWAYS = (date(1900, 1, 1), date(9999, 12, 31))
A_DAY = timedelta(days=1)
TWICE = "486"
"""The Virgin Islands stand in annex 5 both as an open entry and as one that ended."""


def test_every_entry_of_the_annex_is_there() -> None:
    assert len(LAW.countries) == 474
    assert sum(len(spans) for spans in LAW.countries.values()) == 475


@pytest.mark.parametrize("code", ["150", "111"])
def test_belgium_and_france_always_hold(code: str) -> None:
    assert LAW.countries[code] == (ALWAYS,)


def test_every_code_has_three_digits_as_a_number_is_written() -> None:
    assert all(len(code) == 3 and str(int(code)) == code for code in LAW.countries)


def test_every_entry_ends_after_it_began() -> None:
    assert all(since < until for spans in LAW.countries.values() for since, until in spans)


def test_only_one_code_stands_there_twice_and_its_open_entry_counts() -> None:
    assert {code for code, spans in LAW.countries.items() if len(spans) > 1} == {TWICE}
    assert ALWAYS in LAW.countries[TWICE]


def test_a_country_that_changed_its_code_has_the_new_one_the_day_after_the_old_one() -> None:
    (former,), (present,) = LAW.countries["148"], LAW.countries["154"]
    assert former == (date(1993, 4, 9), date(2019, 2, 11))
    assert present[0] == former[1] + A_DAY
