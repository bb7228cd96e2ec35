"""What an entry of the validation book takes for its employer."""

from __future__ import annotations

import pytest

from batch.model.forms import Block
from batch.parsers.vblv import read


def entry(card: str | None, start: str | None, **numbers: str) -> Block:
    form, link = Block("Form"), Block("EmployerDeclarationLink")
    form.blocks["EmployerDeclarationLink"] = [link]
    link.zones.update(numbers)
    for tag, zone, value in (
        ("NaturalPerson", "INSS", "84051291737"),
        ("ReferencePeriod", "RefStartingDate", start),
        ("ControlCard", "C32ANbr", card),
    ):
        block = Block(tag)
        block.zones[zone] = value
        link.blocks[tag] = [block]
    return form


BOTH = {"NOSSRegistrationNbr": "070500472", "CompanyID": "0852093431"}


def test_card_and_month_are_taken_under_each_number_of_the_employer() -> None:
    read_entry = read(entry("fa0000017", "2026-04-01", **BOTH))
    assert read_entry.card_bookings() == ("N70500472 VBLV001 card FA0000017", "C852093431 VBLV001 card FA0000017")
    assert read_entry.worker_bookings() == (
        "N70500472 VBLV001 worker 84051291737 2026-04",
        "C852093431 VBLV001 worker 84051291737 2026-04",
    )


@pytest.mark.parametrize(
    ("card", "start", "numbers", "taken"),
    [(None, "2026-04-01", BOTH, (0, 2)), ("FA0000017", None, BOTH, (2, 0)), ("FA0000017", "2026-04-01", {}, (0, 0))],
    ids=["no card", "no month", "no employer"],
)
def test_what_is_not_told_is_not_taken(card, start, numbers, taken) -> None:
    read_entry = read(entry(card, start, **numbers))
    assert (len(read_entry.card_bookings()), len(read_entry.worker_bookings())) == taken
