"""The handbook: every rule of every message by matter, what the schema asks, and the lists, in four languages.

Texts come from the glossary and the lists alone; a message, a matter or a list that is new needs its title in
``handbook.toml``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from handbook_codes import Message, anomalies, anomaly_of, entries, example_of, label, matters, tag_of
from handbook_words import (
    LAW,
    ROOT,
    TEXTS,
    UP,
    colon,
    day_of,
    header,
    names_of,
    plain,
    row,
    said,
    word,
)

from batch.cli.anomaly import STRUCTURAL
from batch.lawbook import law_room
from batch.model.law import LANGUAGES, Anomaly, Language
from batch.switchboard import INBOUND
from batch.validators.rulebook import ALWAYS, FOR_EVER

FOLDER = ROOT / "docs" / "handbook"
_MOST_ON_ONE_PAGE = 40
"""Rules of a message beyond which each matter has a page of its own."""
_UNBOUNDED = (ALWAYS.isoformat(), FOR_EVER.isoformat())
"""Days of a list that mean none."""


def pages() -> dict[str, str]:
    """Every page of the handbook, by its path in the folder."""
    return {path: "\n".join(lines) + "\n" for path, lines in _pages()}


def _pages() -> Iterator[tuple[str, Iterator[str]]]:
    yield "README.md", _front()
    for language in LANGUAGES:
        yield f"{language}/README.md", _contents(language)
        for message in INBOUND:
            folder = f"{language}/{message.identification}"
            yield f"{folder}/README.md", _message_page(message, language)
            yield (
                f"{folder}/structure.md",
                _structure_page(message.identification, message.beside, message.frame, language),
            )
            for matter in () if _is_small(message) else matters(message):
                yield f"{folder}/{page_of(message, matter)}", _matter_page(message, matter, language)
            if names_of("list", "message", message.identification):
                yield f"{folder}/lists.md", _lists_page(message.identification, language)
        for frame in frames():
            yield f"{language}/{frame}/structure.md", _structure_page(frame, "", "", language)


def page_of(message: Message, matter: str) -> str:
    """The name of the page on which a matter stands."""
    return "README.md" if _is_small(message) else f"{matter.rpartition('.')[2]}.md"


def _is_small(message: Message) -> bool:
    return len(message.rules) <= _MOST_ON_ONE_PAGE


def frames() -> list[str]:
    """The envelopes in which messages come."""
    return sorted({message.frame for message in INBOUND if message.frame})


# -- the first pages -----------------------------------------------------------------------------------------


def _front() -> Iterator[str]:
    for language in LANGUAGES:
        yield from (f"# [{word('title', language)}]({language}/README.md)", "", word("intro", language), "")
    yield word("written", "en")


def _contents(language: Language) -> Iterator[str]:
    yield from _languages("../{}/README.md", language)
    yield from (f"# {word('title', language)}", "")
    for name in ("intro", "classes", "ours"):
        yield from (word(name, language), "")
    yield from header([word(name, language) for name in ("message", "about", "rules")])
    for message in INBOUND:
        name = message.identification
        yield row([f"[{name}]({name}/README.md)", said("message", name, language), str(len(message.rules))])
    yield from ("", word("written", language))


def _languages(path: str, language: Language) -> Iterator[str]:
    """The line that leads to the same page in the other languages."""
    names = {other: word("language", other) for other in LANGUAGES}
    links = (name if other == language else f"[{name}]({path.format(other)})" for other, name in names.items())
    yield from (" · ".join(links), "")


def _head(name: str, page: str, about: str, language: Language) -> Iterator[str]:
    """Languages, the way back, and the title of a page of a message."""
    yield from _languages(f"../../{{}}/{name}/{page}", language)
    back = [f"[{word('title', language)}](../README.md)"]
    if page != "README.md" and name not in frames():
        back.append(f"[{name}](README.md)")
    yield from (" › ".join(back), "", f"# {name}{colon(language)}{about}", "")


# -- the rules -----------------------------------------------------------------------------------------------


def _message_page(message: Message, language: Language) -> Iterator[str]:
    name = message.identification
    yield from _head(name, "README.md", said("message", name, language), language)
    yield from (_day(name, language), "", word("classes", language), "")
    yield f"- [{word('structure', language)}](structure.md)"
    if names_of("list", "message", name):
        yield f"- [{word('lists', language)}](lists.md)"
    examples = f"docs/anomalies-{message.code.lower()}.md"
    if (ROOT / examples).is_file() and (ROOT / "docs" / "anomalies" / name).is_dir():
        yield f"- [{word('examples_of', language, message=name)}]({UP}/{examples})"
    yield ""
    if not _is_small(message):
        yield from (f"## {word('matters', language)}", "")
        for matter, rules in matters(message).items():
            yield f"- [{said('matter', matter, language)}]({page_of(message, matter)}) ({len(rules)})"
        yield ""
    yield from _all_codes(message, language)
    for matter in matters(message) if _is_small(message) else ():
        yield from ("", f"## {said('matter', matter, language)}")
        yield from entries(message, matter, language)


def _day(name: str, language: Language) -> str:
    return word("day", language, day=said("day", day_of(name), language))


def _all_codes(message: Message, language: Language) -> Iterator[str]:
    """The table that leads from each code to its rules."""
    places: dict[str, list[str]] = {}
    for matter, rules in matters(message).items():
        page = "" if _is_small(message) else page_of(message, matter)
        for error_id in dict.fromkeys(rule.error_id for rule in rules):
            link = f"[{said('matter', matter, language)}]({page}#{error_id})"
            places.setdefault(error_id, []).append(link)
    yield from (f"## {word('codes', language)}", "")
    yield from header([word(name, language) for name in ("code", "says", "class", "where")])
    for error_id, links in sorted(places.items()):
        own = anomaly_of(message, error_id).severity
        classes = {rule.severity or own: None for rule in message.rules if rule.error_id == error_id}
        yield row([error_id, label(error_id, language), ", ".join(classes), "<br>".join(links)])


def _matter_page(message: Message, matter: str, language: Language) -> Iterator[str]:
    name = message.identification
    yield from _head(name, page_of(message, matter), said("matter", matter, language), language)
    yield _day(name, language)
    yield from entries(message, matter, language)


# -- the structure -------------------------------------------------------------------------------------------


def _structure_page(name: str, beside: str, frame: str, language: Language) -> Iterator[str]:
    """What no rule says and the schema does: its codes once, then each zone and block."""
    yield from _head(name, "structure.md", word("structure", language), language)
    yield from (word("structure_intro", language), "")
    for kind, other in (("envelope", frame), ("beside", "" if beside == name else beside)):
        if other:
            yield from (f"{word(kind, language)}{colon(language)}[{other}](../{other}/structure.md)", "")
    found = _structural(name)
    yield from header([word(one, language) for one in ("code", "says", "remedy")])
    for code in sorted({one.code for one in found}):
        yield row([code, plain(LAW.code_titles[code].in_(language)), plain(TEXTS.remedies[code].in_(language))])
    yield ""
    yield from header([word(one, language) for one in ("zone", "tag", "name", "code")])
    for number in sorted({one.number for one in found}):
        names = LAW.block_titles if number.startswith("9") else LAW.zone_titles
        codes = ", ".join(_code(name, one) for one in found if one.number == number)
        yield row([number, f"`{tag_of(number, name)}`", plain(names[number].in_(language)), codes])


def _structural(name: str) -> list[Anomaly]:
    ruled = {rule.error_id for message in INBOUND if message.identification == name for rule in message.rules}
    return [one for key, one in sorted(anomalies(name).items()) if one.code in STRUCTURAL and key not in ruled]


def _code(name: str, anomaly: Anomaly) -> str:
    """A code, linked to its example, with its class where that is not ``B``."""
    code = example_of(name, anomaly.error_id, anomaly.code) or anomaly.code
    return code if anomaly.severity == "B" else f"{code} {anomaly.severity}"


# -- the lists -----------------------------------------------------------------------------------------------


def _lists_page(name: str, language: Language) -> Iterator[str]:
    """The code lists that the rules of a message read."""
    yield from _head(name, "lists.md", word("lists", language), language)
    for which in names_of("list", "message", name):
        yield from (f"## {said('list', which, language)}", "", f"[{which}.csv]({UP}/schemas/lists/{which}.csv)", "")
        yield from (*_list(which, language), "")


def _list(which: str, language: Language) -> Iterator[str]:
    """The code of each row, its text in the language, then what else the rules read of it."""
    lines = (law_room() / "lists" / f"{which}.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    first = [column for column in ("code", language) if column in rows[0]]
    shown = [*first, *(column for column in rows[0] if column not in (*first, *LANGUAGES, "source"))]
    yield from header([said("column", "text" if column == language else column, language) for column in shown])
    for cells in rows:
        yield row(["" if cells[column] in _UNBOUNDED else plain(cells[column]) for column in shown])
