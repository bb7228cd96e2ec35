"""An anomaly explained: per message its class in words, the sentence of each rule, its numbers, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from batch.model.law import Anomaly, Language, Law, Severity
from batch.switchboard import INBOUND
from batch.switchboard.message import Message
from batch.textbook import open_textbook
from batch.validators.rulebook import Rule

_ALWAYS = 1900
"""The year from which a number holds whose beginning is not told."""
STRUCTURAL = frozenset({"001", "002", "003", "005", "006", "008", "090", "091", "092", "093"})
"""What the walk over the schema says; any other code is said by a rule, or listed only."""


def explained(error_id: str, law: Law, day: date, language: Language) -> Iterator[str]:
    """The lines that explain an anomaly as on a day; messages that say the same share them."""
    speakers: dict[tuple[str, ...], list[str]] = {}
    for message in INBOUND:
        anomaly = _anomaly(message, error_id, law, day)
        if anomaly is not None:
            lines = tuple(_Told(anomaly, law, day, language).lines(message))
            speakers.setdefault(lines, []).append(message.identification)
    said = {lines: names for lines, names in speakers.items() if len(lines) > 1}
    for (effect, *rest), names in (said or speakers).items():  # a glossary lists more than its message says
        yield f"{', '.join(names)} - {effect}"
        yield from rest


def _anomaly(message: Message, error_id: str, law: Law, day: date) -> Anomaly | None:
    """As the newest release of the form, of what stands beside it or of its envelope knows it.

    Of the releases accepted on the day, else of all.
    """
    names = (message.identification, message.beside, message.frame)
    releases = [release for (name, _), release in sorted(law.releases.items()) if name in names]
    current = [release for release in releases if release.accepted_on(day)] or releases
    return next((one.anomalies[error_id] for one in reversed(current) if error_id in one.anomalies), None)


class _Told:
    """One anomaly of one message, told in one language."""

    def __init__(self, anomaly: Anomaly, law: Law, day: date, language: Language) -> None:
        self._anomaly, self._law, self._day, self._language = anomaly, law, day, language
        self._texts = open_textbook()

    def lines(self, message: Message) -> Iterator[str]:
        """Whether it blocks, then each rule; advice that several rules in a row share comes once, after the last."""
        rules = [rule for rule in message.rules if rule.error_id == self._anomaly.error_id]
        own = self._anomaly.severity_on(self._day)
        effects = [self._effect(rule.severity or own) for rule in rules] or [self._effect(own)]
        blocks = self._effect("B")
        structural = self._anomaly.code in STRUCTURAL
        head = blocks if blocks in effects else self._effect(own) if structural else effects[0]
        yield head
        walked = [self._advice("")] if structural else []
        advice = [self._advice(rule.text_key) for rule in rules] or walked
        for index, told in enumerate(advice):
            if rules:
                yield from self._rule(rules[index], "" if effects[index] == head else f" ({effects[index]})")
            if told and told not in advice[index + 1 : index + 2]:
                yield f"  {self._word('remedy')}: {told}"

    def _rule(self, rule: Rule[Any], milder: str) -> Iterator[str]:
        until = f" ({self._word('until').format(day=rule.until)})" if rule.until < self._day else ""
        said = self._texts.sentence(rule.text_key, rule.sentence, self._language)
        yield f"  {self._word('rule')}: {said}{until}{milder}"
        text = self._texts.rules.get(rule.text_key)
        for name in text.parameters if text else ():
            yield f"    {self._number(name)}"

    def _number(self, name: str) -> str:
        step, unit = self._law.parameters[name].step_on(self._day), self._texts.units[name].in_(self._language)
        since = self._word("since").format(day=step.since) if step.since.year > _ALWAYS else ""
        source = f"{self._word('source')}: {self._texts.source(step.source, self._language)}"
        return f"{self._word('number').format(unit=unit, value=step.value)} ({since}{source})"

    def _effect(self, severity: Severity) -> str:
        return self._word("blocks" if severity == "B" else "remark")

    def _advice(self, key: str) -> str:
        remedy = self._texts.remedy(key, self._anomaly.code)
        return remedy.in_(self._language) if remedy else ""

    def _word(self, name: str) -> str:
        return self._law.words[f"explain_{name}"].in_(self._language)
