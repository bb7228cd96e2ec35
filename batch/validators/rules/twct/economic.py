"""Risk 001: planned suspension for economic causes (law of 03/07/1978 art. 51 and 77/4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from batch.model.calendar import working_days_after
from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.twct import reasons
from batch.validators.rules.twct.circumstances import has_foreign_reason, is_economic, lacks_reason

RULES: Rulebook[Communication] = Rulebook()
_GLOSSARY = "glossary ETempora 2023/3, block 90271"


@RULES.rule("90271-001", source=_GLOSSARY, when=(lacks_reason,))
def economic_block_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risk 001 brings the block TempUnempEconomical, unless the form is a simplified cancellation."""
    yield from reasons.missing(communication, "001")


@RULES.rule("90271-005", source=_GLOSSARY, when=(has_foreign_reason,))
def economic_block_for_another_risk(communication: Communication, _case: Case) -> Iterator[Place]:
    """The block TempUnempEconomical is for risk 001 only."""
    yield from reasons.foreign(communication, "001")


@RULES.rule("00761-008", source="glossary ETempora 2023/3, zone 00761", when=(is_economic,))
def small_suspension_for_white_collar(communication: Communication, _case: Case) -> Iterator[Place]:
    """Regime 2, the small suspension, is not for white-collar workers."""
    if communication.risk == "001" and communication.reason and communication.is_white_collar:
        if communication.reason.number("RegimeTempUnemp") == 2:
            yield communication.reason.at("RegimeTempUnemp")


@RULES.rule("00199-008", source="glossary ETempora 2023/3, zone 00199; code: ours", when=(is_economic,))
def economic_start_before_creation(communication: Communication, _case: Case) -> Iterator[Place]:
    """An original of risk 001 may not start before its creation date."""
    if _is_economic_original(communication) and communication.start and communication.created:
        if communication.start < communication.created and communication.period:
            yield communication.period.at("TempUnemploymentStartingDate")


@RULES.rule("00199-270", source="law of 03/07/1978 art. 51, 77/4", when=(is_economic,))
def economic_notice_too_short(communication: Communication, case: Case) -> Iterator[Place]:
    """Full days must pass between the communication and the first day; both are not counted.

    The communication counts on the day it arrives, when that is after its creation date (ours): a file that lies
    about for a week tells nobody anything. A joint committee with a term of its own counts in working days, and its
    term wins.
    """
    start, created = communication.start, communication.created
    if _is_economic_original(communication) and start and created and start >= created and communication.period:
        if is_notice_too_short(communication, case):
            yield communication.period.at("TempUnemploymentStartingDate")


@RULES.rule("00754-098", source="glossary ETempora 2023/3, zone 00754; code: ours", when=(is_economic,))
def white_collar_end_in_another_year(communication: Communication, _case: Case) -> Iterator[Place]:
    """A suspension of white-collar workers ends in the calendar year in which it starts."""
    start, end = communication.start, communication.end
    if communication.risk == "001" and communication.is_white_collar and start and end:
        if end.year > start.year and communication.period:
            yield communication.period.at("TempUnemploymentEndingDate")


def is_notice_too_short(communication: Communication, case: Case) -> bool:
    """Whether the first day comes before the notice term is over, which runs from the day the communication came."""
    start, created = communication.start, communication.created
    if start is None or created is None:
        return False
    came = max(created, case.day)
    own = case.law.terms_of(communication.committee or "", created).get("notice")
    if own is not None:
        return start < working_days_after(came, own)
    return start - came <= timedelta(days=case.law.parameters["notice_days_economic"].on(created))


def _is_economic_original(communication: Communication) -> bool:
    return communication.risk == "001" and communication.is_original
