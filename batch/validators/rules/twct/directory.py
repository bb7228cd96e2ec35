"""The employer of a communication in the directory of employers (blocks 90067, 90168, 90343).

Which code for which fault is ours throughout: the glossary lists the codes and not the situations.
"""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import directory
from batch.validators.rules.circumstances import knows_employers

RULES: Rulebook[Communication] = Rulebook(knows_employers)
_GLOSSARY = "glossary ETempora 2023/3, zones 00011, 00012, 00014, 00109; which code for which fault: ours"
_BLOCKS = "glossary ETempora 2023/3, blocks 90067, 90168, 90343; who cannot be identified: ours"


@RULES.rule("90067-151", source=_BLOCKS)
def employer_unidentified(communication: Communication, case: Case) -> Iterator[Place]:
    """The directory of employers knows the ONSS number or the enterprise number, on whatever day."""
    if not communication.local_authority and _is_unidentified(communication, case):
        yield communication.link.at()


@RULES.rule("90168-151", source=_BLOCKS)
def authority_unidentified(communication: Communication, case: Case) -> Iterator[Place]:
    """The directory of employers knows the PPL number or the enterprise number, on whatever day."""
    if communication.local_authority and _is_unidentified(communication, case):
        yield communication.link.at()


@RULES.rule("90343-151", source=_BLOCKS)
def agency_unidentified(communication: Communication, case: Case) -> Iterator[Place]:
    """The directory of employers knows a number of the agency that a user firm names, on whatever day."""
    agency, named = communication.agency, communication.agency_employer
    numbers = [pair for pair in (("N", named.noss), ("C", named.company)) if pair[1]]
    if agency is None or not communication.is_by_user_firm or not numbers:
        return
    if all(directory.is_never_known(*pair, case) for pair in numbers):
        yield agency.at()


@RULES.rule("00011-041", source=_GLOSSARY)
def onss_number_is_a_ppl_number(communication: Communication, case: Case) -> Iterator[Place]:
    """The ONSS number is not the PPL number of a local authority."""
    if directory.is_ppl_number(communication.employer, case):
        yield communication.link.at("NOSSRegistrationNbr")


@RULES.rule("00011-051", source=_GLOSSARY)
def onss_number_unknown(communication: Communication, case: Case) -> Iterator[Place]:
    """The ONSS number is in the directory of employers on the day."""
    employer = communication.employer
    if not directory.is_ppl_number(employer, case) and not directory.is_unidentified(employer, case):
        yield from directory.onss_number_unknown(communication.link, employer, case)


@RULES.rule("00109-051", source=_GLOSSARY)
def ppl_number_unknown(communication: Communication, case: Case) -> Iterator[Place]:
    """The PPL number is in the directory of employers on the day."""
    if not directory.is_unidentified(communication.employer, case):
        yield from directory.ppl_number_unknown(communication.link, communication.employer, case)


@RULES.rule("00014-235", source=_GLOSSARY)
def enterprise_never_known(communication: Communication, case: Case) -> Iterator[Place]:
    """An enterprise number that stands alone is in the directory of employers, on whatever day."""
    yield from directory.enterprise_never_known(communication.link, communication.employer, case)


@RULES.rule("00014-051", source=_GLOSSARY)
def enterprise_known_on_another_day(communication: Communication, case: Case) -> Iterator[Place]:
    """An enterprise number that stands alone and is in the directory of employers is there on the day."""
    yield from directory.enterprise_known_on_another_day(communication.link, communication.employer, case)


@RULES.rule("00014-451", source=_GLOSSARY)
def numbers_of_two_employers(communication: Communication, case: Case) -> Iterator[Place]:
    """ONSS number and enterprise number belong to one employer."""
    if not communication.local_authority:
        yield from directory.numbers_of_two_employers(communication.link, communication.employer, case)


@RULES.rule("00014-022", source=_GLOSSARY)
def numbers_of_two_authorities(communication: Communication, case: Case) -> Iterator[Place]:
    """PPL number and enterprise number belong to one local authority."""
    if communication.local_authority:
        yield from directory.numbers_of_two_employers(communication.link, communication.employer, case)


@RULES.rule("00012-022", source=_GLOSSARY)
def curatorship_differs(communication: Communication, case: Case) -> Iterator[Place]:
    """The curatorship is as the directory of employers knows it."""
    yield from directory.curatorship_differs(communication.link, communication.employer, case)


@RULES.rule("90168-001", source="glossary ETempora 2023/3, block 90168; who is a local authority, and which day: ours")
def authority_block_missing(communication: Communication, case: Case) -> Iterator[Place]:
    """What the directory knows as a local authority declares in its own block, up to quarter 2021/4.

    The quarter is that of the first day of unemployment, else of the creation date (ours).
    """
    if communication.has_link and not communication.local_authority:
        day = communication.start or communication.created
        yield from directory.authority_block_missing(communication.form, communication.employer, day, case)


def _is_unidentified(communication: Communication, case: Case) -> bool:
    """A PPL number in the place of an ONSS number says who is meant: it is told by 00011-041."""
    employer = communication.employer
    return directory.is_unidentified(employer, case) and not directory.is_ppl_number(employer, case)
