"""The employer of an entry in the directory of employers (blocks 90067, 90168, 90093).

Which code for which fault is ours throughout: the glossary lists the codes and not the situations.
"""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.vblv import BookEntry
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import directory

RULES: Rulebook[BookEntry] = Rulebook()
_GLOSSARY = "glossary VBLV 2023/3, zones 00011, 00012, 00014, 00109; which code for which fault: ours"
_BLOCKS = "glossary VBLV 2023/3, blocks 90067, 90168; who cannot be identified: ours"


@RULES.rule("90067-151", source=_BLOCKS)
def employer_unidentified(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The directory of employers knows the ONSS number or the enterprise number, on whatever day."""
    if not entry.local_authority and directory.is_unidentified(entry.employer, case):
        yield entry.link.at()


@RULES.rule("90168-151", source=_BLOCKS)
def authority_unidentified(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The directory of employers knows the PPL number or the enterprise number, on whatever day."""
    if entry.local_authority and directory.is_unidentified(entry.employer, case):
        yield entry.link.at()


@RULES.rule("00011-051", source=_GLOSSARY)
def onss_number_unknown(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The ONSS number is in the directory of employers on the day."""
    if not directory.is_unidentified(entry.employer, case):
        yield from directory.onss_number_unknown(entry.link, entry.employer, case)


@RULES.rule("00109-051", source=_GLOSSARY)
def ppl_number_unknown(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The PPL number is in the directory of employers on the day."""
    if not directory.is_unidentified(entry.employer, case):
        yield from directory.ppl_number_unknown(entry.link, entry.employer, case)


@RULES.rule("00014-235", source=_GLOSSARY)
def enterprise_never_known(entry: BookEntry, case: Case) -> Iterator[Place]:
    """An enterprise number that stands alone is in the directory of employers, on whatever day."""
    yield from directory.enterprise_never_known(entry.link, entry.employer, case)


@RULES.rule("00014-051", source=_GLOSSARY)
def enterprise_known_on_another_day(entry: BookEntry, case: Case) -> Iterator[Place]:
    """An enterprise number that stands alone and is in the directory of employers is there on the day."""
    yield from directory.enterprise_known_on_another_day(entry.link, entry.employer, case)


@RULES.rule("00014-022", source=_GLOSSARY)
def numbers_of_two_employers(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The enterprise number belongs to the employer of the other number."""
    yield from directory.numbers_of_two_employers(entry.link, entry.employer, case)


@RULES.rule("00012-022", source=_GLOSSARY)
def curatorship_differs(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The curatorship is as the directory of employers knows it."""
    yield from directory.curatorship_differs(entry.link, entry.employer, case)


@RULES.rule("90168-001", source="glossary VBLV 2023/3, block 90168; who is a local authority, and which day: ours")
def authority_block_missing(entry: BookEntry, case: Case) -> Iterator[Place]:
    """What the directory knows as a local authority declares in its own block, up to quarter 2021/4.

    The quarter is that of the reference period, else of the creation date (ours).
    """
    if entry.has_link and not entry.local_authority:
        day = entry.start or entry.created
        yield from directory.authority_block_missing(entry.form, entry.employer, day, case)


@RULES.rule("90093-001", source="glossary VBLV 2023/3, block 90093; asked for the day of reception: ours")
def sender_missing(entry: BookEntry, case: Case) -> Iterator[Place]:
    """An employer whose administrative seat is abroad names the sender."""
    if entry.has_link and entry.link.first("Sender") is None and directory.seat_is_abroad(entry.employer, case):
        yield entry.link.at("Sender")
