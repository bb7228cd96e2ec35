"""A modification or cancellation against the communication it acts on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from batch.model.calendar import working_days_after
from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.circumstances import acts, knows_earlier_forms, names_a_ticket
from batch.validators.rules.references import CANCELLATION, DECLARANT, TO_CHANGE, target
from batch.validators.rules.twct.economic import is_notice_too_short

RULES: Rulebook[Communication] = Rulebook(acts, names_a_ticket, knows_earlier_forms)
_ECONOMIC = 60
"""Zone 01036: the first day of an economic suspension."""
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


@RULES.rule("00199-270", source="law of 03/07/1978 art. 51, 77/4; that it holds for a modification too: ours")
def start_brought_forward(communication: Communication, case: Case) -> Iterator[Place]:
    """A modification that brings the first day of an economic suspension forward gives its notice again."""
    found = target(communication, case)
    if found is None or communication.risk != "001" or communication.status != 1:
        return
    known, start = found[1].start, communication.start
    if known and start and start < known and communication.period and is_notice_too_short(communication, case):
        yield communication.period.at("TempUnemploymentStartingDate")


@RULES.rule(
    "90059-460",
    source="ONEM as told by social secretariats: window for cancelling since 23/03/2014; code: ours",
    since=date(2014, 3, 23),
)
def first_day_cancelled_outside_its_window(communication: Communication, case: Case) -> Iterator[Place]:
    """An economic first day is cancelled from five working days before it to the next working day after it."""
    found = target(communication, case)
    stored = found[1] if found else None
    if stored is None or communication.status != CANCELLATION or stored.start is None:
        return
    names = ("first_day_early_economic", "first_day_late")
    early, late = (case.law.parameters[name].on(stored.start) for name in names)
    first, last = working_days_after(stored.start, -early), working_days_after(stored.start, late)
    if stored.kind == "005" and stored.cause == _ECONOMIC and not first <= case.day <= last:
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
