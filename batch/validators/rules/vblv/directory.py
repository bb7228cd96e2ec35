"""The employer of an entry in the directory of employers (block 90067)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.vblv import BookEntry
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import directory

RULES: Rulebook[BookEntry] = Rulebook()
_GLOSSARY = "glossary VBLV 2023/3, zones 00011, 00012, 00014; which code for which fault: ours"


@RULES.rule("00011-051", source=_GLOSSARY)
def onss_number_unknown(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The ONSS number is in the directory of employers."""
    yield from directory.onss_number_unknown(entry.link, entry.employer, case)


@RULES.rule("00014-235", source=_GLOSSARY)
def enterprise_unknown(entry: BookEntry, case: Case) -> Iterator[Place]:
    """An enterprise number without an ONSS number is in the directory of employers."""
    yield from directory.enterprise_unknown(entry.link, entry.employer, case)


@RULES.rule("00014-022", source=_GLOSSARY)
def numbers_of_two_employers(entry: BookEntry, case: Case) -> Iterator[Place]:
    """ONSS number and enterprise number belong to one employer; this glossary does not list 451."""
    yield from directory.numbers_of_two_employers(entry.link, entry.employer, case)


@RULES.rule("00012-022", source=_GLOSSARY)
def curatorship_differs(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The curatorship is as the directory of employers knows it."""
    yield from directory.curatorship_differs(entry.link, entry.employer, case)
