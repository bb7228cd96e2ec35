"""What a worker asks in his notification (LOWK001, ours): type and days, by the rules of the request where they apply.

That a break starts at most six months after the creation date is a term of the request: a notification may come
earlier.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from batch.model.forms import Place
from batch.model.notification_form import CorrespondenceForm
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[CorrespondenceForm] = Rulebook()
_AS_ASKED_OF_A_REQUEST = "docs/protocol.md, LOWK001; the rule of LOIC001 for the same zone"
_CARER_FROM = date(2020, 9, 1)


@RULES.rule("01136-008", source="annex LOIC001_1 is not in the record: list of ours, replaceable")
def type_not_in_list(form: CorrespondenceForm, case: Case) -> Iterator[Place]:
    """The type of interruption stands in the list."""
    if form.kind and form.kind not in case.law.leaves.families:
        yield form.content.at("InterruptionType")


@RULES.rule("00910-008", source=_AS_ASKED_OF_A_REQUEST)
def start_before_notification(form: CorrespondenceForm, _case: Case) -> Iterator[Place]:
    """The break starts on or after the day of the notification."""
    noted = form.content.day("NotificationDate")
    if form.start and noted and form.start < noted:
        yield form.content.at("StartingDate")


@RULES.rule("00910-008", source=_AS_ASKED_OF_A_REQUEST)
def informal_carer_too_early(form: CorrespondenceForm, case: Case) -> Iterator[Place]:
    """Informal-carer leave starts from 01/09/2020."""
    is_carer = case.law.leaves.families.get(form.kind) == "carer"
    if is_carer and form.start and form.start < _CARER_FROM:
        yield form.content.at("StartingDate")


@RULES.rule("00911-014", source=_AS_ASKED_OF_A_REQUEST)
def end_not_after_start(form: CorrespondenceForm, _case: Case) -> Iterator[Place]:
    """The break ends after its start."""
    if form.start and form.end and form.end <= form.start:
        yield form.content.at("EndingDate")


@RULES.rule("98251-008", source=_AS_ASKED_OF_A_REQUEST)
def notification_after_creation(form: CorrespondenceForm, _case: Case) -> Iterator[Place]:
    """The day of the notification lies on or before the creation date."""
    noted, created = form.content.day("NotificationDate"), form.header.created
    if noted and created and noted > created:
        yield form.content.at("NotificationDate")
