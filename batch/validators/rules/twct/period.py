"""The period of unemployment (block 90269): what holds for several risks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from batch.model.calendar import months_after, working_days_after
from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.twct.circumstances import has_end, has_period, has_window

RULES: Rulebook[Communication] = Rulebook(has_period)
_START, _END = "TempUnemploymentStartingDate", "TempUnemploymentEndingDate"
_FIRST, _LAST = date(2004, 1, 1), date(2099, 12, 31)
_LONGEST = {
    "001": "longest_message_days",
    "006": "longest_message_days",
    "003": "longest_message_days_without_economy",
    "004": "longest_message_days_without_economy",
}
"""The dated number that limits each risk which tells an end."""
_WITH_END = ("001", "003", "004")
_WITHOUT_END = ("002", "005")
_SOURCE_START = "glossary ETempora 2023/3, zone 00199"
_SOURCE_END = "glossary ETempora 2023/3, zone 00754"


@RULES.rule("00199-008", source=f"{_SOURCE_START}; code: ours")
def start_outside_domain(communication: Communication, case: Case) -> Iterator[Place]:
    """The start lies between 2004 and 2099, at most one year after the creation date."""
    start, created = communication.start, communication.created
    if start is None or communication.period is None:
        return
    months = case.law.parameters["start_ahead_months"].on(created) if created else 0
    too_far = created is not None and start > months_after(created, months)
    if not _FIRST <= start <= _LAST or too_far:
        yield communication.period.at(_START)


@RULES.rule(
    "00199-270",
    source=f"{_SOURCE_START}; the record does not say 008 or 270; ours, the web only warns",
    when=(has_window,),
)
def first_day_announced_late(communication: Communication, case: Case) -> Iterator[Place]:
    """An original of risk 002 or 005 comes on the first day or the next working day at the latest.

    It counts on the day it arrives, when that is after its creation date (ours).
    """
    start, created = communication.start, communication.created
    if _has_window(communication) and start and created and communication.period:
        if max(created, case.day) > working_days_after(start, case.law.parameters["first_day_late"].on(created)):
            yield communication.period.at(_START)


@RULES.rule("00199-270", source="ONEM: windows in working days; code: ours", when=(has_window,))
def first_day_announced_too_soon(communication: Communication, case: Case) -> Iterator[Place]:
    """An original comes some working days before the first day at the earliest: five if it is economic, else one.

    More than seven calendar days before is another fault, which blocks.
    """
    start, created = communication.start, communication.created
    if not (_has_window(communication) and start and created and communication.period):
        return
    economic = communication.reason is not None and communication.reason.number("EffectiveUnemploymentReason") == 60
    days = case.law.parameters["first_day_early_economic" if economic else "first_day_early"].on(created)
    if max(created, case.day) < working_days_after(start, -days) and not _is_far_ahead(start, created, case):
        yield communication.period.at(_START)


@RULES.rule("00199-008", source=f"{_SOURCE_START}; code ours", when=(has_window,))
def first_day_announced_early(communication: Communication, case: Case) -> Iterator[Place]:
    """An original of risk 002 or 005 comes at most seven calendar days before the first day."""
    start, created = communication.start, communication.created
    if _has_window(communication) and start and created and communication.period:
        if _is_far_ahead(start, created, case):
            yield communication.period.at(_START)


@RULES.rule("00754-001", source=_SOURCE_END)
def end_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risks 001, 003 and 004 tell the end."""
    if communication.risk in _WITH_END and communication.period:
        if communication.period.raw(_END) is None:
            yield communication.period.at(_END)


@RULES.rule("00754-005", source=_SOURCE_END)
def end_unwanted(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risks 002 and 005 tell no end."""
    if communication.risk in _WITHOUT_END and communication.period:
        if communication.period.raw(_END) is not None:
            yield communication.period.at(_END)


@RULES.rule("00754-098", source=f"{_SOURCE_END}; code: ours", when=(has_end,))
def end_before_start(communication: Communication, _case: Case) -> Iterator[Place]:
    """The end does not lie before the start."""
    start, end = communication.start, communication.end
    if start and end and communication.period and end < start:
        yield communication.period.at(_END)


@RULES.rule("00754-271", source=f"{_SOURCE_END}; the record does not say 098 or 271; ours", when=(has_end,))
def period_too_long(communication: Communication, case: Case) -> Iterator[Place]:
    """The end lies at most 366 days (001, 006) or 92 days (003, 004) after the start."""
    start, end, longest = communication.start, communication.end, _LONGEST.get(communication.risk)
    if start and end and longest and communication.period:
        if end - start > timedelta(days=case.law.parameters[longest].on(start)):
            yield communication.period.at(_END)


def _has_window(communication: Communication) -> bool:
    return communication.risk in _WITHOUT_END and communication.is_original


def _is_far_ahead(start: date, created: date, case: Case) -> bool:
    return start - created > timedelta(days=case.law.parameters["first_day_window_days"].on(created))
