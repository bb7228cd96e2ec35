"""The worker of an entry in the personnel file."""

from dataclasses import replace
from datetime import date

from declarations import (
    COMPANY,
    ONSS,
    OTHER_COMPANY,
    OTHER_ONSS,
    WORKERS,
    Fact,
    Known,
    every,
    is_silent,
    is_silent_without_knowledge,
    names_of,
    said,
    speaks,
    vblv,
)

from batch.model.personnel import Relation
from batch.validators.rules.vblv import personnel

AT = "90017-152 NaturalPerson"
WORKS = Relation(WORKERS[0], ONSS, "", COMPANY, date(2010, 1, 1))
EMPLOYED, NOBODY = Known(relations=(WORKS,)), Known(relations=())


def but(**changes: object) -> Known:
    return Known(relations=(replace(WORKS, **changes),))  # type: ignore[arg-type]


FACTS = [
    Fact("worker_without_relation", "he is not in the file", vblv(), AT, vblv(), known=NOBODY,
         neighbour_known=EMPLOYED),
    Fact("worker_without_relation", "he works for somebody else", vblv(), AT, vblv(),
         known=but(noss=OTHER_ONSS, company=OTHER_COMPANY), neighbour_known=EMPLOYED),
    Fact("worker_without_relation", "he left before the month", vblv(), AT, vblv(),
         known=but(until=date(2026, 3, 31)), neighbour_known=but(until=date(2026, 4, 1))),
    Fact("worker_without_relation", "he comes after the month", vblv(), AT, vblv(),
         known=but(since=date(2026, 5, 1)), neighbour_known=but(since=date(2026, 4, 30))),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(personnel.RULES))


@every(FACTS)
def test_without_a_personnel_file_nothing_is_said(fact: Fact) -> None:
    is_silent_without_knowledge(fact)


def test_a_number_of_somebody_else_beside_the_own_one_does_not_tell_who_works_there() -> None:
    probe, foreign = vblv(CompanyID=OTHER_COMPANY), (f"C{OTHER_COMPANY}",)
    there = Known(foreign=foreign, relations=(replace(WORKS, noss="", company=OTHER_COMPANY),))
    assert said(probe, known=there) == said(probe, known=Known(foreign=foreign, relations=()))


def test_the_month_is_the_whole_one_even_where_the_period_is_not() -> None:
    short = said(vblv(RefEndingDate="2026-04-10"), known=but(since=date(2026, 4, 20)))
    assert ("90017-152", "NaturalPerson") not in short


def test_a_cancellation_is_not_looked_up() -> None:
    assert ("90017-152", "NaturalPerson") not in said(vblv(AttestationStatus="3"), known=NOBODY)
