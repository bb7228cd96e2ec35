"""The control card C3.2A (block 90429)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.vblv import BookEntry
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[BookEntry] = Rulebook()
_LETTERS = 2
_LENGTH = 9


@RULES.rule("90429-272", source="glossary VBLV 2023/3, block 90429; within one employer: ours")
def card_already_used(entry: BookEntry, case: Case) -> Iterator[Place]:
    """A control card is used once with this employer."""
    if entry.card and case.booked and any(case.booked(one) for one in entry.card_bookings()):
        yield entry.card.at()


@RULES.rule("01014-008", source="glossary VBLV 2023/3, zone 01014; capitals and small letters are one (ours)")
def card_of_nobody(entry: BookEntry, _case: Case) -> Iterator[Place]:
    """A card that no social secretariat gave is ONEM's: its number begins with N or F."""
    number = entry.card_number
    if entry.card is None or number is None or entry.card.text("SocialSecretariatNumber") is not None:
        return
    letters, digits = number[:_LETTERS], number[_LETTERS:]
    has_the_form = len(number) == _LENGTH and letters.isalpha() and digits.isdigit()
    if has_the_form and not number.upper().startswith(("N", "F")):
        yield entry.card.at("C32ANbr")
