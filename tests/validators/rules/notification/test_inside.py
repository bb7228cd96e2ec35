"""The request inside an answer to a worker's notification."""

from declarations import (
    AGREEMENT,
    Fact,
    Stored,
    answer,
    every,
    is_silent,
    loic,
    names_of,
    put,
    said,
    speaks,
    stored_notification,
    without,
)

from batch.validators.rules.notification import inside

PENDING = [stored_notification()]
WHOLE = answer(request=loic())
BREAK = "InterruptionInformation"

FACTS = [
    Fact("request_unwanted", "refused with a request", answer(2, request=loic()), "90529-005 LOIC001", WHOLE,
         stored=PENDING),
    Fact("type_differs_from_notification", "another time credit", answer(request=loic(InterruptionType="5002")),
         "01136-008 InterruptionType", WHOLE, stored=PENDING),
    Fact("regime_differs_from_notification", "a third instead of a half", answer(request=loic(InterruptionRegime="3")),
         "01137-008 InterruptionRegime, 01137-496 InterruptionRegime", WHOLE, stored=PENDING),
    Fact("start_differs_from_notification", "a day later",
         answer(request=put(loic(), f"{BREAK}/StartingDate", "2026-06-02")), "00910-008 StartingDate", WHOLE,
         stored=PENDING),
    Fact("end_differs_from_notification", "a day earlier",
         answer(request=put(loic(), f"{BREAK}/EndingDate", "2026-11-29")), "00911-008 EndingDate", WHOLE,
         stored=PENDING),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(inside.RULES))


def test_it_gets_the_anomalies_of_a_request() -> None:
    """What a rule, the walk and the schema say of a request alone, they say of it inside."""
    for faulty in (
        without(loic(), "EmployerInterruptionForm"),
        without(loic(), "CollectiveLabourAgreement"),
        without(loic(), "DclInformation"),
        loic(WeekHoursNbr="0"),
        loic(JointCommissionNbr="998"),
        loic(PhoneNbr="x@y"),
    ):
        alone = said(faulty)
        assert alone
        assert said(answer(request=faulty), stored=Stored(stored_notification())) == alone


def test_its_law_is_that_of_the_worker_notice() -> None:
    assert AGREEMENT in WHOLE
    assert said(WHOLE, stored=Stored(stored_notification())) == []
