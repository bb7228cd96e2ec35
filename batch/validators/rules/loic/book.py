"""All rules of career breaks on one page: first what holds for every request, then each kind of leave."""

from __future__ import annotations

from typing import Any

from batch.model.loic import Request
from batch.validators.rulebook import Rule
from batch.validators.rules import employer_named
from batch.validators.rules.loic import (
    agreement,
    balance,
    career_end,
    carer,
    deadlines,
    directory,
    education,
    frame,
    identity,
    interruption,
    medical,
    notification,
    ordinary,
    palliative,
    parental,
    public_sector,
    questionnaire,
    situation,
    time_credit,
)

CONTENT: tuple[Rule[Request], ...] = (
    *frame.RULES,
    *interruption.RULES,
    *deadlines.RULES,
    *public_sector.RULES,
    *questionnaire.RULES,
    *time_credit.RULES,
    *agreement.RULES,
    *career_end.RULES,
    *parental.RULES,
    *medical.RULES,
    *palliative.RULES,
    *carer.RULES,
    *ordinary.RULES,
    *balance.RULES,
    *education.RULES,
)
"""What is asked of the LOIC001 element: alone in its form, or inside an answer to a worker's notification."""

RULES: tuple[Rule[Any], ...] = (
    *employer_named.RULES,
    *identity.RULES,
    *directory.RULES,
    *frame.ENVELOPE,
    *CONTENT,
    *situation.RULES,
    *notification.RULES,
)
