"""Addresses: countries against annex 5, Belgian postcodes and towns against annex 23."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.calendar import quarter_of
from batch.model.characters import folded
from batch.model.forms import Block, Place
from batch.model.law import Town
from batch.validators.rulebook import Case

BELGIUM, FRANCE = 150, 111
"""Codes of annex 5."""


def is_belgian(address: Block) -> bool:
    """Whether an address is in Belgium: no country, or country 150."""
    return address.number("Country") in (None, BELGIUM)


def country_unknown(address: Block, case: Case) -> Iterator[Place]:
    """The country does not stand in annex 5 on the day of the law (zone 00523).

    Entries that are no place to live, as 999 for unknown, are accepted (ours): the annex draws no line between them.
    """
    country = address.number("Country")
    if country is not None:
        spans = case.law.countries.get(str(country), ())
        if not any(since <= case.law_day <= until for since, until in spans):
            yield address.at("Country")


def postcode_unknown(address: Block, case: Case) -> Iterator[Place]:
    """The postcode does not stand in annex 23 (zone 00520)."""
    postcode = address.text("ZIPCode")
    if postcode and not _towns(postcode, case):
        yield address.at("ZIPCode")


def town_of_another_postcode(address: Block, case: Case) -> Iterator[Place]:
    """The town carries none of the names that annex 23 gives for the postcode (zone 00522)."""
    postcode, city = address.text("ZIPCode"), address.text("City")
    if not postcode or not city:
        return
    towns = _towns(postcode, case)
    if towns and not any(_plain(city, case) in (_plain(name, case) for name in town.names) for town in towns):
        yield address.at("City")


def _towns(postcode: str, case: Case) -> list[Town]:
    quarter = quarter_of(case.law_day)
    return [town for town in case.law.towns.get(postcode, ()) if town.since <= quarter <= town.until]


def _plain(name: str, case: Case) -> str:
    """A town's name as annex 24 reads it, without its signs: they are written in many ways (ours)."""
    return "".join(sign for sign in folded(name, case.law.read_as) if sign.isalnum())
