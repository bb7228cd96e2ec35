"""Faults that a form of any message can have, each with the anomaly that names it."""

from __future__ import annotations

from collections.abc import Iterator

from formtree import Element
from mutations import (
    ABSENT,
    BAD_FORMAT,
    EVERYTHING,
    HANGS_ON,
    LINK,
    NO_DIGITS,
    OUTSIDE,
    TOO_LONG,
    Form,
    Mutation,
    Place,
    Said,
    spoilt,
)


def mandatory_zone_left_out(form: Form) -> Iterator[Place]:
    for zone in form.zones():
        if form.presence(zone) == "M":

            def do(zone: Element = zone) -> Said:
                holder = zone.holder()
                zone.drop()
                error_id = form.facts.zones[zone.tag].best(ABSENT)
                return Said(error_id, zone.tag, holder, HANGS_ON.get(zone.tag, frozenset()))

            yield do


def mandatory_block_left_out(form: Form) -> Iterator[Place]:
    for block in form.blocks():
        if block.parent and form.facts.blocks[block.parent.tag].blocks[block.tag][0]:

            def do(block: Element = block) -> Said:
                holder = block.holder()
                block.drop()
                also = EVERYTHING if block.tag == "RiskIdentification" else frozenset()
                return Said(f"{form.number(block)}-001", block.tag, holder, also)

            yield do


def zone_twice(form: Form) -> Iterator[Place]:
    for zone in form.zones():

        def do(zone: Element = zone) -> Said:
            twin = zone.holder().insert(zone.place() + 1, zone.copy())
            return Said(f"{form.facts.zones[zone.tag].number}-090", zone.tag, twin)

        yield do


def single_block_twice(form: Form) -> Iterator[Place]:
    """A second period, office, reason: any block of which there may be one."""
    for block in form.blocks():
        if block.parent and form.facts.blocks[block.parent.tag].blocks[block.tag][1] == 1:

            def do(block: Element = block) -> Said:
                twin = block.holder().insert(block.place() + 1, block.copy())
                error_id = form.facts.blocks[block.tag].too_many
                if error_id.startswith("9"):
                    return Said(error_id, block.tag, twin)
                tag = next(tag for tag, zone in form.facts.zones.items() if error_id.startswith(zone.number))
                zone = twin.first(tag)
                return Said(error_id, tag, zone or twin, frozenset({"INSS"}))

            yield do


def unknown_element(form: Form) -> Iterator[Place]:
    for block in form.blocks():
        for place in {0, len(block.children) // 2, len(block.children)}:

            def do(block: Element = block, place: int = place) -> Said:
                foreign = block.insert(place, Element("Colour", "blue"))
                return Said(f"{form.number(block)}-092", "Colour", foreign)

            yield do


def known_element_in_a_foreign_block(form: Form) -> Iterator[Place]:
    for block in form.blocks():
        foreign = "Trusteeship" if block.tag != LINK else "LanguageCodePdf"
        foreign = foreign if foreign in form.facts.zones else "FormCreationDate"

        def do(block: Element = block, foreign: str = foreign) -> Said:
            zone = block.insert(0, Element(foreign, "1"))
            return Said(f"{form.number(block)}-091", foreign, zone)

        if foreign not in form.facts.blocks[block.tag].order():
            yield do


def neighbours_swapped(form: Form) -> Iterator[Place]:
    """The one that should have come first is out of order: a zone is its block's fault, a block its own."""
    for first in form.root.walk():
        if first.parent is None:
            continue
        following = first.holder().children[first.place() + 1 :]
        if following and following[0].tag != first.tag:

            def do(first: Element = first, second: Element = following[0]) -> Said:
                holder, place = first.holder(), first.place()
                holder.children[place : place + 2] = [second, first]
                owner = holder if first.tag in form.facts.zones else first
                return Said(f"{form.number(owner)}-091", first.tag, first)

            yield do


def attribute_on_an_element(form: Form) -> Iterator[Place]:
    for element in (*form.zones(), *form.blocks()):

        def do(element: Element = element) -> Said:
            element.attribute = ' lang="nl"'
            of = form.facts.zones if element.tag in form.facts.zones else form.facts.blocks
            return Said(f"{of[element.tag].number}-092", element.tag, element)

        yield do


def text_in_a_block(form: Form) -> Iterator[Place]:
    for block in form.blocks():

        def do(block: Element = block) -> Said:
            block.text = "text"
            return Said(f"{form.number(block)}-092", block.tag, block)

        yield do


def no_digits(form: Form) -> Iterator[Place]:
    for zone in form.zones():
        if form.facts.zones[zone.tag].kind == "N":
            yield spoilt(form, zone, f"{zone.text[:-1]}X", NO_DIGITS)


def too_long(form: Form) -> Iterator[Place]:
    for zone in form.zones():
        facts = form.facts.zones[zone.tag]
        if facts.kind in "AN" and facts.length:
            yield spoilt(form, zone, "1" * (facts.length + 1), TOO_LONG)
        elif facts.kind == "D":
            yield spoilt(form, zone, f"{zone.text}0", TOO_LONG)
        elif facts.kind == "T":
            yield spoilt(form, zone, f"{zone.text}0", BAD_FORMAT)


def empty(form: Form) -> Iterator[Place]:
    for zone in form.zones():
        facts = form.facts.zones[zone.tag]
        if form.presence(zone) == "M" or facts.least or facts.kind in "NDT":
            yield spoilt(form, zone, "", ABSENT)


def day_that_does_not_exist(form: Form) -> Iterator[Place]:
    for zone in form.zones():
        if form.facts.zones[zone.tag].kind == "D":
            for day in ("2023-02-29", "2026-13-01", "2026-04-31", "01/04/2026"):
                yield spoilt(form, zone, day, BAD_FORMAT)


def value_outside_its_domain(form: Form) -> Iterator[Place]:
    for zone in form.zones():
        facts = form.facts.zones[zone.tag]
        if facts.values:
            yield spoilt(form, zone, "9" if facts.kind == "N" else "ZZ", OUTSIDE)
        if facts.low:
            yield spoilt(form, zone, str(facts.low - 1) if facts.low != 100006 else "100005", OUTSIDE)
        if facts.high and len(str(facts.high + 1)) <= facts.length:
            yield spoilt(form, zone, str(facts.high + 1), OUTSIDE)
        if zone.tag == "JointCommissionNbr":
            yield spoilt(form, zone, "198", OUTSIDE)


def wrong_check_digits(form: Form) -> Iterator[Place]:
    for zone in form.zones():
        if zone.tag in ("NOSSRegistrationNbr", "CompanyID", "INSS"):
            wrong = _other_check_digits(zone.text)
            yield spoilt(form, zone, wrong, ("004",))


def _other_check_digits(number: str) -> str:
    """The next two digits that are right by none of the ways in which any of the numbers is checked."""
    stem, check = number[:-2], int(number[-2:])
    right = {check, 97 - int(stem) % 97, 97 - int(f"2{stem}") % 97, 96 - int(stem) * 100 % 97}
    return next(f"{stem}{other:02d}" for other in range(1, 97) if other not in right)


def unknown_postcode(form: Form) -> Iterator[Place]:
    for zone in form.root.every("ZIPCode"):
        yield spoilt(form, zone, "0999", ("008",))


def town_of_another_postcode(form: Form) -> Iterator[Place]:
    for zone in form.root.every("City"):
        yield spoilt(form, zone, "Atlantis", ("160",))


def forbidden_zone(form: Form) -> Iterator[Place]:
    """The worker's name, birth date, address; the country and the language of a sender."""
    for block in form.blocks():
        for tag, presence in form.facts.blocks[block.tag].zones.items():
            if presence == "F":

                def do(block: Element = block, tag: str = tag) -> Said:
                    zone = form.insert(block, Element(tag, "1"))
                    return Said(f"{form.facts.zones[tag].number}-005", tag, zone)

                yield do


EVERY_MESSAGE: tuple[Mutation, ...] = (
    mandatory_zone_left_out, mandatory_block_left_out, zone_twice, single_block_twice, unknown_element,
    known_element_in_a_foreign_block, neighbours_swapped, attribute_on_an_element, text_in_a_block, no_digits,
    too_long, empty, day_that_does_not_exist, value_outside_its_domain, wrong_check_digits, unknown_postcode,
    town_of_another_postcode, forbidden_zone,
)  # fmt: skip
