"""Operational office, contact person and addresses of an entry (blocks 90492, 90257, 90022, 90258, 90093)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Block, Place
from batch.model.vblv import BookEntry
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import address

RULES: Rulebook[BookEntry] = Rulebook()


def _belgian_addresses(entry: BookEntry) -> Iterator[Block]:
    for tag in ("OperationalOffice", "Sender"):
        yield from entry.link.every(tag)
    yield from (block for block in _contact_addresses(entry) if address.is_belgian(block))


def _contact_addresses(entry: BookEntry) -> list[Block]:
    """The addresses that may lie abroad."""
    contact = entry.link.first("CoordinatesContactPerson")
    return [*contact.every("Address")] if contact else []


def _has_letters(block: Block) -> bool:
    return block.text("ZIPCode") is not None and block.number("ZIPCode") is None


@RULES.rule("90258-001", source="glossary VBLV 2023/3, blocks 90022 and 90258; code: ours")
def communication_missing(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """A contact person has an address or a communication block."""
    contact = entry.link.first("CoordinatesContactPerson")
    if contact and not contact.first("Communication") and not contact.first("Address"):
        yield contact.at("Communication")


@RULES.rule("00520-002", source="glossary VBLV 2023/3, zone 00520; foreign postcodes may hold letters (ours)")
def postcode_not_numeric(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """A Belgian postcode holds digits only."""
    yield from (block.at("ZIPCode") for block in _belgian_addresses(entry) if _has_letters(block))


@RULES.rule("00520-008", source="annex 23; glossary VBLV 2023/3, zone 00520")
def postcode_unknown(entry: BookEntry, case: Case) -> Iterator[Place]:
    """A Belgian postcode stands in annex 23; operational office and sender are Belgian."""
    for block in _belgian_addresses(entry):
        if not _has_letters(block):
            yield from address.postcode_unknown(block, case)


@RULES.rule("00523-008", source="annex 5; glossary VBLV 2023/3, zone 00523")
def country_unknown(entry: BookEntry, case: Case) -> Iterator[Place]:
    """The country of the contact person stands in annex 5 on the day of the law."""
    for block in _contact_addresses(entry):
        yield from address.country_unknown(block, case)


@RULES.rule("00522-160", source="annex 23; glossary VBLV 2023/3, zone 00522")
def town_of_another_postcode(entry: BookEntry, case: Case) -> Iterator[Place]:
    """A Belgian town carries one of the names of annex 23 for its postcode."""
    for block in _belgian_addresses(entry):
        yield from address.town_of_another_postcode(block, case)
