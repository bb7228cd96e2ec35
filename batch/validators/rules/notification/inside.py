"""The request inside an answer to a worker's notification: judged as any request, and for what the worker asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, wraps
from typing import Any

from batch.model.correspondence import ACCEPT
from batch.model.forms import Place
from batch.model.loic import Request
from batch.model.notification_form import AnswerForm
from batch.validators.rulebook import Case, Rule, Rulebook, When
from batch.validators.rules.notification.answer import notification_of

RULES: Rulebook[AnswerForm] = Rulebook()
_OURS = "ours: docs/protocol.md, LOIC002"
_RELEASE = "20231"
"""The release of LOIC001 that a request has when it names none."""


def judging(rules: Iterable[Rule[Request]]) -> tuple[Rule[Any], ...]:
    """The rules of a request that names no release, for the one inside; silent when there is none."""
    return tuple(_inside(rule) for rule in rules if rule.first_release <= _RELEASE)


def _inside(rule: Rule[Request]) -> Rule[Any]:
    @wraps(rule.check)
    def check(form: AnswerForm, case: Case) -> Iterable[Place]:
        return rule.check(form.request, case.judged_by(_RELEASE)) if form.request is not None else ()

    inside: Any = check
    return replace(rule, check=inside, when=tuple(map(_asked_inside, rule.when)))


@cache
def _asked_inside(when: When[Request]) -> When[Any]:
    """A circumstance of the request inside; one function for each, so that it is asked once for all rules."""

    @wraps(when)
    def asked(form: AnswerForm, case: Case) -> bool:
        return form.request is not None and when(form.request, case.judged_by(_RELEASE))

    return asked


@RULES.rule("90529-005", source=_OURS)
def request_unwanted(form: AnswerForm, _case: Case) -> Iterator[Place]:
    """Only who accepts sends his part of the request along."""
    if form.request is not None and form.answer not in (None, ACCEPT):
        yield form.content.at("LOIC001")


@RULES.rule("01136-008", source=_OURS)
def type_differs_from_notification(form: AnswerForm, case: Case) -> Iterator[Place]:
    """The type of interruption is the one that the worker asked."""
    found, request = notification_of(form, case), form.request
    if found and request and request.interruption and request.kind and request.kind != found[1].kind:
        yield request.interruption.at("InterruptionType")


@RULES.rule("01137-008", source=_OURS)
def regime_differs_from_notification(form: AnswerForm, case: Case) -> Iterator[Place]:
    """The regime is the one that the worker asked."""
    found, request = notification_of(form, case), form.request
    if found and found[1].notified and request and request.interruption and request.regime is not None:
        if request.regime != found[1].notified.regime:
            yield request.interruption.at("InterruptionRegime")


@RULES.rule("00910-008", source=_OURS)
def start_differs_from_notification(form: AnswerForm, case: Case) -> Iterator[Place]:
    """The break starts when the worker asked."""
    found, request = notification_of(form, case), form.request
    if found and request and request.interruption and request.start and request.start != found[1].start:
        yield request.interruption.at("StartingDate")


@RULES.rule("00911-008", source=_OURS)
def end_differs_from_notification(form: AnswerForm, case: Case) -> Iterator[Place]:
    """The break ends when the worker asked."""
    found, request = notification_of(form, case), form.request
    if found and request and request.interruption and request.end and request.end != found[1].end:
        yield request.interruption.at("EndingDate")
