"""An employer's answer to a worker's notification (LOIC002, ours), and the notification it names by its ticket.

A notification is known to its addressee alone, and to him while he may act for the employer; for everybody else its
ticket is as one that never was.
"""

from __future__ import annotations

from collections.abc import Iterator

from batch.model import tickets
from batch.model.correspondence import ACCEPT, POSTPONE
from batch.model.forms import Place, Reference
from batch.model.notification_form import AnswerForm
from batch.model.situation import Situation
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import references

RULES: Rulebook[AnswerForm] = Rulebook()
_OURS = "ours: docs/protocol.md, LOIC002"


def _named(form: AnswerForm, case: Case) -> tuple[Reference, Situation | None] | None:
    """The ticket that is named, and the form behind it; None when none is named or nothing can be known."""
    return references.behind(form.notification_reference, case)


def notification_of(form: AnswerForm, case: Case) -> tuple[Reference, Situation] | None:
    """The worker's notification that is answered."""
    found = _named(form, case)
    if found is None or found[1] is None or found[1].notified is None:
        return None
    return found[0], found[1]


@RULES.rule("90082-001", source=_OURS)
def no_notification_to_answer(form: AnswerForm, _case: Case) -> Iterator[Place]:
    """The form names the notification: one reference of type 0, origin 2."""
    if form.notification_reference is None:
        yield form.form.at("Reference")


@RULES.rule("00222-004", source="ours: the check characters only help to say mistyped instead of unknown")
def ticket_mistyped(form: AnswerForm, case: Case) -> Iterator[Place]:
    """The ticket is not known, and its check characters are wrong."""
    found = _named(form, case)
    if found and found[1] is None and tickets.is_mistyped(found[0].number or ""):
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-234", source=_OURS)
def ticket_unknown(form: AnswerForm, case: Case) -> Iterator[Place]:
    """No notification that was passed to this sender has that ticket."""
    found = _named(form, case)
    if found and found[1] is None and not tickets.is_mistyped(found[0].number or ""):
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-207", source=_OURS)
def ticket_of_another_kind_or_person(form: AnswerForm, case: Case) -> Iterator[Place]:
    """The ticket is that of a notification, of the worker and the employer that the envelope names."""
    found = _named(form, case)
    stored = found[1] if found else None
    if found is None or stored is None:
        return
    other_worker = bool(form.inss) and form.inss != stored.inss
    keys = form.employer.keys()
    if stored.notified is None or other_worker or (keys and set(keys).isdisjoint(stored.employer)):
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-183", source=_OURS)
def answered_already(form: AnswerForm, case: Case) -> Iterator[Place]:
    """A notification is answered once: who comes second finds it answered."""
    found = notification_of(form, case)
    if found and found[1].notified and found[1].notified.status != "pending":
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("98222-001", source=_OURS)
def proposed_start_missing(form: AnswerForm, _case: Case) -> Iterator[Place]:
    """Who postpones proposes a start."""
    if form.answer == POSTPONE and form.content.text("ProposedStartingDate") is None:
        yield form.content.at("ProposedStartingDate")


@RULES.rule("98222-005", source=_OURS)
def proposed_start_unwanted(form: AnswerForm, _case: Case) -> Iterator[Place]:
    """Only who postpones proposes a start."""
    if form.answer not in (None, POSTPONE) and form.content.raw("ProposedStartingDate") is not None:
        yield form.content.at("ProposedStartingDate")


@RULES.rule("98222-008", source=_OURS)
def proposed_start_not_later(form: AnswerForm, case: Case) -> Iterator[Place]:
    """The proposed start lies after the one that the worker asked."""
    found, proposed = notification_of(form, case), form.content.day("ProposedStartingDate")
    if found and proposed and form.answer == POSTPONE and found[1].start and proposed <= found[1].start:
        yield form.content.at("ProposedStartingDate")


@RULES.rule("98138-001", source=_OURS)
def not_certified(form: AnswerForm, _case: Case) -> Iterator[Place]:
    """Who accepts certifies his data."""
    if form.answer == ACCEPT and form.content.text("Certified") is None:
        yield form.content.at("Certified")
