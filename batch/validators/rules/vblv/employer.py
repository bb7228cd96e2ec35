"""The employer's block of an entry (blocks 90067, 90168)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.vblv import BookEntry
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import employer as numbers

RULES: Rulebook[BookEntry] = Rulebook()
_MANDATE = "glossary VBLV 2023/3, zones 00011, 00109, 00014; which number tells it: ours"


@RULES.rule("90067-001", source="glossary VBLV 2023/3, blocks 90067, 90168")
def employer_missing(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The employer's block is there; from quarter 2022/1 for local authorities too.

    The quarter is that of the reference period, else of the creation date (ours).
    """
    day = entry.start or entry.created
    too_late = entry.local_authority and day is not None and not numbers.has_own_block(day, case)
    if not entry.has_link or too_late:
        yield entry.form.at("EmployerDeclarationLink")


@RULES.rule("90059-163", source="glossary VBLV 2023/3: one of the two links; code: ours")
def both_employer_blocks(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """A form names its employer in one of the two blocks only."""
    yield from numbers.in_both_blocks(entry.form)


@RULES.rule("00011-008", source="glossary VBLV 2023/3, zone 00011")
def onss_number_outside_domain(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """The ONSS number starts at 100006; zero only beside an enterprise number."""
    yield from numbers.onss_outside_domain(entry.link)


@RULES.rule("00011-004", source="check digits: inferred from official samples")
def onss_number_check_digits(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """The check digits of the ONSS number are right."""
    yield from numbers.onss_check_digits(entry.link)


@RULES.rule("00109-008", source="glossary VBLV 2023/3, zone 00109")
def ppl_number_outside_domain(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """The PPL number starts at 197; zero only beside an enterprise number."""
    yield from numbers.ppl_outside_domain(entry.link)


@RULES.rule("00109-004", source="check digits: inferred from an official sample (ours)")
def ppl_number_check_digits(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """The check digits of the PPL number are right."""
    yield from numbers.ppl_check_digits(entry.link)


@RULES.rule("00014-004", source="glossary VBLV 2023/3, zone 00014")
def enterprise_number_check_digits(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """The check digits of the enterprise number are right."""
    yield from numbers.enterprise_check_digits(entry.link)


@RULES.rule("00011-155", source=_MANDATE)
def no_mandate_for_onss_number(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The sender holds a mandate of the employer with this ONSS number."""
    yield from numbers.without_mandate(entry.link, entry.employer, "NOSSRegistrationNbr", case)


@RULES.rule("00109-155", source=_MANDATE)
def no_mandate_for_ppl_number(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The sender holds a mandate of the local authority with this PPL number."""
    yield from numbers.without_mandate(entry.link, entry.employer, "NOSSLPARegistrationNbr", case)


@RULES.rule("00014-155", source=_MANDATE)
def no_mandate_for_enterprise(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The sender holds a mandate of the employer with this enterprise number."""
    yield from numbers.without_mandate(entry.link, entry.employer, "CompanyID", case)
