"""The worker's contact data (LOWK005, ours): his address as annex 23 knows it."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.dossier_form import DossierForm
from batch.model.forms import Place
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import address

RULES: Rulebook[DossierForm] = Rulebook()


@RULES.rule("00520-008", source="annex 23; ours: docs/protocol.md, LOWK005")
def postcode_unknown(form: DossierForm, case: Case) -> Iterator[Place]:
    """A postcode stands in annex 23: an address abroad tells none."""
    yield from address.postcode_unknown(form.content, case)


@RULES.rule("00522-160", source="annex 23; ours: docs/protocol.md, LOWK005")
def town_of_another_postcode(form: DossierForm, case: Case) -> Iterator[Place]:
    """A town carries one of the names of annex 23 for its postcode."""
    yield from address.town_of_another_postcode(form.content, case)
