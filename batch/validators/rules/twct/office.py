"""Operational office, contact person and addresses (blocks 90492, 90257, 90022, 90258, 90093, 90488)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Block, Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import address
from batch.validators.rules.twct.circumstances import (
    has_contact,
    has_free_address,
    is_simplified,
    is_social_action,
    lacks_office,
)

RULES: Rulebook[Communication] = Rulebook()
_GLOSSARY = "glossary ETempora 2023/3, blocks 90492, 90257, 90258"
_LONGEST_FRENCH_POSTCODE = 5


def _contact(communication: Communication) -> Block | None:
    return communication.link.first("CoordinatesContactPerson")


def _contact_for_social_action(communication: Communication) -> Block | None:
    return _contact(communication) if communication.risk == "006" else None


def _belgian_addresses(communication: Communication) -> list[Block]:
    link = communication.link
    free = [block for block in _free_addresses(communication) if address.is_belgian(block)]
    return [*link.every("OperationalOffice"), *link.every("Sender"), *free]


def _free_addresses(communication: Communication) -> list[Block]:
    """The addresses that may lie abroad: of the contact person and of the site."""
    contact = _contact(communication)
    free = [*(contact.every("Address") if contact else ())]
    if communication.reason:
        free += communication.reason.every("SiteAddress")
    return free


def _has_doubtful_address(communication: Communication, case: Case) -> bool:
    """A Belgian address whose postcode or town is in question."""
    return any(address.is_doubtful(block, case) for block in _belgian_addresses(communication))


def _unwanted(communication: Communication, tag: str) -> Iterator[Place]:
    if communication.is_simplified:
        for block in communication.link.every(tag):
            yield block.at()


@RULES.rule("90492-001", source=_GLOSSARY, when=(lacks_office,))
def office_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """The operational office is named, unless the form is a simplified cancellation."""
    if communication.has_link and not communication.is_simplified:
        if not communication.link.first("OperationalOffice"):
            yield communication.link.at("OperationalOffice")


@RULES.rule("90492-005", source=_GLOSSARY, when=(is_simplified,))
def office_unwanted(communication: Communication, _case: Case) -> Iterator[Place]:
    """A simplified cancellation, which is one without a reason block, names no operational office."""
    yield from _unwanted(communication, "OperationalOffice")


@RULES.rule("90257-005", source=_GLOSSARY, when=(is_simplified,))
def contact_unwanted(communication: Communication, _case: Case) -> Iterator[Place]:
    """A simplified cancellation, which is one without a reason block, names no contact person."""
    yield from _unwanted(communication, "CoordinatesContactPerson")


@RULES.rule("90257-001", source=_GLOSSARY, when=(is_social_action,))
def contact_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """A social action names a contact person, unless the form is a simplified cancellation."""
    if communication.has_link and communication.risk == "006" and not communication.is_simplified:
        if not _contact(communication):
            yield communication.link.at("CoordinatesContactPerson")


@RULES.rule("90258-001", source=_GLOSSARY, when=(has_contact,))
def communication_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """A contact person has an address or a communication block; for risk 006 the latter."""
    contact = _contact(communication)
    if contact and not contact.first("Communication"):
        if communication.risk == "006" or not contact.first("Address"):
            yield contact.at("Communication")


@RULES.rule("00726-001", source="glossary ETempora 2023/3, zone 00726", when=(is_social_action,))
def contact_name_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """The contact person of a social action has a name."""
    contact = _contact_for_social_action(communication)
    if contact and contact.text("Name") is None:
        yield contact.at("Name")


@RULES.rule("00727-001", source="glossary ETempora 2023/3, zone 00727", when=(is_social_action,))
def contact_first_name_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """The contact person of a social action has a first name."""
    contact = _contact_for_social_action(communication)
    if contact and contact.text("FirstName") is None:
        yield contact.at("FirstName")


@RULES.rule("00637-001", source="glossary ETempora 2023/3, zone 00637", when=(is_social_action,))
def contact_mail_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """The contact person of a social action has an e-mail address."""
    contact = _contact_for_social_action(communication)
    block = contact.first("Communication") if contact else None
    if block and block.text("EmailAddress") is None:
        yield block.at("EmailAddress")


@RULES.rule("00520-008", source="annex 23; glossary ETempora 2023/3, zone 00520", when=(_has_doubtful_address,))
def postcode_unknown(communication: Communication, case: Case) -> Iterator[Place]:
    """A Belgian postcode stands in annex 23; operational office and sender are Belgian."""
    for block in _belgian_addresses(communication):
        yield from address.postcode_unknown(block, case)


@RULES.rule("00523-008", source="annex 5; glossary ETempora 2023/3, zone 00523", when=(has_free_address,))
def country_unknown(communication: Communication, case: Case) -> Iterator[Place]:
    """A country stands in annex 5 on the day of the law."""
    for block in _free_addresses(communication):
        yield from address.country_unknown(block, case)


@RULES.rule("00520-093", source="glossary ETempora 2023/3, zone 00520", when=(has_free_address,))
def french_postcode_too_long(communication: Communication, _case: Case) -> Iterator[Place]:
    """A site in France has a postcode of at most five characters (risks 001 and 005)."""
    if communication.risk not in ("001", "005") or communication.reason is None:
        return
    for site in communication.reason.every("SiteAddress"):
        postcode = site.text("ZIPCode") or ""
        if site.number("Country") == address.FRANCE and len(postcode) > _LONGEST_FRENCH_POSTCODE:
            yield site.at("ZIPCode")


@RULES.rule("00522-160", source="annex 23; glossary ETempora 2023/3, zone 00522", when=(_has_doubtful_address,))
def town_of_another_postcode(communication: Communication, case: Case) -> Iterator[Place]:
    """A Belgian town carries one of the names of annex 23 for its postcode."""
    for block in _belgian_addresses(communication):
        yield from address.town_of_another_postcode(block, case)
