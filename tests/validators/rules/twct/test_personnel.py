"""The workers of a communication in the personnel file."""

from dataclasses import replace
from datetime import date

import pytest
from declarations import (
    AGENCY,
    COMPANY,
    ONSS,
    OTHER_COMPANY,
    OTHER_ONSS,
    OTHER_PPL,
    OWN_END,
    PPL,
    WORKERS,
    Fact,
    Known,
    after,
    dated,
    every,
    is_silent,
    is_silent_without_knowledge,
    local_authority,
    names_of,
    put,
    reports,
    said,
    simplified,
    speaks,
    twct,
    without,
)

from batch.model.personnel import Relation
from batch.validators.rules.twct import personnel

AT = "90017-152 NaturalPerson"
SINCE, OLD = date(2010, 1, 1), date(2021, 11, 15)
FIRST, SECOND = (Relation(worker, ONSS, "", COMPANY, SINCE) for worker in WORKERS[:2])
ELSEWHERE = Relation(WORKERS[0], OTHER_ONSS, "", OTHER_COMPANY, SINCE)
EMPLOYED = Known(relations=(FIRST, SECOND))
AWAY = Known(relations=(ELSEWHERE, SECOND))
"""The first worker works for somebody else."""


def first_one(**changes: object) -> Known:
    """The relation of the first worker with other facts; that of the second one as it is."""
    return Known(relations=(replace(FIRST, **changes), SECOND))  # type: ignore[arg-type]


AT_AGENCY = "TemporaryEmploymentAgency"
BY_USER_FIRM = put(twct(), AT_AGENCY, AGENCY.partition(">")[2].rpartition("<")[0])
OF_AGENCY = tuple(replace(ELSEWHERE, niss=worker) for worker in WORKERS[:2])
OWN = after(twct(), "NaturalPerson[1]/INSS", OWN_END)
"""The first worker's own end is 27 March; the general one is 10 April, the first day 17 March."""
OLD_CITY = local_authority(dated(put(twct(), "JointCommissionNbr", "999"), "2021-11-15", "2021-11-24", "2021-12-17"))
PPL_RELATIONS = tuple(Relation(worker, "", PPL, "", SINCE) for worker in WORKERS[:2])

FACTS = [
    Fact("worker_without_relation", "he is not in the file", twct(), AT, twct(), known=Known(relations=(SECOND,)),
         neighbour_known=EMPLOYED),
    Fact("worker_without_relation", "he works for somebody else", twct(), AT, twct(), known=AWAY,
         neighbour_known=Known(relations=(ELSEWHERE, FIRST, SECOND))),
    Fact("worker_without_relation", "he left the day before", twct(), AT, twct(),
         known=first_one(until=date(2026, 3, 16)), neighbour_known=first_one(until=date(2026, 3, 17))),
    Fact("worker_without_relation", "he comes the day after the end", twct(), AT, twct(),
         known=first_one(since=date(2026, 4, 11)), neighbour_known=first_one(since=date(2026, 4, 10))),
    Fact("worker_without_relation", "his own end counts, not the general one", OWN, AT, OWN,
         known=first_one(since=date(2026, 3, 28)), neighbour_known=first_one(since=date(2026, 3, 27))),
    Fact("worker_without_relation", "a first day counts alone", twct("005"), AT, twct("005"),
         known=first_one(since=date(2026, 3, 11)), neighbour_known=first_one(since=date(2026, 3, 10))),
    Fact("worker_without_relation", "bad weather", twct("002"), AT, twct("002"), known=AWAY, neighbour_known=EMPLOYED),
    Fact("worker_without_relation", "force majeure", twct("004"), AT, twct("004"), known=AWAY,
         neighbour_known=EMPLOYED),
    Fact("worker_without_relation", "social action", twct("006"), AT, twct("006"), known=AWAY,
         neighbour_known=EMPLOYED),
    Fact("worker_without_relation", "two relations, neither in the period", twct(), AT, twct(),
         known=Known(relations=(replace(FIRST, until=SINCE), replace(FIRST, since=date(2026, 5, 1)), SECOND)),
         neighbour_known=Known(relations=(replace(FIRST, until=SINCE), FIRST, SECOND))),
    Fact("worker_without_relation", "an ONSS number is enough, and another one is another employer", twct(), AT,
         twct(), known=first_one(noss=OTHER_ONSS), neighbour_known=first_one(company="")),
    Fact("worker_without_relation", "an enterprise number is enough, and another one is another employer",
         twct(), AT, twct(), known=first_one(company=OTHER_COMPANY), neighbour_known=first_one(noss="")),
    Fact("worker_without_relation", "a local authority", OLD_CITY, f"{AT}, {AT}", OLD_CITY, day=OLD,
         known=Known(relations=tuple(replace(one, lpa=OTHER_PPL) for one in PPL_RELATIONS)),
         neighbour_known=Known(relations=PPL_RELATIONS)),
    Fact("worker_without_relation", "the worker of an agency works for the agency", BY_USER_FIRM, f"{AT}, {AT}",
         BY_USER_FIRM, known=EMPLOYED, neighbour_known=Known(relations=OF_AGENCY)),
    Fact("worker_without_relation", "of an agency for which the sender may not act nothing is told", BY_USER_FIRM,
         f"{AT}, {AT}", BY_USER_FIRM, known=EMPLOYED,
         neighbour_known=replace(EMPLOYED, foreign=(f"N{OTHER_ONSS}", f"C{OTHER_COMPANY}"))),
    Fact("worker_without_relation", "an agency that tells its own workers is the employer", twct(), f"{AT}, {AT}",
         twct(), known=Known(relations=OF_AGENCY), neighbour_known=EMPLOYED),
    Fact("worker_without_relation", "a technical accident names no worker", twct(), f"{AT}, {AT}", twct("003"),
         known=Known(relations=())),
    Fact("worker_without_relation", "nor does a simplified cancellation", twct(), f"{AT}, {AT}", simplified(),
         known=Known(relations=())),
    Fact("worker_without_relation", "a cancellation is not asked", twct(), f"{AT}, {AT}", twct(status=3),
         known=Known(relations=())),
    Fact("worker_without_relation", "a modification is", twct(status=1), f"{AT}, {AT}", twct(status=1),
         known=Known(relations=()), neighbour_known=EMPLOYED),
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


def test_it_is_told_of_the_worker_who_has_none() -> None:
    (report,) = reports(twct(), known=Known(relations=(FIRST,)))
    (other,) = reports(twct(), known=Known(relations=(SECOND,)))
    assert report.tag == other.tag == "NaturalPerson"
    assert report.line > other.line


@pytest.mark.parametrize(
    "relation",
    [
        replace(FIRST, noss="", company=OTHER_COMPANY),
        replace(FIRST, noss=OTHER_ONSS, company=""),
        replace(FIRST, noss=OTHER_ONSS, company=OTHER_COMPANY),
    ],
)
def test_a_number_of_somebody_else_beside_the_own_one_does_not_tell_who_works_there(relation: Relation) -> None:
    """What the sender is told is the same whether the worker works there or nowhere."""
    probe = without(twct(CompanyID=OTHER_COMPANY), "NaturalPerson[2]")
    foreign = (f"N{OTHER_ONSS}", f"C{OTHER_COMPANY}")
    there, nowhere = (Known(foreign=foreign, relations=rows) for rows in ((relation,), ()))
    assert said(probe, known=there) == said(probe, known=nowhere)
    assert ("90017-152", "NaturalPerson") in said(probe, known=there)


def test_an_employer_for_whom_the_sender_may_not_act_is_not_looked_up() -> None:
    known = Known(foreign=(f"N{ONSS}", f"C{COMPANY}"), relations=())
    assert said(twct(), known=known) == [("00011-155", "NOSSRegistrationNbr")]


def wrong(number: str) -> str:
    """The number with another last digit."""
    return f"{number[:-1]}{(int(number[-1]) + 1) % 10}"


def test_a_number_that_cannot_be_anybodys_is_told_for_that_alone() -> None:
    nobody = Known(relations=(SECOND,))
    assert said(put(twct(), "INSS", wrong(WORKERS[0])), known=nobody) == [("00024-004", "INSS")]
    assert said(put(twct(), "INSS", "85173003301"), known=nobody) == [("90017-151", "NaturalPerson")]
    assert said(put(twct(), "INSS", "²" * 11), known=nobody) == [("00024-002", "INSS")]
    assert said(twct(CompanyID=wrong(COMPANY)), known=nobody) == [("00014-004", "CompanyID")]
    agency = put(BY_USER_FIRM, f"{AT_AGENCY}/CompanyID", wrong(OTHER_COMPANY))
    assert said(agency, known=nobody) == [("00014-004", "CompanyID")]


def test_an_end_before_the_start_leaves_the_first_day() -> None:
    backwards = put(twct(), "TempUnemploymentEndingDate", "2026-03-01")
    assert ("90017-152", "NaturalPerson") not in said(backwards, known=EMPLOYED)
    gone = first_one(until=date(2026, 3, 16))
    assert ("90017-152", "NaturalPerson") in said(backwards, known=gone)


def test_without_a_first_day_nobody_is_looked_up() -> None:
    anomalies = said(put(twct(), "TempUnemploymentStartingDate", "2026-02-30"), known=Known(relations=()))
    assert not any(error_id.startswith("90017") for error_id, _ in anomalies)
