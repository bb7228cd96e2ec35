"""Invented firms, persons and moments for sample declarations; real towns, numbers with valid check digits.

Numbers come from ranges where hardly any is issued: enterprise numbers from 12 to 18, order numbers of a
birth day from 900 on, phone numbers with a 0 after the area code. They are walked through: none repeats soon.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import gcd
from random import Random
from typing import NamedTuple, TypeVar
from xml.sax.saxutils import escape

from batch.model.calendar import BRUSSELS

T = TypeVar("T")
DUTCH, FRENCH = 1, 2


class Town(NamedTuple):
    """A town of annex 23, in the language of the firm that sits there."""

    postcode: str
    name: str
    language: int
    area: str


TOWNS = tuple(
    map(
        Town._make,
        (
            ("1000", "Brussel", DUTCH, "02"),
            ("2000", "Antwerpen", DUTCH, "03"),
            ("2300", "Turnhout", DUTCH, "014"),
            ("2800", "Mechelen", DUTCH, "015"),
            ("3000", "Leuven", DUTCH, "016"),
            ("3500", "Hasselt", DUTCH, "011"),
            ("8000", "Brugge", DUTCH, "050"),
            ("8400", "Oostende", DUTCH, "059"),
            ("8500", "Kortrijk", DUTCH, "056"),
            ("8800", "Roeselare", DUTCH, "051"),
            ("9000", "Gent", DUTCH, "09"),
            ("9100", "Sint-Niklaas", DUTCH, "03"),
            ("9300", "Aalst", DUTCH, "053"),
            ("1000", "Bruxelles", FRENCH, "02"),
            ("1030", "Schaerbeek", FRENCH, "02"),
            ("1300", "Wavre", FRENCH, "010"),
            ("1400", "Nivelles", FRENCH, "067"),
            ("4000", "Liège", FRENCH, "04"),
            ("4800", "Verviers", FRENCH, "087"),
            ("5000", "Namur", FRENCH, "081"),
            ("5500", "Dinant", FRENCH, "082"),
            ("6000", "Charleroi", FRENCH, "071"),
            ("6600", "Bastogne", FRENCH, "061"),
            ("6700", "Arlon", FRENCH, "063"),
            ("7000", "Mons", FRENCH, "065"),
            ("7500", "Tournai", FRENCH, "069"),
        ),
    )
)

_STREETS = {
    DUTCH: ("Stationsstraat", "Kerkstraat", "Molenweg", "Industrielaan", "Nijverheidskaai", "Oude Markt"),
    FRENCH: ("Rue de la Gare", "Avenue de l'Industrie", "Chaussée du Moulin", "Quai du Canal"),
}
_FIRST_NAMES = {
    DUTCH: ("Lieve", "Joris", "Hilde", "Wout", "An", "Pieter", "Marleen", "Stijn"),
    FRENCH: ("Hélène", "Benoît", "Chloé", "Étienne", "Maïté", "Thierry", "Fabienne", "Loïc"),
}
_NAMES = {
    DUTCH: ("Peeterbroeck", "Van Hoornaerde", "Verbraekel", "Dewilderode", "Maesschoten", "Willemarck"),
    FRENCH: ("Delvaulx", "Marchandier", "Lecomptois", "Wauthelin", "Dubruyère", "Grosfilain"),
}
SECRETARIATS = {
    DUTCH: ("Sociaal Secretariaat De Linde vzw", "Loonbureau Peeterbroeck & Co BV"),
    FRENCH: ("Secrétariat social Le Tilleul asbl", "Gestion sociale Wauthelin & Fils SRL"),
}
AGENCIES = {
    DUTCH: ("Uitzendbureau Tandem NV", "Maesschoten & Willemarck Interim NV"),
    FRENCH: ("Intérim Tandem SA", "Delvaulx & Lecomptois Travail temporaire SA"),
}

_LEAST_ONSS, _ONSS = 1_600_000, 399_000
_LEAST_COMPANY = 12_000_000
_LEAST_ORDER, _ORDERS = 900, 98
_PIECE = 250_000
_YOUNGEST, _ELDER, _ELDEST = 21, 61, 64


def onss_number(seven: int) -> str:
    """An ONSS number: seven digits and 96 minus the remainder of their hundredfold by 97."""
    return f"{seven:07d}{96 - seven * 100 % 97:02d}"


def company_number(eight: int) -> str:
    """An enterprise number: eight digits and 97 minus their remainder by 97."""
    return f"{eight:08d}{97 - eight % 97:02d}"


def worker_number(day: str, order: int, born_from_2000: bool) -> str:
    """A NISS: birth day ``YYMMDD``, order, and 97 minus the remainder, with a 2 before it from 2000 on."""
    number = int(day) * 1000 + order
    return f"{day}{order:03d}{97 - (number + 2_000_000_000 * born_from_2000) % 97:02d}"


class Firm(NamedTuple):
    """An invented employer in a real town."""

    onss: str
    company: str
    town: Town
    street: str
    house: int


class Contact(NamedTuple):
    """An invented person to ask in a firm."""

    first_name: str
    name: str
    phone: str
    mail: str


class People:
    """Invented firms and persons of one file."""

    def __init__(self, random: Random, today: date) -> None:
        self._draw = random.random
        days = tuple(_birth_days(today.year - _ELDEST, today.year - _YOUNGEST))
        elder = sum(day < date(today.year - _ELDER, 1, 1) for day in days)
        written = tuple((f"{day:%y%m%d}", day.year >= 2000) for day in days)
        self.worker = _numbers(written[elder:], random).__next__
        """The number of a worker between 20 and 61, another one each time."""
        self.elder = _numbers(written[:elder], random).__next__
        """The number of a worker of 61 or more, another one each time."""
        self._firms = _walk(random, _ONSS)

    def one_of(self, choices: Sequence[T]) -> T:
        """One of several, by lot."""
        return choices[int(self._draw() * len(choices))]

    def number(self, least: int, most: int) -> int:
        """A whole number by lot, both ends included."""
        return least + int(self._draw() * (most - least + 1))

    def one_in(self, many: float) -> bool:
        """Whether a lot of one in so many is drawn."""
        return self._draw() * many < 1

    def text(self, texts: Mapping[int, Sequence[str]], firm: Firm) -> str:
        """A text by lot in the language of a firm, as XML writes it."""
        return escape(self.one_of(texts[firm.town.language]))

    def firm(self) -> Firm:
        """A firm, another one each time."""
        index, town = next(self._firms), self.one_of(TOWNS)
        return Firm(
            onss_number(_LEAST_ONSS + index),
            company_number(_LEAST_COMPANY + index * 17),
            town,
            self.one_of(_STREETS[town.language]),
            self.number(1, 240),
        )

    def contact(self, firm: Firm) -> Contact:
        """A person to ask in a firm."""
        language = firm.town.language
        number = self.number(0, 9999)
        return Contact(
            self.one_of(_FIRST_NAMES[language]),
            self.one_of(_NAMES[language]),
            f"{firm.town.area} 000 {number // 100:02d} {number % 100:02d}",
            f"personnel@firm-{firm.company[2:]}.example",
        )


def _birth_days(first_year: int, last_year: int) -> Iterator[date]:
    """All days of those years but 1 January, which stands for an unknown day."""
    day = date(first_year, 1, 1)
    while day.year <= last_year:
        if (day.month, day.day) != (1, 1):
            yield day
        day += timedelta(days=1)


def _walk(random: Random, size: int) -> Iterator[int]:
    """All numbers below ``size``, in long strides, over and over."""
    stride = place = random.randrange(size // 3, size)
    while gcd(stride, size) != 1:
        stride += 1
    while True:
        place = (place + stride) % size
        yield place


def _numbers(days: tuple[tuple[str, bool], ...], random: Random) -> Iterator[str]:
    for place in _walk(random, len(days) * _ORDERS):
        order, index = divmod(place, len(days))
        day, born_from_2000 = days[index]
        yield worker_number(day, _LEAST_ORDER + order, born_from_2000)


def local(now: datetime) -> datetime:
    """A moment as a clock in Brussels shows it; a moment without zone is taken as shown."""
    return now.astimezone(BRUSSELS) if now.tzinfo else now


def hours(now: datetime) -> Iterator[str]:
    """Creation hours, one millisecond after the other from ``now`` on; after midnight they start again."""
    moment = local(now)
    start = ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1000 + moment.microsecond // 1000
    while True:
        seconds, thousandths = divmod(start % 86_400_000, 1000)
        yield f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{thousandths:03d}"
        start += 1


def chosen(random: Random, count: int, share: float) -> Iterator[bool]:
    """Which of ``count`` forms belong to a share: exactly that share, at places drawn by lot."""
    wanted = round(count * share)
    for left in range(count, 0, -1):
        hit = random.random() * left < wanted
        wanted -= hit
        yield hit


def zones(tabs: str, **values: object) -> str:
    """Zones of a block, one a line, in the order given; None is left out."""
    return "".join([f"{tabs}<{tag}>{value}</{tag}>\n" for tag, value in values.items() if value is not None])


def block(tabs: str, tag: str, content: str) -> str:
    """A block around what it holds."""
    return f"{tabs}<{tag}>\n{content}{tabs}</{tag}>\n"


def address(firm: Firm, tabs: str) -> str:
    """The zones of a firm's address."""
    return (
        f"{tabs}<Street>{firm.street}</Street>\n{tabs}<HouseNbr>{firm.house}</HouseNbr>\n"
        f"{tabs}<ZIPCode>{firm.town.postcode}</ZIPCode>\n{tabs}<City>{firm.town.name}</City>\n"
    )


def value(form: str, tag: str) -> str | None:
    """The value of the first zone of that name, as XML writes it; None when there is none."""
    found = re.search(rf"<{tag}>([^<]*)<", form)
    return found[1] if found else None


def replaced(form: str, tag: str, value: str) -> str:
    """The form with another value in the first element of that name."""
    return re.sub(rf"<{tag}>[^<]*<", lambda _: f"<{tag}>{value}<", form, count=1)


def without(form: str, tag: str) -> str:
    """The form without the first element of that name and all it holds."""
    return re.sub(rf"\s*<{tag}>.*?</{tag}>", "", form, count=1, flags=re.DOTALL)


def spoilt(check: str, form: str, tag: str) -> str:
    """The form with other last two digits in the first number of that name."""
    return re.sub(rf"(<{tag}>[0-9]+)[0-9]{{2}}<", rf"\g<1>{check}<", form, count=1)


def with_fault(random: Random, form: str, faults: Mapping[str, Callable[[str], str]]) -> str:
    """The form with one fault by lot, among those that its content allows."""
    orders = random.sample(list(faults.values()), len(faults))
    return next((worse for worse in (fault(form) for fault in orders) if worse != form), form)


def chunks(head: str, forms: Iterable[str], foot: str) -> Iterator[bytes]:
    """A whole file in pieces, each of a quarter of a million characters and what is left of its last form."""
    waiting, size = [head], 0
    for form in forms:
        waiting.append(form)
        size += len(form)
        if size > _PIECE:
            yield "".join(waiting).encode()
            waiting.clear()
            size = 0
    yield "".join([*waiting, foot]).encode()
