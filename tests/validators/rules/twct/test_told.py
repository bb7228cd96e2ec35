"""A communication against what was told before of the same worker."""

from datetime import date

from declarations import (
    OTHER_ONSS,
    TICKET,
    Fact,
    Known,
    every,
    is_silent,
    names_of,
    reports,
    said,
    simplified,
    speaks,
    stored_twct,
    twct,
    verdicts,
)
from declarations import told_before as before

from batch.validators.rules.twct import told

MARCH, FEBRUARY = date(2026, 3, 2), date(2026, 2, 27)
AGAIN = "90059-272 Form"


def known(*rows: object) -> Known:
    return Known(told=rows)  # type: ignore[arg-type]


def first_day(risk: str = "005", day: date = MARCH, **changes: object) -> Known:
    return known(before(risk=risk, first=day, last=day, regime=0, **changes))


FACTS = [
    *(Fact("first_day_told_already", f"risk {later} after {sooner} in March", twct(later), AGAIN, twct(later),
           known=first_day(sooner), neighbour_known=first_day(sooner, FEBRUARY))
      for sooner in ("002", "005") for later in ("002", "005")),
    Fact("first_day_told_already", "a year before is another month", twct("005"), AGAIN, twct("005"),
         known=first_day(), neighbour_known=first_day(day=date(2025, 3, 2))),
    Fact("first_day_told_already", "the second of two workers", twct("005"), AGAIN, twct("005"),
         known=first_day(worker=2), neighbour_known=first_day(worker=3)),
    Fact("first_day_told_already", "one number in common makes one employer", twct("005"), AGAIN, twct("005"),
         known=first_day(employer=("C1245007866",)), neighbour_known=first_day(employer=(f"N{OTHER_ONSS}",))),
    Fact("first_day_told_already", "a planned suspension is none", twct("005"), AGAIN, twct("005"),
         known=first_day(), neighbour_known=known(before(first=MARCH, last=MARCH, regime=2))),
    Fact("first_day_told_already", "a modification, but for what it replaces", twct("005", 1), AGAIN, twct("005", 1),
         stored=[stored_twct(kind="005", start=MARCH, end=None, first_end=None)], known=first_day(),
         neighbour_known=first_day(ticket=TICKET)),
    Fact("first_day_told_already", "a cancellation tells no first day", twct("005"), AGAIN, simplified("005"),
         known=first_day(), neighbour_known=first_day()),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(told.RULES))


def test_a_repetition_blocks_and_an_offline_check_is_silent() -> None:
    (report,) = reports(twct("005"), known=first_day())
    assert report.severity == "B"
    assert said(twct("005")) == []


def test_the_second_form_of_one_file_is_the_repetition() -> None:
    form = twct("002")
    start, end = form.index("<Form>"), form.index("</Form>") + len("</Form>")
    twice = form[:end] + form[start:end] + form[end:]
    assert [verdict.accepted for verdict in verdicts(twice, known=known())] == [True, False]
    assert [verdict.accepted for verdict in verdicts(twice)] == [True, True]
