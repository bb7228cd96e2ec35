"""The employer of a communication in the directory of employers (blocks 90067)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import directory

RULES: Rulebook[Communication] = Rulebook()
_GLOSSARY = "glossary ETempora 2023/3, zones 00011, 00012, 00014; which code for which fault: ours"


@RULES.rule("00011-051", source=_GLOSSARY)
def onss_number_unknown(communication: Communication, case: Case) -> Iterator[Place]:
    """The ONSS number is in the directory of employers."""
    yield from directory.onss_number_unknown(communication.link, communication.employer, case)


@RULES.rule("00014-235", source=_GLOSSARY)
def enterprise_unknown(communication: Communication, case: Case) -> Iterator[Place]:
    """An enterprise number without an ONSS number is in the directory of employers."""
    yield from directory.enterprise_unknown(communication.link, communication.employer, case)


@RULES.rule("00014-451", source=_GLOSSARY)
def numbers_of_two_employers(communication: Communication, case: Case) -> Iterator[Place]:
    """ONSS number and enterprise number belong to one employer."""
    yield from directory.numbers_of_two_employers(communication.link, communication.employer, case)


@RULES.rule("00012-022", source=_GLOSSARY)
def curatorship_differs(communication: Communication, case: Case) -> Iterator[Place]:
    """The curatorship is as the directory of employers knows it."""
    yield from directory.curatorship_differs(communication.link, communication.employer, case)
