"""The request that a form acts on."""

from dataclasses import replace

import pytest
from declarations import (
    LOIC_TICKET,
    OTHER_COMPANY,
    OTHER_ONSS,
    WORKERS,
    Fact,
    Stored,
    every,
    in_status,
    is_silent,
    names_of,
    progress,
    said,
    speaks,
    stored_loic,
    stored_twct,
    without,
    worker_cancellation,
    worker_part,
)

from batch.model.dossier import STATUSES, after
from batch.validators.rules.dossier import acting

AT = "ReferenceNbr"
WAITS = [stored_loic()]
OTHER_FIRM = (f"N{OTHER_ONSS}", f"C{OTHER_COMPANY}")

FACTS = [
    Fact("no_request_to_act_on", "no reference but the own one", without(worker_part(), "Reference[2]"),
         "90082-001 Reference", worker_part(), stored=WAITS),
    Fact("no_request_to_act_on", "a reference of type 3", worker_part().replace("Type>0<", "Type>3<"),
         "90082-001 Reference", worker_part(), stored=WAITS),
    Fact("ticket_mistyped", "one symbol is wrong", worker_part(ticket=LOIC_TICKET.replace("04L", "04M")),
         f"00222-004 {AT}", worker_part(), stored=WAITS),
    Fact("ticket_unknown", "nobody has it", worker_part(), f"00222-234 {AT}", worker_part(), stored=[],
         neighbour_stored=WAITS),
    Fact("ticket_of_another_kind_or_person", "a communication", worker_part(), f"00222-207 {AT}", worker_part(),
         stored=[stored_twct(LOIC_TICKET, inss=WORKERS[0])], neighbour_stored=WAITS),
    Fact("ticket_of_another_kind_or_person", "another worker's", worker_part(INSS=WORKERS[1]), f"00222-207 {AT}",
         worker_part(), stored=WAITS),
    Fact("ticket_of_another_kind_or_person", "another employer's", worker_part(), f"00222-207 {AT}",
         worker_part(NOSSRegistrationNbr=OTHER_ONSS), stored=[stored_loic(employer=OTHER_FIRM)]),
    Fact("ticket_of_another_kind_or_person", "whose worker and employer need not be named", worker_part(),
         f"00222-207 {AT}", without(worker_part(), "ReferenceData"), stored=[stored_loic(employer=OTHER_FIRM)]),
    Fact("request_was_refused", "refused at reception", worker_part(), f"00222-238 {AT}", worker_part(),
         stored=[stored_loic(accepted=False, dossier=None)], neighbour_stored=WAITS),
    Fact("not_the_latest_situation", "a new end date came", worker_part(), f"00222-180 {AT}", worker_part(),
         stored=[stored_loic(life="replaced")], neighbour_stored=[stored_loic(status=1)]),
    Fact("request_is_cancelled", "cancelled", worker_part(), f"00222-241 {AT}", worker_part(),
         stored=[in_status("cancelled", life="cancelled")], neighbour_stored=WAITS),
    Fact("request_is_cancelled", "the ticket of the cancellation", worker_part(), f"00222-241 {AT}", worker_part(),
         stored=[in_status("cancelled", status=3)], neighbour_stored=WAITS),
    Fact("status_does_not_allow_it", "the worker has completed already", worker_part(), f"00222-181 {AT}",
         worker_part(), stored=[in_status("awaiting-onem")], neighbour_stored=WAITS),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(acting.RULES))


@pytest.mark.parametrize("status", [one for one in STATUSES if one != "cancelled"])
@pytest.mark.parametrize(
    ("text", "step"),
    [(worker_part(), "worker-part"), (worker_cancellation(), "worker-cancellation"), (progress(), "progress")],
    ids=["worker part", "worker cancellation", "progress"],
)
def test_a_step_passes_exactly_in_the_statuses_of_the_table(status: str, text: str, step: str) -> None:
    expected = [] if after(status, step) else [("00222-181", AT)]
    assert said(text, stored=Stored(replace(in_status(status)))) == expected
