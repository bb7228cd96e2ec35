"""A new end date or a cancellation against the request it acts on."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.loic import Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.circumstances import acts, knows_earlier_forms
from batch.validators.rules.references import target

RULES: Rulebook[Request] = Rulebook(acts, knows_earlier_forms)


@RULES.rule(
    "00222-181",
    source="manuals of the online service: only while the worker has not completed; docs/protocol.md: illegal moves",
)
def request_no_longer_open(request: Request, case: Case) -> Iterator[Place]:
    """The request can be changed or cancelled only while it waits for the worker."""
    found = target(request, case)
    dossier = found[1].dossier if found else None
    if found and dossier and dossier.status not in ("awaiting-worker", "cancelled"):
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00910-008", source="docs/protocol.md: status 1 repeats the start as it was")
def start_differs_from_request(request: Request, case: Case) -> Iterator[Place]:
    """A new end date keeps the start of the request."""
    found = target(request, case)
    if found and request.status == 1 and request.interruption and request.start:
        if found[1].start is not None and request.start != found[1].start:
            yield request.interruption.at("StartingDate")
