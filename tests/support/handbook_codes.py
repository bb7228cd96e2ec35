"""What the handbook says of a code: the rules that say it, with class, days, numbers, source, advice and example."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from handbook_words import LAW, ROOT, TEXTS, UP, colon, labelled, plain, semicolon, source, word

from batch.model.law import Anomaly, Language, Release, Severity, Step
from batch.validators.rulebook import ALWAYS, FOR_EVER, Rule

Message = Any
"""An entry of the switchboard."""


# -- what stands where ---------------------------------------------------------------------------------------


def matters(message: Message) -> dict[str, list[Rule[Any]]]:
    """The rules of a message by matter: the file under ``batch/validators/rules`` in which they stand."""
    found: dict[str, list[Rule[Any]]] = {}
    for rule in message.rules:
        found.setdefault(rule.check.__module__.removeprefix("batch.validators.rules."), []).append(rule)
    return found


@cache
def anomalies(name: str) -> dict[str, Anomaly]:
    """The anomalies of a message or an envelope, each as its newest release has it."""
    return {key: one for release in _releases(name) for key, one in release.anomalies.items()}


def anomaly_of(message: Message, error_id: str) -> Anomaly:
    """An anomaly of a message, of the one that may stand beside it, or of its envelope."""
    return next(anomalies(name)[error_id] for name in places(message) if error_id in anomalies(name))


def places(message: Message) -> tuple[str, str, str]:
    """Where what a form holds is known: its message, the one that may stand beside it, its envelope."""
    return message.identification, message.beside, message.frame


@cache
def tag_of(number: str, *names: str) -> str:
    """The element of a zone or a block, in the newest release of the first of these messages that has it."""
    known = (
        release.blocks.get(number) or release.zones.get(number) for name in names for release in _releases(name)[::-1]
    )
    return next(one.tag for one in known if one)


def _releases(name: str) -> list[Release]:
    return [release for (message, _), release in sorted(LAW.releases.items()) if message == name]


def label(error_id: str, language: Language) -> str:
    """What an anomaly is called in an answer."""
    return plain(LAW.label(error_id[:5], error_id[6:], language))


def example_of(name: str, error_id: str, text: str) -> str:
    """A link to the example of an anomaly; empty where there is none."""
    path = f"docs/anomalies/{name}/{error_id}.xml"
    return f"[{text}]({UP}/{path})" if (ROOT / path).is_file() else ""


# -- one code ------------------------------------------------------------------------------------------------


def entries(message: Message, matter: str, language: Language) -> Iterator[str]:
    """Each code of a matter under a heading of its own."""
    by_code: dict[str, list[Rule[Any]]] = {}
    for rule in matters(message)[matter]:
        by_code.setdefault(rule.error_id, []).append(rule)
    for error_id, rules in sorted(by_code.items()):
        tag = tag_of(error_id[:5], *places(message))
        yield from ("", f"### {error_id}", "", f"`{tag}`{colon(language)}{label(error_id, language)}", "")
        for rule in rules:
            first, *rest = _rule(message, rule, language)
            yield f"- {first}"
            yield from (f"  - {line}" for line in rest)
        example = example_of(message.identification, error_id, f"{error_id}.xml")
        if example:
            yield f"- {labelled('example', example, language)}"


def _rule(message: Message, rule: Rule[Any], language: Language) -> Iterator[str]:
    """The sentence of a rule, then all that belongs to it."""
    yield labelled("rule", plain(TEXTS.sentence(rule.text_key, rule.sentence, language)), language)
    yield labelled("class", class_words(rule.severity, anomaly_of(message, rule.error_id), language), language)
    days = list(_days(rule, language))
    if days:
        yield labelled("holds", ", ".join(days), language)
    for name in TEXTS.rules[rule.text_key].parameters:
        yield labelled("number", _number(name, language), language)
    yield labelled("source", source(rule.source, language), language)
    remedy = TEXTS.remedy(rule.text_key, rule.code)
    if remedy is not None:
        yield labelled("remedy", plain(remedy.in_(language)), language)


def class_words(milder: Severity | None, anomaly: Anomaly, language: Language) -> str:
    """The class of a rule and what it means, and the class from a later day on where the anomaly's changes."""
    steps = [("", milder or anomaly.severity)]
    steps += [] if milder else [(f"{word('from', language, day=day)} ", later) for day, later in anomaly.changes]
    effects = {one: LAW.words["explain_blocks" if one == "B" else "explain_remark"].in_(language) for _, one in steps}
    return semicolon(language).join(f"{since}`{one}` ({effects[one]})" for since, one in steps)


def _days(rule: Rule[Any], language: Language) -> Iterator[str]:
    if rule.since > ALWAYS:
        yield word("from", language, day=rule.since)
    if rule.until < FOR_EVER:
        yield word("until", language, day=rule.until)
    if rule.first_release:
        yield word("release", language, release=rule.first_release)


def _number(name: str, language: Language) -> str:
    """What a number counts, and each of its values with its day and its source."""
    steps = semicolon(language).join(_step(step, language) for step in LAW.parameters[name].steps)
    return f"{plain(TEXTS.units[name].in_(language))}{colon(language)}{steps}"


def _step(step: Step, language: Language) -> str:
    since = f" {word('from', language, day=step.since)}" if step.since > ALWAYS else ""
    doubt = [word(step.confidence, language)] if step.confidence in ("likely", "uncertain") else []
    return f"**{step.value}**{since} ({semicolon(language).join([source(step.source, language), *doubt])})"
