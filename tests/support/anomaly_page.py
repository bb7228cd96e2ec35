"""The page of all anomalies of a message, from their examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from anomaly_examples import (
    LAW,
    RELEASE,
    Example,
    examples,
    is_too_early,
    neighbour_file,
    official,
    open_ones,
)
from circumstances import needs_nothing, words_of
from declarations import TODAY

from batch import switchboard

_TITLES = {
    "TWCT001": "temporary unemployment",
    "VBLV001": "the validation book",
    "LOIC001": "career break and time credit",
}
_NAMED = "The name of an example says what is special in it."
_CLASSES = {
    "TWCT001": (f"`B` blocks, `NP` does not. {_NAMED}",),
    "VBLV001": (f"`B` blocks, `NP` does not. {_NAMED}",),
    "LOIC001": (
        "`B` blocks. `NP`, a condition of the leave that is not met, and `W`, advice, do not.",
        "In the glossary all block: a sentence that is told with a milder class ends with it.",
        _NAMED,
    ),
}


def page(message: str) -> str:
    """The whole page in Markdown."""
    return "\n".join([*_head(message), *(_row(message, error_id) for error_id in official(message)), ""])


def _head(message: str) -> Iterator[str]:
    shown = examples(message).values()
    alone = [one for one in shown if runs_offline(one)]
    some = next(one for one in alone if one.fact.rule)
    folder = f"docs/anomalies/{message}"
    yield from (
        f"# The anomalies of {message}, {_TITLES[message]}",
        "",
        f"{len(official(message))} in the glossary: {len(shown)} are shown, {len(open_ones(message))} are not said.",
        "",
        "Written by `python tests/test_anomalies.py --write`; the tests judge every file.",
        f"Each example gets its anomaly and no other{_but_for(shown)}; its neighbour does not get it.",
        "All people, firms and numbers are invented.",
        "",
        "## Run one",
        "",
        "```",
        f"onem-batch check --on {TODAY} {folder}/{some.file}",
        f"onem-batch check --on {TODAY} {folder}/{neighbour_file(message, some)}",
        "```",
        "",
        "The day matters: the examples were made on it.",
        f"Where `given` names another day, write that one; else it is {TODAY}.",
        *_what_check_says(len(alone), len(shown)),
        "",
        "## All of them",
        "",
        *_CLASSES[message],
        "",
        "| anomaly | class | tag | the rule | example | neighbour | given |",
        "|---|---|---|---|---|---|---|",
    )


def _but_for(shown: Iterable[Example]) -> str:
    never_alone = [one.error_id for one in shown if one.beside]
    return f", but for {' and '.join(never_alone)}" if never_alone else ""


def _what_check_says(alone: int, shown: int) -> Iterator[str]:
    if alone == shown:
        yield "All of the files say it with their day; one of release 20264 has a day from 1 October 2026 on."
        return
    yield from (
        f"{alone} of the files say it all with their day.",
        "The others need what `check` does not know: earlier forms, mandates, employers, personnel.",
        "There `check` does not say it; an installation that knows what `given` tells does.",
        "A day before 1 July 2022 lies before the release: `check` refuses the file (ACRF-088).",
    )


def runs_offline(example: Example) -> bool:
    """Whether ``check`` says the same with the file and its day alone."""
    return needs_nothing(example.fact) and not is_too_early(example.fact)


def _row(message: str, error_id: str) -> str:
    example = examples(message).get(error_id)
    severity = example.severity if example else LAW.release(message, RELEASE).anomalies[error_id].severity
    cells = [error_id, severity, _tag(message, error_id, example), *_what(message, error_id, example)]
    return f"| {' | '.join(cells)} |"


def _tag(message: str, error_id: str, example: Example | None) -> str:
    release, number = LAW.release(message, RELEASE), error_id[:5]
    tag = release.blocks[number].tag if number in release.blocks else release.zones[number].tag
    return tag if example is None or example.tag == tag else f"{tag}, told at {example.tag}"


def _what(message: str, error_id: str, example: Example | None) -> tuple[str, str, str, str]:
    label = LAW.code_titles[error_id[6:]].en
    if example is None:
        return _plain(label), f"not said: {_plain(open_ones(message)[error_id])}", "", ""
    sentences = [] if example.fact.rule else [label]
    sentences += _sentences(message, error_id, example.fact.rule)
    sentences += [f"Always beside {one}." for one in example.beside]
    neighbour = neighbour_file(message, example)
    name = "the same file" if neighbour == example.file else neighbour.removeprefix("neighbour-").removesuffix(".xml")
    return (
        "<br>".join(_plain(one) for one in sentences),
        _link(message, _plain(example.fact.fact), example.file),
        _link(message, name, neighbour),
        f"told of the whole file: ACRF-{example.file_code}" if example.file_code else words_of(example.fact),
    )


def _sentences(message: str, error_id: str, chosen: str) -> list[str]:
    """What the rules of an anomaly say, the one that the example shows first; with the class where it is milder."""
    rules = [rule for rule in switchboard.BY_IDENTIFICATION[message].rules if rule.error_id == error_id]
    rules.sort(key=lambda rule: rule.name != chosen)
    return [f"{rule.sentence} ({rule.severity})" if rule.severity else rule.sentence for rule in rules]


def _link(message: str, text: str, file: str) -> str:
    return f"[{text}](anomalies/{message}/{file})"


def _plain(text: str) -> str:
    """The text with no sign that Markdown or HTML would take for its own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("[", "\\[").replace("]", "\\]")
