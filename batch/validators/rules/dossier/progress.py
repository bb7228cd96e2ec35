"""ONEM has begun to handle a request (DECI002, ours)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.dossier_form import DossierForm
from batch.model.forms import Place
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[DossierForm] = Rulebook()


@RULES.rule("98122-008", source="ours: docs/protocol.md, DECI002")
def progress_in_the_future(form: DossierForm, case: Case) -> Iterator[Place]:
    """The day of the new status lies not in the future."""
    day = form.content.day("StatusDate")
    if day and day > case.day:
        yield form.content.at("StatusDate")
