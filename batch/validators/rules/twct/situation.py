"""A modification or cancellation against the communication it acts on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.references import DECLARANT, TO_CHANGE, target

RULES: Rulebook[Communication] = Rulebook()
_END = "TempUnemploymentEndingDate"


@RULES.rule("00222-181", source="glossary ETempora 2023/3, zone 00222; code: ours")
def another_risk_or_postcode(communication: Communication, case: Case) -> Iterator[Place]:
    """A modification or cancellation keeps the risk and the postcode of the operational office."""
    found = target(communication, case)
    if found is None:
        return
    reference, stored = found
    other_risk = communication.risk and communication.risk != stored.kind
    other_postcode = communication.postcode and communication.postcode != stored.postcode
    if other_risk or other_postcode:
        yield reference.block.at("ReferenceNbr")


@RULES.rule("90059-452", source="glossary ETempora 2023/3, block 90059; the case: ours")
def no_period_can_be_told(communication: Communication, case: Case) -> Iterator[Place]:
    """A simplified cancellation takes its period from the form it acts on; there it is known."""
    found = target(communication, case)
    if found and communication.is_simplified and found[1].accepted and found[1].start is None:
        yield communication.form.at()


@RULES.rule("90059-234", source="glossary ETempora 2023/3, block 90059; the case: ours")
def own_reference_of_another_form(communication: Communication, case: Case) -> Iterator[Place]:
    """The declarant's own reference to the form to act on, where one is given, is that of the ticket's form."""
    found = target(communication, case)
    if found is None or not found[1].own_reference:
        return
    for reference in communication.references:
        if reference.kind == TO_CHANGE and reference.origin == DECLARANT and reference.number:
            if reference.number != found[1].own_reference:
                yield communication.form.at()


@RULES.rule("90059-460", source="glossary ETempora 2023/3, block 90059; the term is ours")
def change_too_late(communication: Communication, case: Case) -> Iterator[Place]:
    """A modification or cancellation comes within the term after the period."""
    found = target(communication, case)
    last = (found[1].end or found[1].start) if found else None
    if last is not None:
        term = case.law.parameters["change_term_days"].on(last)
        if case.day - last > timedelta(days=term):
            yield communication.form.at()


@RULES.rule("00754-482", source="glossary ETempora 2023/3, zone 00754")
def end_later_than_first_declared(communication: Communication, case: Case) -> Iterator[Place]:
    """A modification of risk 001 does not end later than the first communication declared."""
    found = target(communication, case)
    if found is None or communication.risk != "001" or communication.header.status != 1:
        return
    first_end = found[1].first_end
    if communication.end and first_end and communication.period and communication.end > first_end:
        yield communication.period.at(_END)
