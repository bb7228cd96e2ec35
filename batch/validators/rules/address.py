"""Addresses: countries against annex 5, Belgian postcodes and towns against annex 23."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from batch.model.calendar import quarter_of
from batch.model.characters import folded
from batch.model.forms import Block, Place
from batch.model.law import Law, Town
from batch.validators.rulebook import Case

BELGIUM, FRANCE = 150, 111
"""Codes of annex 5."""
_LONGEST_NAME = 200
"""No town of annex 23 has so long a name; what is longer is not remembered."""


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


def is_doubtful(address: Block, case: Case) -> bool:
    """Whether the postcode is unknown or the town another; asked before the rules that say which."""
    postcode, city = address.text("ZIPCode"), address.text("City")
    if not postcode:
        return False
    quarter, law = quarter_of(case.law_day), case.law
    if not _towns(postcode, quarter, law):
        return True
    return city is not None and (len(city) > _LONGEST_NAME or _plain(city, law) not in _names(postcode, quarter, law))


def postcode_unknown(address: Block, case: Case) -> Iterator[Place]:
    """The postcode does not stand in annex 23 (zone 00520)."""
    postcode = address.text("ZIPCode")
    if postcode and not _towns(postcode, quarter_of(case.law_day), case.law):
        yield address.at("ZIPCode")


def town_of_another_postcode(address: Block, case: Case) -> Iterator[Place]:
    """The town carries none of the names that annex 23 gives for the postcode (zone 00522)."""
    postcode, city = address.text("ZIPCode"), address.text("City")
    if not postcode or not city:
        return
    quarter = quarter_of(case.law_day)
    names = _names(postcode, quarter, case.law) if _towns(postcode, quarter, case.law) else None
    plain = _plain if len(city) <= _LONGEST_NAME else _plainly
    if names is not None and plain(city, case.law) not in names:
        yield address.at("City")


# A file speaks of few towns, and again and again of the same: what is known of them is worked out once.


def _towns(postcode: str, quarter: int, law: Law) -> tuple[Town, ...]:
    return _known_towns(postcode, quarter, law) if postcode in law.towns else ()


@lru_cache(maxsize=4096)
def _known_towns(postcode: str, quarter: int, law: Law) -> tuple[Town, ...]:
    return tuple(town for town in law.towns.get(postcode, ()) if town.since <= quarter <= town.until)


@lru_cache(maxsize=4096)
def _names(postcode: str, quarter: int, law: Law) -> frozenset[str]:
    """Every name that a town with that postcode may carry, comparable; none where there is no such town."""
    return frozenset(_plain(name, law) for town in _towns(postcode, quarter, law) for name in town.names)


def _plainly(name: str, law: Law) -> str:
    """A town's name as annex 24 reads it, without its signs: they are written in many ways (ours)."""
    return "".join(sign for sign in folded(name, law.read_as) if sign.isalnum())


_plain = lru_cache(maxsize=4096)(_plainly)
