"""Risk 003: technical accident (law of 03/07/1978 art. 49)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from batch.model.calendar import working_days_after
from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.twct import reasons
from batch.validators.rules.twct.circumstances import has_foreign_reason, is_accident, lacks_reason

RULES: Rulebook[Communication] = Rulebook()
_GLOSSARY = "glossary ETempora 2023/3, block 90273"


@RULES.rule("90273-001", source=_GLOSSARY, when=(lacks_reason,))
def accident_block_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risk 003 brings the block TempUnempTechnicalAccident, unless the form is a simplified cancellation."""
    yield from reasons.missing(communication, "003")


@RULES.rule("90273-005", source=_GLOSSARY, when=(has_foreign_reason,))
def accident_block_for_another_risk(communication: Communication, _case: Case) -> Iterator[Place]:
    """The block TempUnempTechnicalAccident is for risk 003 only."""
    yield from reasons.foreign(communication, "003")


@RULES.rule("00766-008", source="glossary ETempora 2023/3, zone 00766", when=(is_accident,))
def accident_after_creation(communication: Communication, _case: Case) -> Iterator[Place]:
    """The accident cannot lie after the creation date."""
    accident = _accident(communication)
    if accident and communication.created and communication.reason and accident > communication.created:
        yield communication.reason.at("DateTechnicalAccident")


@RULES.rule("00199-008", source="glossary ETempora 2023/3, zone 00199; code: ours", when=(is_accident,))
def start_in_the_paid_week(communication: Communication, case: Case) -> Iterator[Place]:
    """Unemployment starts at least seven calendar days after the accident."""
    accident, start = _accident(communication), communication.start
    if accident is None or start is None or communication.period is None:
        return
    if start - accident < timedelta(days=case.law.parameters["paid_days_after_accident"].on(accident)):
        yield communication.period.at("TempUnemploymentStartingDate")


@RULES.rule("00199-270", source="law of 03/07/1978 art. 49; code: ours", when=(is_accident,))
def accident_told_late(communication: Communication, case: Case) -> Iterator[Place]:
    """An original tells the accident on the first working day after it at the latest.

    It counts on the day it arrives, when that is after its creation date (ours).
    """
    accident, created = _accident(communication), communication.created
    if accident and created and communication.is_original and communication.period:
        if max(created, case.day) > working_days_after(accident, 1):
            yield communication.period.at("TempUnemploymentStartingDate")


def _accident(communication: Communication) -> date | None:
    if communication.risk != "003" or communication.reason is None:
        return None
    return communication.reason.day("DateTechnicalAccident")
