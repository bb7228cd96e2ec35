"""When a rule of any message can have anything to say: asked once for a form, for all rules that share it."""

from __future__ import annotations

from typing import Protocol

from batch.model.forms import Block, Employer, Header, Reference
from batch.validators.rulebook import Case

ACTING = (1, 3)
"""Modification and cancellation (zone 00110)."""
_TICKET = 2


class Referring(Protocol):
    """Any declaration whose references can be judged."""

    form: Block
    header: Header
    references: list[Reference]
    employer: Employer


class Employed(Protocol):
    """Any declaration that names an employer."""

    form: Block
    employer: Employer


def acts(declaration: Referring, _case: Case) -> bool:
    """A modification or a cancellation."""
    return declaration.header.status in ACTING


def names_a_ticket(declaration: Referring, _case: Case) -> bool:
    """A reference of origin 2."""
    return _TICKET in [one.origin for one in declaration.references]


def knows_earlier_forms(_declaration: object, case: Case) -> bool:
    """Stored forms can be asked for: not in an offline check."""
    return case.situations is not None


def knows_what_was_told(_declaration: object, case: Case) -> bool:
    """What earlier communications told can be asked for: not in an offline check."""
    return case.told is not None


def knows_employers(_declaration: object, case: Case) -> bool:
    """A directory of employers is loaded."""
    return case.employers is not None


def knows_personnel(_declaration: object, case: Case) -> bool:
    """A personnel file is loaded."""
    return case.relations is not None


def may_not_act(declaration: Employed, case: Case) -> bool:
    """The sender may not act for the employer that is named."""
    return case.may_act_for is not None and not case.may_act_for(declaration.employer.keys())
