"""What a verdict needs beside the file, in words: the day, what is known of employers, what was accepted before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from declarations import TODAY, Fact, Known, stored_loic, stored_twct

from batch.model.situation import Situation

_KINDS = {"N": "NSSO", "L": "NSSO-PPL", "C": "enterprise"}
_LABELS = {
    "noss": "NSSO", "lpa": "NSSO-PPL", "company": "enterprise", "curatorship": "under a curator",
    "niss": "worker", "kind": "risk", "first_end": "first told to end", "start": "from", "end": "to", "until": "to",
    "seat_abroad": "its seat abroad",
}  # fmt: skip


def words_of(fact: Fact) -> str:
    """What the example and its neighbour need, or nothing."""
    own = [*_day(fact.day), *_stored(fact.stored), *_known(fact.known)]
    other = []
    if fact.neighbour_day not in (None, fact.day):
        other.append(f"arrives {fact.neighbour_day}")
    if fact.neighbour_stored is not None and fact.neighbour_stored != fact.stored:
        other += _stored(fact.neighbour_stored)
    if fact.neighbour_known is not None and fact.neighbour_known != fact.known:
        other += _known(fact.neighbour_known) or ["nothing is known"]
    return "; ".join(own) + (f"<br>neighbour: {'; '.join(other)}" if other else "")


def needs_nothing(fact: Fact) -> bool:
    """Whether the file and its day are enough."""
    own = (fact.stored, fact.neighbour_stored, fact.neighbour_known)
    return fact.known == Known() and all(one is None for one in own)


def _day(day: date) -> Iterator[str]:
    if day != TODAY:
        yield f"arrives {day}"


# -- forms judged before -----------------------------------------------------------------------------------


def _stored(situations: Sequence[Situation] | None) -> Iterator[str]:
    if situations is not None and not situations:
        yield "no earlier form is known"
    yield from (_situation(one) for one in situations or ())


def _situation(one: Situation) -> str:
    """One earlier form; of its content only what is not as :func:`twct` or :func:`loic` writes it."""
    usual = (stored_loic if one.identification == "LOIC001" else stored_twct)(one.ticket)
    kind = "career break" if one.identification == "LOIC001" else "communication"
    acts = {1: "modification", 3: "cancellation"}.get(one.status, kind)
    fate = "accepted" if one.accepted else "refused"
    life = "" if one.life == usual.life else f" and {one.life} since"
    told = {"identification", "status", "accepted", "life", "ticket"}
    rest = [
        text
        for field in fields(one)
        if field.name not in told and getattr(one, field.name) != getattr(usual, field.name)
        for text in _value(field.name, getattr(one, field.name), absent="without")
    ]
    return f"ticket {one.ticket} is of {_a(acts)} that was {fate}{life}{_in_brackets(rest)}"


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


# -- what is known of employers and workers ------------------------------------------------------------------


def _known(known: Known) -> list[str]:
    found = []
    for field in fields(known):
        value = getattr(known, field.name)
        if value is not None:
            found += _WORDS.get(field.name, lambda rows, name=field.name: _rows(name, rows))(value)
    return found


def _mandates(foreign: Sequence[str]) -> Iterator[str]:
    if not foreign:
        yield "the sender may act for the employer"
    else:
        yield f"the sender has no mandate of {_employer(foreign)}"


def _directory(records: Sequence[Any]) -> Iterator[str]:
    rows = [_record(one) for one in records]
    yield f"the directory of employers has {' and '.join(rows)}" if rows else "the directory of employers is empty"


def _booked(bookings: Sequence[str]) -> Iterator[str]:
    if not bookings:
        yield "nothing was told before"
    for booking in bookings:
        employer, _, what, *rest = booking.split()
        done = f"used card {rest[0]}" if what == "card" else f"told of {what} {' for '.join(rest)}"
        yield f"the employer ({_employer((employer,))}) {done} before"


def _told(rows: Sequence[Any]) -> Iterator[str]:
    if not rows:
        yield "nothing was told before"
    for one in rows:
        last = "" if one.last == one.first else f" to {one.last}"
        regime = {1: ", full suspension", 2: ", small suspension", 3: ", large suspension"}.get(one.regime, "")
        worker = f"department {one.worker[1:]}" if one.worker.startswith("=") else f"worker {one.worker}"
        clerk = ", white-collar" if one.white_collar else ""
        days = f"{one.first}{last}"
        yield f"told before by {_employer(one.employer)}: {worker}, risk {one.risk}, {days}{regime}{clerk}"


def _personnel(relations: Sequence[Any]) -> Iterator[str]:
    rows = [_record(one) for one in relations]
    yield f"the personnel file has {' and '.join(rows)}" if rows else "the personnel file has nobody"


_WORDS = {
    "foreign": _mandates, "employers": _directory, "booked": _booked, "told": _told, "relations": _personnel,
}  # fmt: skip


def _rows(name: str, rows: Sequence[Any]) -> Iterator[str]:
    """What no words were found for yet: the rows as they are."""
    title = name.replace("_", " ")
    yield f"{title}: {' and '.join(_record(one) for one in rows)}" if rows else f"{title}: none"


def _record(one: Any) -> str:
    """A row: its name, and in brackets what else it says."""
    if isinstance(one, str | int | date):
        return str(one)
    name = getattr(one, "name", "")
    values = [
        text for field in fields(one) if field.name != "name" for text in _value(field.name, getattr(one, field.name))
    ]
    return f"{name}{_in_brackets(values)}".strip()


def _value(name: str, value: Any, absent: str = "") -> Iterator[str]:
    label = _LABELS.get(name, name.replace("_", " "))
    if value is True:
        yield label
    elif isinstance(value, tuple) and name == "employer":
        yield f"of {_employer(value)}"
    elif value not in (None, "", False, ()):
        yield f"{label} {value}".strip()
    elif absent:
        yield f"{absent} {name.replace('_', ' ')}"


def _employer(keys: Sequence[str]) -> str:
    return ", ".join(re.sub("^[NLC]", lambda letter: f"{_KINDS[letter[0]]} ", key) for key in keys)


def _in_brackets(texts: list[str]) -> str:
    return f" ({', '.join(texts)})" if texts else ""
