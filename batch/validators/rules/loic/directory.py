"""The employer of a request in the directory of employers (ours: docs/protocol.md, codes of TWCT001)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.loic import Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import directory

RULES: Rulebook[Request] = Rulebook()
_OURS = "docs/protocol.md: worker and employer stand in ReferenceData, checked with the codes of TWCT001"


@RULES.rule("00011-051", source=_OURS)
def onss_number_unknown(request: Request, case: Case) -> Iterator[Place]:
    """The ONSS number is in the directory of employers."""
    if request.employer_block is not None:
        yield from directory.onss_number_unknown(request.employer_block, request.employer, case)


@RULES.rule("00014-235", source=_OURS)
def enterprise_unknown(request: Request, case: Case) -> Iterator[Place]:
    """An enterprise number without an ONSS number is in the directory of employers."""
    if request.employer_block is not None:
        yield from directory.enterprise_unknown(request.employer_block, request.employer, case)


@RULES.rule("00014-451", source=_OURS)
def numbers_of_two_employers(request: Request, case: Case) -> Iterator[Place]:
    """ONSS number and enterprise number belong to one employer."""
    if request.employer_block is not None:
        yield from directory.numbers_of_two_employers(request.employer_block, request.employer, case)
