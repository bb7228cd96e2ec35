"""The header of a form (block 90059), the same for every message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from batch.model.forms import Block, Header, Place
from batch.validators.rulebook import Case, Rulebook

_FIRST_YEAR = 2005


class Headed(Protocol):
    """Any declaration with a header."""

    form: Block
    header: Header


RULES: Rulebook[Headed] = Rulebook()


@RULES.rule("00218-008", source="glossary ETempora 2023/3, zone 00218")
def created_too_long_ago_or_in_the_future(declaration: Headed, case: Case) -> Iterator[Place]:
    """The creation date lies in this year or the last one, not in the future and not before 2005."""
    created = declaration.header.created
    if created is not None:
        too_old = created.year < case.day.year - 1 or created.year < _FIRST_YEAR
        if too_old or created > case.day:
            yield declaration.form.at("FormCreationDate")
