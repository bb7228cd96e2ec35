"""The employer's block and the agency's (blocks 90067, 90168, 90343)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Block, Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import employer as numbers
from batch.validators.rules.circumstances import may_not_act
from batch.validators.rules.twct.circumstances import has_ppl_number, is_by_employer, is_by_user_firm, is_told_otherwise

RULES: Rulebook[Communication] = Rulebook()
_MANDATE = "glossary ETempora 2023/3, zones 00011, 00109, 00014; which number tells it: ours"
_GLOSSARY = "glossary ETempora 2023/3, blocks 90067, 90168, 90343"


def _agency_of_user_firm(communication: Communication, indicator: int) -> Block | None:
    agency = communication.agency
    return agency if agency and agency.number("CommunicationSourceIndicator") == indicator else None


def _has_doubtful_number(communication: Communication, _case: Case) -> bool:
    """A number of the employer or of the agency that is not sound in every way."""
    agency = communication.agency
    names_agency = agency is not None and len(agency.zones) > 1
    return names_agency or communication.is_by_user_firm or not numbers.are_sound(communication.link)


def _has_block_of_authority(communication: Communication, _case: Case) -> bool:
    return "NOSSLPAEmployerDeclarationLink" in communication.form.blocks


@RULES.rule("90067-001", source=_GLOSSARY, when=(is_told_otherwise,))
def employer_missing(communication: Communication, case: Case) -> Iterator[Place]:
    """The employer's block is there; from quarter 2022/1 for local authorities too.

    The quarter is that of the first day of unemployment, else of the creation date (ours).
    """
    day = communication.start or communication.created
    too_late = communication.local_authority and day is not None and not numbers.has_own_block(day, case)
    if not communication.has_link or too_late:
        yield communication.form.at("EmployerDeclarationLink")


@RULES.rule(
    "90059-163", source="glossary ETempora 2023/3: one of the two links; code: ours", when=(_has_block_of_authority,)
)
def both_employer_blocks(communication: Communication, _case: Case) -> Iterator[Place]:
    """A form names its employer in one of the two blocks only."""
    yield from numbers.in_both_blocks(communication.form)


@RULES.rule("00011-008", source="glossary ETempora 2023/3, zone 00011", when=(_has_doubtful_number,))
def onss_number_outside_domain(communication: Communication, _case: Case) -> Iterator[Place]:
    """The ONSS number starts at 100006; zero only beside an enterprise number; the agency's is another."""
    yield from numbers.onss_outside_domain(communication.link)
    agency = _agency_of_user_firm(communication, 1)
    if agency:
        yield from numbers.onss_outside_domain(agency)
        yield from _same(agency, communication.link, "NOSSRegistrationNbr")


@RULES.rule("00011-004", source="check digits: inferred from official samples", when=(_has_doubtful_number,))
def onss_number_check_digits(communication: Communication, _case: Case) -> Iterator[Place]:
    """The check digits of the ONSS number are right."""
    yield from numbers.onss_check_digits(communication.link)
    if communication.agency:
        yield from numbers.onss_check_digits(communication.agency)


@RULES.rule("00109-008", source="glossary ETempora 2023/3, zone 00109", when=(has_ppl_number,))
def ppl_number_outside_domain(communication: Communication, _case: Case) -> Iterator[Place]:
    """The PPL number starts at 197; zero only beside an enterprise number."""
    yield from numbers.ppl_outside_domain(communication.link)


@RULES.rule("00109-004", source="check digits: inferred from an official sample (ours)", when=(has_ppl_number,))
def ppl_number_check_digits(communication: Communication, _case: Case) -> Iterator[Place]:
    """The check digits of the PPL number are right."""
    yield from numbers.ppl_check_digits(communication.link)


@RULES.rule("00014-004", source="glossary ETempora 2023/3, zone 00014", when=(_has_doubtful_number,))
def enterprise_number_check_digits(communication: Communication, _case: Case) -> Iterator[Place]:
    """The check digits of the enterprise number are right."""
    yield from numbers.enterprise_check_digits(communication.link)
    if communication.agency:
        yield from numbers.enterprise_check_digits(communication.agency)


@RULES.rule("00011-155", source=_MANDATE, when=(may_not_act,))
def no_mandate_for_onss_number(communication: Communication, case: Case) -> Iterator[Place]:
    """The sender holds a mandate of the employer with this ONSS number."""
    yield from numbers.without_mandate(communication.link, communication.employer, "NOSSRegistrationNbr", case)


@RULES.rule("00109-155", source=_MANDATE, when=(may_not_act,))
def no_mandate_for_ppl_number(communication: Communication, case: Case) -> Iterator[Place]:
    """The sender holds a mandate of the local authority with this PPL number."""
    yield from numbers.without_mandate(communication.link, communication.employer, "NOSSLPARegistrationNbr", case)


@RULES.rule("00014-155", source=_MANDATE, when=(may_not_act,))
def no_mandate_for_enterprise(communication: Communication, case: Case) -> Iterator[Place]:
    """The sender holds a mandate of the employer with this enterprise number."""
    yield from numbers.without_mandate(communication.link, communication.employer, "CompanyID", case)


@RULES.rule("00014-008", source="glossary ETempora 2023/3, zone 00014", when=(is_by_user_firm,))
def agency_is_the_employer(communication: Communication, _case: Case) -> Iterator[Place]:
    """The agency's enterprise number differs from the employer's."""
    agency = _agency_of_user_firm(communication, 1)
    if agency:
        yield from _same(agency, communication.link, "CompanyID")


def _same(agency: Block, link: Block, tag: str) -> Iterator[Place]:
    number = agency.number(tag)
    if number and number == link.number(tag):
        yield agency.at(tag)


def _missing(communication: Communication, tag: str) -> Iterator[Place]:
    agency = _agency_of_user_firm(communication, 1)
    if agency and agency.text(tag) is None:
        yield agency.at(tag)


def _unwanted(communication: Communication, tag: str) -> Iterator[Place]:
    agency = _agency_of_user_firm(communication, 0)
    if agency and agency.text(tag) is not None:
        yield agency.at(tag)


@RULES.rule("00776-001", source=_GLOSSARY, when=(is_by_user_firm,))
def agency_name_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """The user firm (00849 = 1) names the agency."""
    yield from _missing(communication, "Denomination")


@RULES.rule("00011-001", source=_GLOSSARY, when=(is_by_user_firm,))
def agency_onss_number_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """The user firm (00849 = 1) gives the agency's ONSS number."""
    yield from _missing(communication, "NOSSRegistrationNbr")


@RULES.rule("00014-001", source=_GLOSSARY, when=(is_by_user_firm,))
def agency_enterprise_number_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """The user firm (00849 = 1) gives the agency's enterprise number."""
    yield from _missing(communication, "CompanyID")


@RULES.rule(
    "00776-005", source="ours: the code exists for no other block; forbidden when 00849 = 0", when=(is_by_employer,)
)
def agency_name_unwanted(communication: Communication, _case: Case) -> Iterator[Place]:
    """Without a user firm (00849 = 0) no agency is named."""
    yield from _unwanted(communication, "Denomination")


@RULES.rule(
    "00011-005", source="ours: the code exists for no other block; forbidden when 00849 = 0", when=(is_by_employer,)
)
def agency_onss_number_unwanted(communication: Communication, _case: Case) -> Iterator[Place]:
    """Without a user firm (00849 = 0) no agency's ONSS number is given."""
    yield from _unwanted(communication, "NOSSRegistrationNbr")


@RULES.rule(
    "00014-005", source="ours: the code exists for no other block; forbidden when 00849 = 0", when=(is_by_employer,)
)
def agency_enterprise_number_unwanted(communication: Communication, _case: Case) -> Iterator[Place]:
    """Without a user firm (00849 = 0) no agency's enterprise number is given."""
    yield from _unwanted(communication, "CompanyID")
