"""References of a form (block 90082) and what they point at; the same for every message that acts on a ticket.

Which code belongs to which move is ours where the glossary gives rules and codes side by side: unknown 234
(mistyped 004), other kind or employer 207, refused 238, not refused 453, cancelled 241, replaced 180, other
risk or postcode 181.
"""

from __future__ import annotations

from collections.abc import Iterator

from batch.model import tickets
from batch.model.forms import Place, Reference
from batch.model.situation import Situation
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.circumstances import Referring, acts, knows_earlier_forms, names_a_ticket

OWN, TO_CHANGE, REFUSED = 1, 3, 6
DECLARANT, TICKET = 1, 2
MODIFICATION, CANCELLATION = 1, 3
_GLOSSARY = "glossary ETempora 2023/3, block 90082 and zones 00221, 00298, 00222"

RULES: Rulebook[Referring] = Rulebook()


def target_reference(declaration: Referring) -> Reference | None:
    """The reference to the form that a modification or cancellation acts on."""
    return next((one for one in declaration.references if _is_target(one)), None)


def target(declaration: Referring, case: Case) -> tuple[Reference, Situation] | None:
    """The stored form that is acted on; None when there is none or it cannot be known."""
    if declaration.header.status not in (MODIFICATION, CANCELLATION):
        return None
    found = behind(target_reference(declaration), case)
    if found is None or found[1] is None or found[1].identification != declaration.header.identification:
        return None
    return found[0], found[1]


def behind(reference: Reference | None, case: Case) -> tuple[Reference, Situation | None] | None:
    """A ticket that is named and the form stored under it; None when none is named or nothing can be known."""
    if reference is None or reference.number is None or case.situations is None:
        return None
    return reference, case.situations(tickets.compact(reference.number))


def _is_target(reference: Reference) -> bool:
    return reference.kind == TO_CHANGE and reference.origin == TICKET


def _ticket_references(declaration: Referring) -> Iterator[tuple[Reference, str]]:
    for reference in declaration.references:
        if reference.origin == TICKET and reference.number:
            yield reference, reference.number


@RULES.rule("00298-008", source=_GLOSSARY, when=(names_a_ticket,))
def own_reference_given_by_social_security(declaration: Referring, _case: Case) -> Iterator[Place]:
    """A reference of type 1 is the declarant's own; origin 2 is not allowed with it."""
    for reference in declaration.references:
        if reference.kind == OWN and reference.origin == TICKET:
            yield reference.block.at("ReferenceOrigin")


@RULES.rule("90082-006", source=_GLOSSARY, when=(names_a_ticket,))
def several_tickets_of_one_type(declaration: Referring, _case: Case) -> Iterator[Place]:
    """Only one reference of each type may be a ticket."""
    seen: set[int | None] = set()
    for reference in declaration.references:
        if reference.origin == TICKET:
            if reference.kind in seen:
                yield reference.block.at()
            seen.add(reference.kind)


@RULES.rule("90082-001", source=_GLOSSARY, when=(acts,))
def no_form_to_act_on(declaration: Referring, _case: Case) -> Iterator[Place]:
    """A modification or cancellation names the ticket it acts on: one reference of type 3, origin 2."""
    acts = declaration.header.status in (MODIFICATION, CANCELLATION)
    if acts and target_reference(declaration) is None:
        yield declaration.form.at("Reference")


@RULES.rule("90082-005", source=_GLOSSARY, when=(names_a_ticket,))
def original_names_a_form_to_act_on(declaration: Referring, _case: Case) -> Iterator[Place]:
    """An original may not carry a reference of type 3 with a ticket."""
    if declaration.header.status == 0:
        for reference in declaration.references:
            if _is_target(reference):
                yield reference.block.at()


@RULES.rule(
    "00222-093", source="glossary EchGeXML 2023/3, zone 00222: 13 positions for origin 2", when=(names_a_ticket,)
)
def ticket_of_another_length(declaration: Referring, _case: Case) -> Iterator[Place]:
    """A ticket has 13 characters."""
    for reference, number in _ticket_references(declaration):
        if len(tickets.compact(number)) != tickets.LENGTH:
            yield reference.block.at("ReferenceNbr")


@RULES.rule(
    "00222-004",
    source="ours: the check characters only help to say mistyped instead of unknown",
    when=(names_a_ticket, knows_earlier_forms),
)
def mistyped_ticket(declaration: Referring, case: Case) -> Iterator[Place]:
    """The ticket is that of a known form, and its check characters are right."""
    for reference, number in _unknown(declaration, case):
        if len(tickets.compact(number)) == tickets.LENGTH and tickets.is_mistyped(number):
            yield reference.block.at("ReferenceNbr")


@RULES.rule("00222-234", source=_GLOSSARY, when=(names_a_ticket, knows_earlier_forms))
def unknown_ticket(declaration: Referring, case: Case) -> Iterator[Place]:
    """The ticket is that of a form of this sender."""
    for reference, number in _unknown(declaration, case):
        if not tickets.is_mistyped(number):
            yield reference.block.at("ReferenceNbr")


def _unknown(declaration: Referring, case: Case) -> Iterator[tuple[Reference, str]]:
    if case.situations is None:
        return
    for reference, number in _ticket_references(declaration):
        if case.situations(tickets.compact(number)) is None:
            yield reference, number


@RULES.rule(
    "00222-207",
    source="docs/protocol.md: illegal moves; glossary zone 00222",
    when=(names_a_ticket, knows_earlier_forms),
)
def ticket_of_another_kind_or_employer(declaration: Referring, case: Case) -> Iterator[Place]:
    """The ticket is that of a form of the same kind and the same employer."""
    if case.situations is None:
        return
    for reference, number in _ticket_references(declaration):
        found = case.situations(tickets.compact(number))
        if found is None or reference.kind not in (TO_CHANGE, REFUSED):
            continue
        other_kind = found.identification != declaration.header.identification
        keys = declaration.employer.keys()
        if other_kind or (keys and not set(keys) & set(found.employer)):
            yield reference.block.at("ReferenceNbr")


@RULES.rule("00222-238", source=_GLOSSARY, when=(names_a_ticket, knows_earlier_forms))
def form_to_act_on_was_refused(declaration: Referring, case: Case) -> Iterator[Place]:
    """A refused form does not exist: send the corrected one as an original."""
    found = target(declaration, case)
    if found and not found[1].accepted:
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-241", source=_GLOSSARY, when=(names_a_ticket, knows_earlier_forms))
def form_to_act_on_is_cancelled(declaration: Referring, case: Case) -> Iterator[Place]:
    """The form is not cancelled yet, and is not itself a cancellation."""
    found = target(declaration, case)
    if found and (found[1].life == "cancelled" or found[1].status == CANCELLATION):
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-180", source=_GLOSSARY, when=(names_a_ticket, knows_earlier_forms))
def not_the_latest_situation(declaration: Referring, case: Case) -> Iterator[Place]:
    """A modification or cancellation acts on the latest situation."""
    found = target(declaration, case)
    if found and found[1].life == "replaced":
        yield found[0].block.at("ReferenceNbr")


@RULES.rule("00222-453", source=_GLOSSARY, when=(names_a_ticket, knows_earlier_forms))
def form_replaced_was_not_refused(declaration: Referring, case: Case) -> Iterator[Place]:
    """A reference of type 6 names a refused form."""
    if case.situations is None:
        return
    for reference, number in _ticket_references(declaration):
        found = case.situations(tickets.compact(number)) if reference.kind == REFUSED else None
        if found and found.accepted:
            yield reference.block.at("ReferenceNbr")
