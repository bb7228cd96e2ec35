"""Writes what a worker has used of his leaves: the same block for an employer (NOTI) and for ONEM (HAND001), ours."""

from __future__ import annotations

from collections.abc import Iterable

from batch.model.balance import Count, written
from batch.model.law import Language
from batch.writers import xml


def balance(count: Count, language: Language) -> str:
    """One ``Balance``: the count, what is used, what there is, what it is given for."""
    most = "" if count.most is None else str(count.most)
    return (
        f"<Balance>{xml.element('CountedAs', count.maximum.name)}"
        f"{xml.element('CountedTitle', count.maximum.titles[language])}"
        f"{xml.element('MonthsUsed', written(count.used))}{xml.element('MonthsMaximum', most)}"
        f"{xml.element('GivenFor', count.maximum.per)}{xml.element('ChildBirthdate', count.child)}"
        f"{xml.element('NbrOfRequests', str(count.breaks))}</Balance>"
    )


def balances(counts: Iterable[Count], language: Language) -> str:
    """Several in a row; nothing for none."""
    return "".join(balance(one, language) for one in counts)
