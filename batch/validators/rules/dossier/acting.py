"""The request that a form acts on, by its ticket: known, the latest, and in a status that allows the step.

The codes are those of the table of illegal moves in docs/protocol.md (ours).
"""

from __future__ import annotations

from collections.abc import Iterator

from batch.model import tickets
from batch.model.attachment import mandatory
from batch.model.dossier import after
from batch.model.dossier_form import DossierForm
from batch.model.forms import Place, Reference
from batch.model.situation import Situation
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import references

RULES: Rulebook[DossierForm] = Rulebook()
_OURS = "ours: docs/protocol.md, illegal moves"


def _found(form: DossierForm, case: Case) -> tuple[Reference, Situation | None] | None:
    """The ticket that is named, and the form behind it; None when none is named or nothing can be known."""
    return references.behind(form.acted_on, case)


def _request(form: DossierForm, case: Case) -> tuple[Reference, Situation] | None:
    """The request that the ticket belongs to, if it is one."""
    found = _found(form, case)
    if found is None or found[1] is None or found[1].dossier is None or not found[1].accepted:
        return None
    return found[0], found[1]


@RULES.rule("90082-001", source=_OURS)
def no_request_to_act_on(form: DossierForm, _case: Case) -> Iterator[Place]:
    """The form names the request: one reference of type 0, origin 2."""
    if form.acted_on is None:
        yield form.form.at("Reference")


@RULES.rule("00222-004", source="ours: the check characters only help to say mistyped instead of unknown")
def ticket_mistyped(form: DossierForm, case: Case) -> Iterator[Place]:
    """The ticket is that of a known request, and its check characters are right."""
    found = _found(form, case)
    if found and found[1] is None and tickets.is_mistyped(found[0].number or ""):
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-234", source=_OURS)
def ticket_unknown(form: DossierForm, case: Case) -> Iterator[Place]:
    """The ticket is that of a known request."""
    found = _found(form, case)
    if found and found[1] is None and not tickets.is_mistyped(found[0].number or ""):
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-207", source=_OURS)
def ticket_of_another_kind_or_person(form: DossierForm, case: Case) -> Iterator[Place]:
    """The ticket is that of a career-break request, of the worker and the employer that the envelope names."""
    found = _found(form, case)
    stored = found[1] if found else None
    if found is None or stored is None:
        return
    other_kind = stored.identification != "LOIC001" or (stored.accepted and stored.dossier is None)
    other_worker = bool(form.inss) and form.inss != stored.inss
    keys = form.employer.keys()
    if other_kind or other_worker or (keys and set(keys).isdisjoint(stored.employer)):
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-238", source=_OURS)
def request_was_refused(form: DossierForm, case: Case) -> Iterator[Place]:
    """A refused request does not exist: nothing completes or cancels it."""
    found = _found(form, case)
    if found and found[1] is not None and found[1].identification == "LOIC001" and not found[1].accepted:
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-180", source=_OURS)
def not_the_latest_situation(form: DossierForm, case: Case) -> Iterator[Place]:
    """The form acts on the latest situation: a new end date replaces the request."""
    found = _request(form, case)
    if found and found[1].life == "replaced":
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-241", source=_OURS)
def request_is_cancelled(form: DossierForm, case: Case) -> Iterator[Place]:
    """The request is not cancelled, and the ticket is not that of a cancellation."""
    found = _request(form, case)
    if found and found[1].dossier and found[1].life != "replaced" and found[1].dossier.status == "cancelled":
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-181", source=_OURS)
def status_does_not_allow_it(form: DossierForm, case: Case) -> Iterator[Place]:
    """The status of the request allows the step: the worker's part comes once, and nothing follows the decision."""
    found = _request(form, case)
    if found and found[1].dossier and found[1].life == "open" and found[1].dossier.status != "cancelled":
        if after(found[1].dossier.status, form.step) is None:
            yield found[0].block.at("ReferenceNbr")


def is_complete(form: DossierForm, case: Case) -> bool:
    """Whether all mandatory documents are in when the form is: those of the dossier, and those that it brings."""
    found = _request(form, case)
    if found is None or found[1].dossier is None:
        return True
    wanted = mandatory(case.law.attachments, found[1].kind)
    return wanted <= found[1].dossier.documents | form.attachments.kinds()
