"""The parameters of an employer (LOIC003, ours)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.notification_form import CorrespondenceForm
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[CorrespondenceForm] = Rulebook()


@RULES.rule("01138-008", source="annex LOIC001_2 is not in the record: list of ours, replaceable")
def sector_not_in_list(form: CorrespondenceForm, case: Case) -> Iterator[Place]:
    """The sector code stands in the list."""
    sector = form.content.text("InterruptionSectorCode")
    if sector and sector not in case.law.leaves.sectors:
        yield form.content.at("InterruptionSectorCode")
