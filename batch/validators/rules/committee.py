"""Joint committees (zone 00046) against annex 26."""

from __future__ import annotations

from typing import Literal

from batch.model.calendar import quarter_of
from batch.model.law import Law
from batch.validators.rulebook import Case

NONE = "999"
Standing = Literal["known", "unknown", "not in this quarter"]


def standing(committee: str, case: Case) -> Standing:
    """What annex 26 says of a committee on the day of the law; ``CCC.00`` is ``CCC``."""
    if committee == NONE:
        return "known"
    spans = _spans(committee, case.law)
    if not spans:
        return "unknown"
    quarter = quarter_of(case.law_day)
    return "known" if any(since <= quarter <= until for since, until in spans) else "not in this quarter"


def _spans(committee: str, law: Law) -> tuple[tuple[int, int], ...]:
    return law.committees.get(committee) or law.committees.get(committee.removesuffix(".00"), ())
