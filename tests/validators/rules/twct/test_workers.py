"""Workers and department."""

from declarations import (
    DEPARTMENT,
    OWN_END,
    WORKERS,
    Fact,
    after,
    before,
    every,
    is_silent,
    names_of,
    put,
    reports,
    said,
    simplified,
    speaks,
    twct,
    without,
    worker,
)

from batch.validators.rules.twct import workers

PERSON, DEPARTMENT_TAG = "NaturalPerson", "DepartmentIdentification"
BOTH = (PERSON, PERSON)


def with_department(text: str, reason: str) -> str:
    return before(text, reason, DEPARTMENT)


def own_end(risk: str, day: str = "2026-03-27") -> str:
    return after(twct(risk), f"{PERSON}[2]/INSS", OWN_END.replace("2026-03-27", day))


BY_DEPARTMENT = without(with_department(twct(), "TempUnempEconomical"), *BOTH)
REASONS = {"002": "TempUnempBadWeather", "003": "TempUnempTechnicalAccident", "004": "TempUnempMajorForce",
           "005": "EffectiveUnemployment"}  # fmt: skip

FACTS = [
    Fact("workers_missing", "risk 001 without department", without(twct(), *BOTH), f"90017-001 {PERSON}",
         BY_DEPARTMENT),
    *(
        Fact("workers_missing", f"risk {risk}", without(twct(risk), *BOTH), f"90017-001 {PERSON}", twct("003"))
        for risk in ("002", "004", "005", "006")
    ),
    Fact("workers_missing", "a full cancellation", without(twct(status=3), *BOTH), f"90017-001 {PERSON}", simplified()),
    Fact("workers_unwanted", "risk 003", before(twct("003"), REASONS["003"], worker(1)), f"90017-005 {PERSON}",
         twct("003")),
    Fact("workers_unwanted", "risk 001 with a department too", with_department(twct(), "TempUnempEconomical"),
         f"90017-005 {PERSON}", BY_DEPARTMENT),
    Fact("workers_unwanted", "a simplified cancellation", after(simplified(), "TemporaryEmploymentAgency", worker(1)),
         f"90017-005 {PERSON}", twct(status=3)),
    Fact("department_missing", "risk 006", without(twct("006"), DEPARTMENT_TAG), f"90268-001 {DEPARTMENT_TAG}",
         simplified("006")),
    *(
        Fact("department_unwanted", f"risk {risk}", with_department(twct(risk), reason),
             f"90268-005 {DEPARTMENT_TAG}", BY_DEPARTMENT)
        for risk, reason in REASONS.items()
    ),
    Fact("department_unwanted", "a simplified cancellation",
         after(simplified("006"), "TemporaryEmploymentAgency", DEPARTMENT), f"90268-005 {DEPARTMENT_TAG}",
         twct("006", 3)),
    *(
        Fact("worker_not_identifiable", f"month {number[2:4]} of birth, with good check digits",
             put(twct(), "INSS", number), f"90017-151 {PERSON}", put(twct(), "INSS", possible))
        for number, possible in (("84131291793", "84121291786"), ("84331291739", "84201291745"),
                                 ("84531291782", "84521291775"), ("85173003301", "84001291702"))
    ),
    Fact("worker_not_identifiable", "wrong check digits are told for them alone", put(twct(), "INSS", "84131291793"),
         f"90017-151 {PERSON}", put(twct(), "INSS", "84131291794"), "00024-004 INSS"),
    Fact("sequence_number_twice", "two workers", put(twct(), f"{PERSON}[2]/NaturalPersonSequenceNbr", "1"),
         "00023-006 NaturalPersonSequenceNbr", put(twct(), f"{PERSON}[2]/NaturalPersonSequenceNbr", "9999999")),
    Fact("sequence_number_twice", "leading zeros do not count",
         put(twct(), f"{PERSON}[2]/NaturalPersonSequenceNbr", "0000001"), "00023-006 NaturalPersonSequenceNbr", twct()),
    Fact("worker_twice", "one worker under two numbers", put(twct(), f"{PERSON}[2]/INSS", WORKERS[0]),
         "00024-006 INSS", put(twct(), f"{PERSON}[2]/INSS", WORKERS[2])),
    Fact("worker_number_check_digits", "wrong", put(twct(), "INSS", "84051291738"), "00024-004 INSS", twct()),
    Fact("worker_number_check_digits", "zero is no worker", put(twct(), "INSS", "00000000000"), "00024-004 INSS",
         twct()),
    Fact("worker_number_check_digits", "born in 2002: the remainder of the other century is good",
         put(twct(), "INSS", "02011492889"), "00024-004 INSS", put(twct(), "INSS", WORKERS[3])),
    *(
        Fact("individual_end_for_another_risk", f"risk {risk}", own_end(risk), "90276-005 IndividualUnempPeriod",
             own_end("001"))
        for risk in ("002", "004", "005", "006")
    ),
    Fact("individual_end_outside_period", "before the general start", own_end("001", "2026-03-16"),
         "00768-097 IndividualUnempEndingDate", own_end("001", "2026-03-17")),
    Fact("individual_end_outside_period", "after the general end", own_end("001", "2026-04-11"),
         "00768-097 IndividualUnempEndingDate", own_end("001", "2026-04-10")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(workers.RULES))


def test_a_worker_is_named_by_the_keys_above_him() -> None:
    (report,) = reports(put(twct(), f"{PERSON}[2]/INSS", "79060395575"))
    keys = dict(report.keys)
    assert keys["INSS"] == "79060395575"
    assert keys["NaturalPersonSequenceNbr"] == "2"
    assert keys["NOSSRegistrationNbr"] == "161234563"


def test_three_workers_with_one_number_are_two_faults() -> None:
    text = after(twct(), f"{PERSON}[2]", worker(3))
    for nth in (2, 3):
        text = put(text, f"{PERSON}[{nth}]/INSS", WORKERS[0])
    assert said(text) == [("00024-006", "INSS")] * 2
