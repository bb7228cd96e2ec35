"""Reads the tables of career breaks in ``schemas/lists`` into one frozen value; the law book binds it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from batch.model.leave import BEARERS, Agreement, LeaveLaw, Maximum, Question, Scheme

Rows = Iterable[Mapping[str, str]]


def read_leaves(rows: Callable[[str], Rows]) -> LeaveLaw:
    """All tables of career breaks; ``rows`` gives those of one list by its name.

    Raises:
        ValueError: a table names a family, type or sector that no list knows.
    """
    families = {row["code"]: row["family"] for row in rows("interruption_types")}
    sectors = {row["code"]: row["kind"] for row in rows("interruption_sectors")}
    law = LeaveLaw(
        families=families,
        sectors=sectors,
        schemes=tuple(_scheme(row) for row in rows("interruption_schemes")),
        questions={row["code"]: _question(row) for row in rows("interruption_questions")},
        agreements={row["code"]: _agreement(row) for row in rows("interruption_agreements")},
        maxima=tuple(_maximum(row) for row in rows("interruption_maxima")),
    )
    _every_word_is_known(law)
    return law


def _scheme(row: Mapping[str, str]) -> Scheme:
    return Scheme(row["family"], _words(row["sectors"]), row["employment"], _numbers(row["regimes"]))


def _question(row: Mapping[str, str]) -> Question:
    return Question(
        code=row["code"],
        types=_words(row["types"]),
        regimes=_numbers(row["regimes"]),
        sectors=_words(row["sectors"]),
        mandatory=row["mandatory"] == "1",
        excludes=int(row["excludes"]) if row["excludes"] else None,
        severity=_class(row["severity"], row["excludes"]),
        starts_from=date.fromisoformat(row["starts_from"]),
    )


def _agreement(row: Mapping[str, str]) -> Agreement:
    return Agreement(
        code=row["code"],
        families=_words(row["families"]),
        framework=row["framework"] == "1",
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]),
        age=int(row["age"]),
    )


def _maximum(row: Mapping[str, str]) -> Maximum:
    if row["per"] not in BEARERS:
        raise ValueError(f"{row['name']}: {row['per']!r} is not one of {', '.join(BEARERS)}")
    worth = (word.split(":") for word in row["divisors"].split())
    return Maximum(
        name=row["name"],
        types=_words(row["types"]),
        regimes=_numbers(row["regimes"]),
        per=row["per"],
        divisors={int(regime): int(months) for regime, months in worth},
        in_weeks=row["in_weeks"] == "1",
        parameter=row["parameter"],
        titles={language: row[language] for language in ("fr", "nl", "de", "en")},
    )


def _class(letters: str, excludes: str) -> str:
    if letters not in (("B", "NP", "W") if excludes else ("",)):
        raise ValueError(f"severity {letters!r} is not one of B, NP, W beside an answer that excludes")
    return letters


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(word) for word in text.split())


def _every_word_is_known(law: LeaveLaw) -> None:
    known = {*law.families, *law.families.values()}
    used = {row.family for row in law.schemes}
    used |= {word for one in law.questions.values() for word in one.types}
    used |= {word for one in law.agreements.values() for word in one.families}
    used |= {word for one in law.maxima for word in one.types}
    sectors = {code for row in law.schemes for code in row.sectors}
    sectors |= {code for one in law.questions.values() for code in one.sectors}
    unknown = sorted((used - known) | (sectors - law.sectors.keys()))
    if unknown:
        raise ValueError(f"no type, family or sector of interruption: {', '.join(unknown)}")
