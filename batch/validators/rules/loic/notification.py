"""A request that says which worker's notification it follows: a reference of type 0, origin 2 (ours)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place, Reference
from batch.model.loic import Request
from batch.model.situation import Situation
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import references
from batch.validators.rules.circumstances import knows_earlier_forms, names_a_ticket

RULES: Rulebook[Request] = Rulebook(names_a_ticket, knows_earlier_forms)
_OURS = "ours: docs/protocol.md, LOIC002"
_RELATED = 0


def _followed(request: Request, case: Case) -> Iterator[tuple[Reference, Situation]]:
    for reference in request.references:
        if (reference.kind, reference.origin) == (_RELATED, references.TICKET):
            found = references.behind(reference, case)
            if found and found[1] and found[1].notified:
                yield reference, found[1]


@RULES.rule("00222-207", source=_OURS)
def notification_of_another_person(request: Request, case: Case) -> Iterator[Place]:
    """The notification is of the worker and the employer that the envelope names."""
    for reference, found in _followed(request, case):
        other_worker = bool(request.inss) and request.inss != found.inss
        keys = request.employer.keys()
        if other_worker or (keys and set(keys).isdisjoint(found.employer)):
            yield reference.block.at("ReferenceNbr")


@RULES.rule("00222-181", source=_OURS)
def notification_not_accepted(request: Request, case: Case) -> Iterator[Place]:
    """The notification was accepted or postponed: one that is refused or still to be answered has no request."""
    for reference, found in _followed(request, case):
        if found.notified and found.notified.status in ("pending", "refused"):
            yield reference.block.at("ReferenceNbr")
