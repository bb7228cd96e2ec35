"""ONEM's decisions on a ticket."""

from dataclasses import replace

from declarations import (
    LOIC_TICKET,
    TICKET,
    TODAY,
    Fact,
    deci,
    every,
    in_status,
    is_silent,
    names_of,
    said,
    speaks,
    stored_twct,
    together,
    verdicts,
    without,
)

from batch.validators.rules import decision

AT = "ReferenceNbr"
UNREASONED = without(deci(ResultCode="0"), "ReasonText")

FACTS = [
    Fact("ticket_of_no_declaration", "the ticket of a decision", deci(), f"00222-207 {AT}", deci(),
         stored=[replace(stored_twct(), identification="DECI001")], neighbour_stored=[stored_twct()]),
    Fact("no_ticket_to_decide", "no reference but the own one", without(deci(), "Reference[2]"),
         "90082-001 Reference", deci()),
    Fact("no_ticket_to_decide", "a reference of type 3", deci().replace("Type>0<", "Type>3<"), "90082-001 Reference",
         deci()),
    Fact("ticket_unknown", "no form has it", deci(), f"00222-234 {AT}", deci(), stored=[],
         neighbour_stored=[stored_twct()]),
    Fact("ticket_mistyped", "a wrong symbol", deci(ticket=f"{TICKET[:9]}5{TICKET[10:]}"), f"00222-004 {AT}", deci(),
         stored=[], neighbour_stored=[stored_twct()]),
    Fact("ticket_mistyped", "a symbol too few", deci(ticket=TICKET[:-1]), f"00222-004 {AT}", deci(),
         stored=[], neighbour_stored=[stored_twct()]),
    Fact("form_was_refused", "refused at reception", deci(), f"00222-238 {AT}", deci(ticket=LOIC_TICKET),
         stored=[stored_twct(accepted=False)], neighbour_stored=[in_status("awaiting-onem")]),
    Fact("form_is_cancelled", "cancelled", deci(), f"00222-241 {AT}", deci(),
         stored=[stored_twct(life="cancelled")], neighbour_stored=[stored_twct()]),
    Fact("form_is_cancelled", "a cancellation", deci(), f"00222-241 {AT}", deci(),
         stored=[stored_twct(status=3)], neighbour_stored=[stored_twct(status=1)]),
    Fact("not_the_latest_situation", "a modification has replaced it", deci(), f"00222-180 {AT}", deci(),
         stored=[stored_twct(life="replaced")], neighbour_stored=[stored_twct(status=1)]),
    *(
        Fact("request_does_not_wait_for_onem", status, deci(ticket=LOIC_TICKET), f"00222-181 {AT}",
             deci(ticket=LOIC_TICKET), stored=[in_status(status)], neighbour_stored=[in_status(other)])
        for status, other in (("awaiting-worker", "awaiting-onem"), ("awaiting-attachments", "in-progress"),
                              ("awaiting-worker", "closed"))
    ),
    Fact("decided_in_the_future", "tomorrow", deci(DecisionDate="2026-03-10"), "98101-008 DecisionDate",
         deci(DecisionDate="2026-03-09")),
    Fact("decided_before_it_was_made", "a day before the declaration", deci(DecisionDate="2026-03-08"),
         "98101-008 DecisionDate", deci(DecisionDate="2026-03-09"), stored=[stored_twct(created=TODAY)]),
    Fact("refusal_without_reason", "no reason", UNREASONED, "98102-001 ReasonText", without(deci(), "ReasonText")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_a_second_form_that_does_not_say_which_one_it_is_is_told_so() -> None:
    first, second = verdicts(together(deci(), deci(Identification="")))
    assert first.accepted
    assert [report.error_id for report in second.reports] == ["00296-001"]


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(decision.RULES))


def test_an_accepted_decision_is_handed_on_and_a_refused_one_is_not() -> None:
    (good,), (bad,) = verdicts(deci()), verdicts(UNREASONED)
    assert good.decision is not None
    assert (good.decision.ticket, good.decision.positive, good.decision.reason) == (TICKET, True, "En ordre")
    assert bad.decision is None


def test_a_negative_decision_with_a_reason_is_sound() -> None:
    assert said(deci(ResultCode="0")) == []
