"""The employer of a career-break form in the directory of employers (ours: docs/protocol.md, codes of TWCT001)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import directory
from batch.validators.rules.circumstances import knows_employers
from batch.validators.rules.employer_named import Named

RULES: Rulebook[Named] = Rulebook(knows_employers)
_OURS = "docs/protocol.md: worker and employer stand in ReferenceData, checked with the codes of TWCT001"


@RULES.rule("00011-051", source=_OURS)
def onss_number_unknown(named: Named, case: Case) -> Iterator[Place]:
    """The ONSS number is in the directory of employers."""
    if named.employer_block is not None:
        yield from directory.onss_number_unknown(named.employer_block, named.employer, case)


@RULES.rule("00014-235", source=_OURS)
def enterprise_unknown(named: Named, case: Case) -> Iterator[Place]:
    """An enterprise number without an ONSS number is in the directory of employers."""
    if named.employer_block is not None:
        yield from directory.enterprise_unknown(named.employer_block, named.employer, case)


@RULES.rule("00014-451", source=_OURS)
def numbers_of_two_employers(named: Named, case: Case) -> Iterator[Place]:
    """ONSS number and enterprise number belong to one employer."""
    if named.employer_block is not None:
        yield from directory.numbers_of_two_employers(named.employer_block, named.employer, case)
