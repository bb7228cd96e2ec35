"""The filters of a request for an overview."""

import pytest
from declarations import (
    COMPANY,
    ONSS,
    WORKERS,
    Fact,
    Known,
    every,
    is_silent,
    loic,
    names_of,
    put,
    said,
    speaks,
    without,
)
from declarations import overview as asked

from batch.validators.rules import overview


def zone(tag: str, *values: str) -> str:
    return asked("".join(f"<{tag}>{value}</{tag}>" for value in values))


def period(start: str, end: str) -> str:
    return asked(f"<PeriodStart>{start}</PeriodStart><PeriodEnd>{end}</PeriodEnd>")


FACTS = [
    Fact("worker_named_twice", "beside the employer",
         asked().replace("<EmployerId>", f"<INSS>{WORKERS[0]}</INSS><EmployerId>"), "00024-005 INSS",
         zone("INSS", WORKERS[0])),
    Fact("worker_number_is_zero", "zero", zone("INSS", "00000000000"), "00024-003 INSS", zone("INSS", WORKERS[0])),
    Fact("worker_number_check_digits", "wrong", zone("INSS", "84051291738"), "00024-004 INSS",
         zone("INSS", "02011492888")),
    Fact("type_outside_list", "the second of three", zone("InterruptionType", "5001", "5999", "6001"),
         "01136-008 InterruptionType", zone("InterruptionType", "5001", "5005", "6001")),
    Fact("period_ends_before_it_starts", "a day before", period("2026-03-02", "2026-03-01"), "98203-014 PeriodEnd",
         period("2026-03-02", "2026-03-02")),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(overview.RULES))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (zone("Page", "0"), "98204-008"),
        (zone("Page", "1"), ""),
        (zone("Page", "10000"), "98204-093"),
        (zone("InterruptionRegime", "5", "6"), "01137-008"),
        (zone("InterruptionRegime", "5", "10"), ""),
        (zone("Status", "closed", "open"), "98121-008"),
        (zone("Community", "4"), "98001-008"),
        (zone("PeriodStart", "2026-02-30"), "98202-003"),
        (zone("Page", "1", "2"), "98204-090"),
        (asked("<Page>1</Page><Community>1</Community>"), "99201-091"),
        (asked(TypeForm="SU"), "00297-008"),
        (asked(AttestationStatus="1"), "00110-008"),
        (without(asked(), "LORQ001"), "99201-001"),
        (without(asked(), "EmployerId"), "90256-001"),
    ],
)
def test_every_zone_has_its_domain(text: str, told: str) -> None:
    assert " ".join(code for code, _ in said(text)) == told


def test_the_value_at_fault_is_named_at_its_line_and_not_the_first() -> None:
    from declarations import reports

    text = zone("InterruptionType", "5001", "5999")
    (report,) = reports(text)
    assert report.value == "5999"


def test_for_an_employer_without_a_mandate_nothing_is_told() -> None:
    foreign = Known(foreign=(f"N{ONSS}", f"C{COMPANY}"))
    assert said(asked(), known=foreign) == [("00011-155", "NOSSRegistrationNbr")]
    assert said(put(asked(), "NOSSRegistrationNbr", "0"), known=foreign) == [("00014-155", "CompanyID")]
    assert said(asked(), known=Known(foreign=())) == []


def test_the_employer_is_checked_as_in_a_request() -> None:
    wrong = {"NOSSRegistrationNbr": "161234564"}
    assert said(asked(**wrong)) == said(loic(**wrong))
