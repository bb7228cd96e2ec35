"""References of a form, and the tickets they point at."""

import pytest
from declarations import (
    LOIC_TICKET,
    OTHER_COMPANY,
    OTHER_ONSS,
    OTHER_TICKET,
    TICKET,
    Fact,
    Stored,
    after,
    every,
    is_silent,
    loic,
    names_of,
    reference,
    said,
    speaks,
    stored_loic,
    stored_twct,
    together,
    twct,
    verdicts,
    without,
)

from batch.model import tickets
from batch.validators.rules import references

AT = "ReferenceNbr"
MISTYPED = TICKET[:9] + ("2" if TICKET[9] != "2" else "3") + TICKET[10:]
CHANGE = twct(status=1)
CANCELLATION = twct(status=3)


def replacing(ticket: str) -> str:
    """An original that comes in the place of a refused form."""
    return after(twct(), "Reference", reference(6, 2, ticket))


def two_of_type_6() -> str:
    return after(replacing(TICKET), "Reference[2]", reference(6, 2, OTHER_TICKET))


def one_of_each_type() -> str:
    return after(CHANGE, "Reference[2]", reference(6, 2, OTHER_TICKET))


FACTS = [
    Fact("own_reference_given_by_social_security", "type 1 with origin 2",
         twct(ReferenceOrigin="2", ReferenceNbr=TICKET), "00298-008 ReferenceOrigin", twct(ReferenceNbr=TICKET)),
    Fact("several_tickets_of_one_type", "two tickets of type 6", two_of_type_6(), "90082-006 Reference",
         one_of_each_type()),
    Fact("no_form_to_act_on", "a modification without a ticket", without(CHANGE, "Reference[2]"),
         "90082-001 Reference", CHANGE),
    Fact("no_form_to_act_on", "a cancellation without any reference", without(CANCELLATION, "Reference", "Reference"),
         "90082-001 Reference", CANCELLATION),
    Fact("no_form_to_act_on", "type 3 with a number of the declarant's own",
         CHANGE.replace("<ReferenceOrigin>2<", "<ReferenceOrigin>1<"), "90082-001 Reference", CHANGE),
    Fact("no_form_to_act_on", "a career-break cancellation without a ticket", without(loic(status=3), "Reference[2]"),
         "90082-001 Reference", loic(status=3)),
    Fact("original_names_a_form_to_act_on", "an original with a ticket of type 3",
         after(twct(), "Reference", reference(3, 2, TICKET)), "90082-005 Reference",
         after(twct(), "Reference", reference(3, 1, "DOSSIER-3"))),
    Fact("ticket_of_another_length", "twelve characters", replacing(TICKET[:12]), f"00222-093 {AT}",
         replacing(TICKET)),
    Fact("ticket_of_another_length", "dashes do not count, a fourteenth character does",
         replacing(tickets.printed(TICKET) + "9"), f"00222-093 {AT}", replacing(tickets.printed(TICKET))),
    Fact("mistyped_ticket", "one wrong character", twct(status=1, ticket=MISTYPED), f"00222-004 {AT}", CHANGE,
         stored=[stored_twct()]),
    Fact("mistyped_ticket", "a ticket issued elsewhere is known, so not mistyped",
         twct(status=1, ticket=MISTYPED), f"00222-004 {AT}", twct(status=1, ticket=MISTYPED),
         stored=[stored_twct()], neighbour_stored=[stored_twct(MISTYPED)]),
    Fact("unknown_ticket", "no form has it", twct(status=1, ticket=OTHER_TICKET), f"00222-234 {AT}", CHANGE,
         stored=[stored_twct()]),
    Fact("unknown_ticket", "no refused form has it", replacing(OTHER_TICKET), f"00222-234 {AT}", replacing(TICKET),
         stored=[stored_twct(accepted=False)]),
    Fact("unknown_ticket", "blanks, dashes and small letters do not matter",
         twct(status=1, ticket=tickets.printed(OTHER_TICKET).lower()), f"00222-234 {AT}",
         twct(status=1, ticket=tickets.printed(TICKET).lower()), stored=[stored_twct()]),
    Fact("ticket_of_another_kind_or_employer", "a career-break ticket", twct(status=1, ticket=LOIC_TICKET),
         f"00222-207 {AT}", CHANGE, stored=[stored_twct(), stored_loic()]),
    Fact("ticket_of_another_kind_or_employer", "a ticket of temporary unemployment", loic(status=3, ticket=TICKET),
         f"00222-207 {AT}", loic(status=3), stored=[stored_twct(), stored_loic()]),
    Fact("ticket_of_another_kind_or_employer", "another employer",
         CHANGE, f"00222-207 {AT}", CHANGE, stored=[stored_twct(employer=(f"N{OTHER_ONSS}", f"C{OTHER_COMPANY}"))],
         neighbour_stored=[stored_twct(employer=(f"N{OTHER_ONSS}", "C1245007866"))]),
    Fact("ticket_of_another_kind_or_employer", "a refused form of another employer", replacing(TICKET),
         f"00222-207 {AT}", replacing(TICKET), stored=[stored_twct(accepted=False, employer=("N1",))],
         neighbour_stored=[stored_twct(accepted=False)]),
    Fact("form_to_act_on_was_refused", "a refused form cannot be changed", CHANGE, f"00222-238 {AT}", CHANGE,
         stored=[stored_twct(accepted=False)], neighbour_stored=[stored_twct()]),
    Fact("form_to_act_on_is_cancelled", "cancelled before", CANCELLATION, f"00222-241 {AT}", CANCELLATION,
         stored=[stored_twct(life="cancelled")], neighbour_stored=[stored_twct()]),
    Fact("form_to_act_on_is_cancelled", "itself a cancellation", CHANGE, f"00222-241 {AT}", CHANGE,
         stored=[stored_twct(status=3)], neighbour_stored=[stored_twct(status=1)]),
    Fact("not_the_latest_situation", "a modification has replaced it", CHANGE, f"00222-180 {AT}", CHANGE,
         stored=[stored_twct(life="replaced")], neighbour_stored=[stored_twct()]),
    Fact("form_replaced_was_not_refused", "type 6 names an accepted form", replacing(TICKET), f"00222-453 {AT}",
         replacing(TICKET), stored=[stored_twct()], neighbour_stored=[stored_twct(accepted=False)]),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(references.RULES))


@pytest.mark.parametrize("text", [twct(status=1, ticket=MISTYPED), replacing(OTHER_TICKET), CHANGE])
def test_what_is_stored_is_not_judged_when_nothing_is_stored_at_all(text: str) -> None:
    assert said(text) == []


def test_only_the_ticket_at_fault_is_pointed_at() -> None:
    stored = Stored(stored_twct(), stored_twct(OTHER_TICKET))
    (report,) = verdicts(one_of_each_type(), stored=stored)[0].reports
    assert (report.error_id, report.value) == ("00222-453", OTHER_TICKET)


def test_a_second_cancellation_in_the_same_file_finds_the_form_cancelled() -> None:
    stored = Stored(stored_twct())
    first, second = verdicts(together(CANCELLATION, CANCELLATION), stored=stored)
    assert first.accepted
    assert [report.error_id for report in second.reports] == ["00222-241"]


def test_a_refused_modification_leaves_the_form_as_it_was() -> None:
    stored = Stored(stored_twct())
    wrong = twct(status=1, CompanyID="1245007867")
    first, second = verdicts(together(wrong, CHANGE), stored=stored)
    assert [report.error_id for report in first.reports] == ["00014-004"]
    assert second.accepted


def test_the_tickets_of_a_slice_are_loaded_at_once_as_they_are_stored() -> None:
    stored = Stored(stored_twct(), stored_twct(OTHER_TICKET, accepted=False))
    verdicts(together(CANCELLATION, replacing(tickets.printed(OTHER_TICKET))), stored=stored)
    assert stored.loaded == [{TICKET, OTHER_TICKET}]
