"""The reference period: one whole month (block 90077).

"Current" is counted from the day of reception, as for the creation date (ours: the glossary does not say which day).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.vblv import BookEntry
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[BookEntry] = Rulebook()
_MONTHS_AHEAD = 13


@RULES.rule("00074-008", source="glossary VBLV 2023/3, zone 00074")
def start_outside_domain(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The period starts on the first of this month or of one of the next 13, in this year or the next."""
    start, today = entry.start, case.day
    if entry.period is None or start is None or _is_backwards(entry):
        return
    ahead = (start.year - today.year) * 12 + start.month - today.month
    near = 0 <= ahead <= _MONTHS_AHEAD and start.year <= today.year + 1
    if not near or start.day != 1:
        yield entry.period.at("RefStartingDate")


@RULES.rule("00075-098", source="glossary VBLV 2023/3, zone 00075")
def end_is_not_the_last_of_the_month(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """The period ends on the last day of the month in which it starts."""
    start, end = entry.start, entry.end
    if entry.period and start and end and not _is_backwards(entry):
        if end != start.replace(day=monthrange(start.year, start.month)[1]):
            yield entry.period.at("RefEndingDate")


@RULES.rule("90059-452", source="glossary VBLV 2023/3, block 90059; the case: ours")
def no_month_can_be_told(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """The period does not end before it starts: then no month can be determined."""
    if _is_backwards(entry):
        yield entry.form.at()


def _is_backwards(entry: BookEntry) -> bool:
    return entry.start is not None and entry.end is not None and entry.end < entry.start
