"""A communication against what accepted ones told before of the same worker, for the same employer."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model import tickets
from batch.model.forms import Place
from batch.model.told import FIRST_DAYS, Told
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.circumstances import knows_what_was_told
from batch.validators.rules.references import target_reference
from batch.validators.rules.twct.circumstances import tells_first_day

RULES: Rulebook[Communication] = Rulebook(knows_what_was_told)


@RULES.rule(
    "90059-272",
    source="ONEM information sheet E57: one for a worker and a month; key and code: ours",
    when=(tells_first_day,),
)
def first_day_told_already(communication: Communication, case: Case) -> Iterator[Place]:
    """One first-day message counts for a worker, a calendar month and an employer, of risk 002 or 005.

    A second one in the month is not needed for another reason either (ours: so it is a repetition whatever its
    reason). What was cancelled or replaced, and what this communication itself replaces, does not count.
    """
    if communication.risk not in FIRST_DAYS:
        return
    for told in communication.told():
        month = (told.first.year, told.first.month)
        for one in earlier_of(told, communication, case):
            if one.risk in FIRST_DAYS and (one.first.year, one.first.month) == month:
                yield communication.form.at()
                return


def earlier_of(told: Told, communication: Communication, case: Case) -> Iterator[Told]:
    """What was told before of the same worker for the same employer, but for the form this one acts on."""
    if case.told is None:
        return
    reference = target_reference(communication)
    own = tickets.compact(reference.number) if reference and reference.number else None
    for one in case.told(told.worker, told.employer):
        if own is None or one.ticket != own:
            yield one
