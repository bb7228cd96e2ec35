"""ONEM's decisions on a ticket (DECI001); all ours: docs/protocol.md."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model import tickets
from batch.model.deci import DecisionForm
from batch.model.forms import Place, Reference
from batch.model.situation import Situation
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import references

RULES: Rulebook[DecisionForm] = Rulebook()
_OURS = "ours: docs/protocol.md, DECI001"
DECIDABLE = frozenset({"TWCT001", "LOIC001"})


def _decided(form: DecisionForm, case: Case) -> tuple[Reference | None, Situation | None]:
    """The ticket that is decided and the form behind it; no ticket when none is named or nothing can be known."""
    return references.behind(form.decided, case) or (None, None)


@RULES.rule("00222-207", source=_OURS)
def ticket_of_no_declaration(form: DecisionForm, case: Case) -> Iterator[Place]:
    """A decision is on a declaration, not on another decision."""
    reference, found = _decided(form, case)
    if reference and found and found.identification not in DECIDABLE:
        yield reference.block.at("ReferenceNbr")


@RULES.rule("90082-001", source=_OURS)
def no_ticket_to_decide(form: DecisionForm, _case: Case) -> Iterator[Place]:
    """A decision names its ticket: one reference of type 0, origin 2."""
    if form.decided is None:
        yield form.form.at("Reference")


@RULES.rule("00222-234", source=_OURS)
def ticket_unknown(form: DecisionForm, case: Case) -> Iterator[Place]:
    """The ticket is that of a known form."""
    reference, found = _decided(form, case)
    if reference and found is None and not tickets.is_mistyped(reference.number or ""):
        yield reference.block.at("ReferenceNbr")


@RULES.rule("00222-004", source=_OURS)
def ticket_mistyped(form: DecisionForm, case: Case) -> Iterator[Place]:
    """The ticket has the right length, and its check characters are right."""
    reference, found = _decided(form, case)
    if reference and found is None and tickets.is_mistyped(reference.number or ""):
        yield reference.block.at("ReferenceNbr")


@RULES.rule("00222-238", source=_OURS)
def form_was_refused(form: DecisionForm, case: Case) -> Iterator[Place]:
    """A refused form is not decided."""
    reference, found = _decided(form, case)
    if reference and found and not found.accepted:
        yield reference.block.at("ReferenceNbr")


@RULES.rule("00222-241", source=_OURS)
def form_is_cancelled(form: DecisionForm, case: Case) -> Iterator[Place]:
    """A cancelled form, or a cancellation, is not decided."""
    reference, found = _decided(form, case)
    if reference and found and (found.life == "cancelled" or found.status == 3):
        yield reference.block.at("ReferenceNbr")


@RULES.rule("00222-180", source=_OURS)
def not_the_latest_situation(form: DecisionForm, case: Case) -> Iterator[Place]:
    """A form that a modification has replaced is not decided; its modification is."""
    reference, found = _decided(form, case)
    if reference and found and found.life == "replaced":
        yield reference.block.at("ReferenceNbr")


@RULES.rule("00222-181", source=_OURS)
def request_does_not_wait_for_onem(form: DecisionForm, case: Case) -> Iterator[Place]:
    """A career-break request is decided when both parts and all mandatory documents are in, and once.

    The same decision again is let through: it is noted and nothing is sent.
    """
    reference, found = _decided(form, case)
    if reference and found and found.dossier and found.dossier.status in ("awaiting-worker", "awaiting-attachments"):
        yield reference.block.at("ReferenceNbr")


@RULES.rule("98101-008", source=_OURS)
def decided_in_the_future(form: DecisionForm, case: Case) -> Iterator[Place]:
    """The decision date lies not in the future."""
    if form.day and form.day > case.day:
        yield form.content.at("DecisionDate")


@RULES.rule("98101-008", source=_OURS)
def decided_before_it_was_made(form: DecisionForm, case: Case) -> Iterator[Place]:
    """The decision date lies not before the creation date of the declaration."""
    _, found = _decided(form, case)
    if found and found.identification in DECIDABLE and found.created and form.day and form.day < found.created:
        yield form.content.at("DecisionDate")


@RULES.rule("98102-001", source=_OURS)
def refusal_without_reason(form: DecisionForm, _case: Case) -> Iterator[Place]:
    """A negative decision gives its reason."""
    if form.result == 0 and not form.reason:
        yield form.content.at("ReasonText")
