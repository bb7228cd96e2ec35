"""A break against what the same employer introduced before: a remark beyond each maximum, silence at it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from declarations import (
    COMPANY,
    LOIC_TICKET,
    ONSS,
    OTHER_COMPANY,
    OTHER_ONSS,
    OTHER_TICKET,
    WORKERS,
    Fact,
    Known,
    every,
    is_silent,
    is_silent_without_knowledge,
    loic,
    names_of,
    reports,
    speaks,
    stored_loic,
    together,
    verdicts,
)
from leaves import END, ending, fact, leave, taken

from batch.model.balance import Break, written
from batch.model.verdict import Verdict
from batch.validators.rules.loic import balance

SAYS = f"00911-271 {END}"
TODAY = date(2026, 3, 9)
PERSON, CAREER = "more_than_one_person_gives", "more_than_a_career_gives"


def known(*breaks: Break) -> Known:
    return Known(breaks=breaks)


def row(rule: str, told: str, asked: str, before: Break) -> Fact:
    """A day more before is too much; as it stands everything is used and nothing more."""
    beyond = replace(before, end=date.fromordinal(before.end.toordinal() + 1))
    return replace(fact(rule, told, asked, SAYS, asked), known=known(beyond), neighbour_known=known(before))


FACTS = [
    row(PERSON, "parental, in full", leave("6001", 1, months=1), taken("6001", 1, 3)),
    row(PERSON, "parental, half", leave("6001", 2, months=2), taken("6001", 2, 6)),
    row(PERSON, "parental, one fifth", leave("6001", 5, months=5), taken("6001", 5, 15)),
    row(PERSON, "parental, one tenth", leave("6001", 10, months=10), taken("6001", 10, 30)),
    row(PERSON, "parental, one capital for all regimes", leave("6001", 5, months=5), taken("6001", 2, 6)),
    row(PERSON, "medical, in full", leave("6002", 1, months=3), taken("6002", 1, 9)),
    row(PERSON, "medical, half", leave("6002", 2, months=3), taken("6002", 5, 21)),
    row(PERSON, "palliative", leave("6003", 1, months=1), taken("6003", 2, 2)),
    row(PERSON, "carer, in full", leave("6004", 1, months=1), taken("6004", 1, 2)),
    row(PERSON, "carer, half", leave("6004", 2, months=2), taken("6004", 5, 4)),
    row(CAREER, "time credit", leave("5001", 2, months=3, notice="2026-02-20"), taken("5006", 5, 48)),
    row(
        CAREER,
        "time credit, care and training together",
        leave("5001", 2, months=15, notice="2026-02-20"),
        taken("5004", 1, 36),
    ),
    row(CAREER, "time credit for training", leave("5004", 2, months=6, notice="2026-02-20"), taken("5004", 1, 30)),
    row(CAREER, "ordinary, in full", leave("7001", 1, months=12, sector="02"), taken("7001", 1, 48)),
    row(CAREER, "ordinary, one third", leave("7001", 3, months=12, sector="02", nature=4), taken("7001", 5, 48)),
    replace(
        fact(PERSON, "the fourth month of palliative leave", leave("6003"), SAYS, leave("6003")),
        known=known(taken("6003", 1, 1), taken("6003", 1, 1), taken("6003", 1, 1)),
        neighbour_known=known(taken("6003", 1, 1), taken("6003", 1, 1)),
    ),
    replace(
        fact(CAREER, "carer, in full for a third person", leave("6004"), SAYS, leave("6004"), SAYS),
        known=known(taken("6004", 1, 3), taken("6004", 1, 3, start=date(2022, 1, 1))),
        neighbour_known=known(taken("6004", 1, 3)),
    ),
    replace(
        fact(PERSON, "a later end", loic(status=1), SAYS, loic(status=1)),
        stored=[stored_loic(kind="6001")],
        known=known(taken("6001", 2, 2, start=date(2026, 6, 1)), taken("6001", 1, 2, latest=OTHER_TICKET)),
        neighbour_known=known(taken("6001", 2, 2, start=date(2026, 6, 1)), taken("6001", 1, 1, latest=OTHER_TICKET)),
    ),
]


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


@every([one for one in FACTS if one.stored is None])
def test_an_offline_check_counts_nothing(fact: Fact) -> None:
    is_silent_without_knowledge(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(balance.RULES))


def test_what_a_person_gives_is_a_remark_and_what_a_career_gives_a_condition() -> None:
    (person,) = reports(leave("6001", 1), TODAY, known=known(taken("6001", 1, 4)))
    (career,) = reports(leave("5001", 2, months=3, notice="2026-02-20"), TODAY, known=known(taken("5001", 2, 51)))
    assert (person.severity, career.severity) == ("W", "NP")


@pytest.mark.parametrize(
    ("kind", "regime", "months", "sector"), [("5005", 2, 12, "01"), ("7002", 5, 12, "02"), ("6005", 1, 1, "01")]
)
def test_what_has_no_maximum_is_counted_and_never_too_much(kind: str, regime: int, months: int, sector: str) -> None:
    asked = leave(kind, regime, months=months, sector=sector, INSS="64030991583")
    if kind == "6005":
        asked = ending(asked, "2026-06-07")
    before = taken(kind, regime, 500, worker="64030991583", start=date(1970, 1, 1))
    (verdict,) = verdicts(asked, TODAY, known=known(before))
    assert "00911-271" not in {report.error_id for report in verdict.reports}
    (count,) = verdict.counts
    assert (count.most, count.breaks) == (None, 2)


def counted(text: str, *before: Break) -> list[tuple[str, str, int]]:
    (verdict,) = verdicts(text, TODAY, known=known(*before))
    return told(verdict)


def told(verdict: Verdict) -> list[tuple[str, str, int]]:
    return [(one.maximum.name, written(one.used), one.breaks) for one in verdict.counts]


def test_a_request_alone_is_counted_too() -> None:
    assert counted(leave("6001", 2, months=2)) == [("parental", "1", 1)]


def test_only_what_counts_together_is_counted_together() -> None:
    others = taken("6002", 1, 3), taken("5001", 2, 6)
    assert counted(leave("6001", 2, months=2), *others) == [("parental", "1", 1)]


@pytest.mark.parametrize(
    "elsewhere",
    [
        taken("6001", 1, 4, employer=(f"N{OTHER_ONSS}", f"C{OTHER_COMPANY}")),
        taken("6001", 1, 4, employer=(f"N{ONSS}", f"C{OTHER_COMPANY}")),
        taken("6001", 1, 4, employer=(f"C{OTHER_COMPANY}",)),
        taken("6001", 1, 4, employer=()),
        taken("6001", 1, 4, worker=WORKERS[1]),
    ],
)
def test_nothing_of_another_employer_or_worker_is_counted_or_spoken_of(elsewhere: Break) -> None:
    assert counted(leave("6001", 1), elsewhere) == [("parental", "1", 1)]
    assert reports(leave("6001", 1), TODAY, known=known(elsewhere)) == ()


def test_one_common_number_is_the_same_employer() -> None:
    assert counted(leave("6001", 1), taken("6001", 1, 1, employer=(f"C{COMPANY}",))) == [("parental", "2", 2)]


def test_a_request_that_is_too_long_alone_is_told_so_and_not_twice() -> None:
    found = reports(leave("6001", 1, months=5), TODAY, known=known())
    assert [report.error_id for report in found] == ["00911-494"]


def test_a_new_end_date_counts_in_the_place_of_the_old_one() -> None:
    before = taken("5001", 2, 6, start=date(2026, 6, 1)), taken("5001", 2, 3, latest=OTHER_TICKET)
    (verdict,) = verdicts(loic(status=1), TODAY, known=known(*before))
    assert told(verdict) == [("time-credit", "8", 2)]
    assert verdict.taken == replace(before[0], end=date(2026, 10, 31))


def test_a_new_end_date_of_what_is_not_known_counts_nothing() -> None:
    (verdict,) = verdicts(loic(status=1), TODAY, known=known(taken("5001", 2, 6, latest=OTHER_TICKET)))
    assert (verdict.counts, verdict.taken) == ((), None)


def test_a_cancellation_counts_nothing() -> None:
    (verdict,) = verdicts(loic(status=3), TODAY, known=known(taken("5001", 2, 6, latest=LOIC_TICKET)))
    assert (verdict.counts, verdict.taken) == ((), None)


@pytest.mark.parametrize(
    "text",
    [
        ending(leave(), "2026-05-01"),
        leave(InterruptionType="9999"),
        ending(leave(), "x"),
        leave(INSS="0"),
    ],
)
def test_a_refused_request_counts_nothing(text: str) -> None:
    (verdict,) = verdicts(text, TODAY, known=known(taken("6001", 1, 4)))
    assert not verdict.accepted
    assert (verdict.counts, verdict.taken) == ((), None)


def test_the_maximum_is_that_of_the_notice() -> None:
    before = known(taken("6003", 1, 2, start=date(2015, 1, 1)))
    old = leave("6003", notice="2016-12-20", start="2017-01-02")
    assert "00911-271" in {report.error_id for report in reports(old, date(2016, 12, 20), known=before)}
    new = leave("6003", notice="2017-01-02", start="2017-01-09")
    assert "00911-271" not in {report.error_id for report in reports(new, date(2017, 1, 2), known=before)}


def test_the_requests_of_one_set_are_counted_one_after_the_other() -> None:
    found = verdicts(together(*[leave("6003")] * 4), TODAY, known=known())
    assert [told(verdict)[0][1] for verdict in found] == ["1", "2", "3", "4"]
    assert [[report.error_id for report in verdict.reports] for verdict in found] == [[], [], [], ["00911-271"]]
