"""Faults that only an entry in the validation book can have, each with the anomaly that names it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from formtree import Element
from mutations import HANGS_ON, Form, Mutation, Place, Said

_FIRST, _LAST, _CARD = "RefStartingDate", "RefEndingDate", "C32ANbr"


def month_long_ago(form: Form) -> Iterator[Place]:
    def do() -> Said:
        first = form.root.every(_FIRST)[0]
        first.text = str(date(form.created.year - 2, 1, 1))
        return Said("00074-008", _FIRST, first, HANGS_ON[_FIRST])

    yield do


def not_the_last_of_the_month(form: Form) -> Iterator[Place]:
    for days in (-1, 1):

        def do(days: int = days) -> Said:
            last = form.root.every(_LAST)[0]
            last.text = str(date.fromisoformat(last.text) + timedelta(days=days))
            return Said("00075-098", _LAST, last)

        yield do


def end_before_the_month(form: Form) -> Iterator[Place]:
    def do() -> Said:
        last = form.root.every(_LAST)[0]
        last.text = str(date.fromisoformat(form.root.value(_FIRST)) - timedelta(days=1))
        return Said("90059-452", "Form", form.root, frozenset({_LAST}))

    yield do


def card_of_nobody(form: Form) -> Iterator[Place]:
    """A card that is not of ONEM and names no social secretariat."""
    for secretariat in form.root.every("SocialSecretariatNumber"):

        def do(secretariat: Element = secretariat) -> Said:
            secretariat.drop()
            return Said("01014-008", _CARD, form.root.every(_CARD)[0])

        yield do


VBLV: tuple[Mutation, ...] = (
    month_long_ago, not_the_last_of_the_month, end_before_the_month, card_of_nobody,
)  # fmt: skip
