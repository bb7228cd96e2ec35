"""A modification or cancellation against the communication it acts on."""

from dataclasses import replace
from datetime import date, timedelta

from declarations import (
    Fact,
    Stored,
    after,
    dated,
    every,
    is_silent,
    names_of,
    put,
    reference,
    said,
    simplified,
    speaks,
    stored_twct,
    twct,
)

from batch.validators.rules.twct import situation

AT, START, END = "ReferenceNbr", "TempUnemploymentStartingDate", "TempUnemploymentEndingDate"
LAST = date(2026, 4, 10)
IN_TIME, LATE = LAST + timedelta(60), LAST + timedelta(61)
STORED = [stored_twct()]


def cancelled_on(day: date) -> str:
    return simplified().replace("2026-03-09", str(day))


def ending(day: str, status: int = 1) -> str:
    return twct(status=status, TempUnemploymentEndingDate=day)


def moved_to_namur(status: int) -> str:
    return put(put(twct(status=status), "ZIPCode", "5000"), "City", "Namur")


def also_named(number: str) -> str:
    return after(twct(status=1), "Reference[2]", reference(3, 1, number))


def starting(day: str) -> str:
    return twct(status=1, TempUnemploymentStartingDate=day)


def first_day_cancelled(day: date) -> str:
    return simplified("005").replace("2026-03-09", str(day))


ECONOMIC_DAY = stored_twct(kind="005", start=date(2026, 3, 13), end=None, first_end=None, cause=60)
"""A Friday; five working days before is the Friday before, the next working day is Monday 16 March."""
NAMED = [stored_twct(own_reference="ATELIER-2026-11")]
FACTS = [
    Fact("another_risk_or_postcode", "another risk", twct("004", 1), f"00222-181 {AT}", twct("001", 1), stored=STORED),
    *(
        Fact("another_risk_or_postcode", f"another postcode, status {status}", moved_to_namur(status),
             f"00222-181 {AT}", twct(status=status), stored=STORED)
        for status in (1, 3)
    ),
    Fact("another_risk_or_postcode", "a simplified cancellation tells no postcode", simplified("004"),
         f"00222-181 {AT}", simplified(), stored=STORED),
    Fact("change_too_late", "61 days after the end", cancelled_on(LATE), "90059-460 Form", cancelled_on(IN_TIME),
         stored=STORED, day=LATE, neighbour_day=IN_TIME),
    Fact("change_too_late", "no end: 61 days after the start", cancelled_on(date(2026, 5, 17)), "90059-460 Form",
         cancelled_on(date(2026, 5, 16)), stored=[stored_twct(end=None)], day=date(2026, 5, 17),
         neighbour_day=date(2026, 5, 16)),
    Fact("start_brought_forward", "by a day, without the notice", starting("2026-03-16"), f"00199-270 {START}",
         starting("2026-03-17"), stored=STORED),
    Fact("start_brought_forward", "by a day, with the notice", starting("2026-03-16"), f"00199-270 {START}",
         starting("2026-03-17"), stored=[stored_twct(start=date(2026, 3, 20))]),
    Fact("start_brought_forward", "a later one needs no notice", starting("2026-03-16"), f"00199-270 {START}",
         starting("2026-03-16"), stored=STORED, neighbour_stored=[stored_twct(start=date(2026, 3, 15))]),
    Fact("start_brought_forward", "another risk has no such notice", starting("2026-03-16"), f"00199-270 {START}",
         dated(twct("004", 1), "2026-03-09", "2026-03-06", "2026-03-10"), stored=STORED,
         neighbour_stored=[stored_twct(kind="004", start=date(2026, 3, 9))]),
    *(
        Fact("first_day_cancelled_outside_its_window", fact, first_day_cancelled(wrong), "90059-460 Form",
             first_day_cancelled(right), stored=[ECONOMIC_DAY], day=wrong, neighbour_day=right)
        for fact, wrong, right in (
            ("two working days after, with a weekend between", date(2026, 3, 17), date(2026, 3, 16)),
            ("six working days before", date(2026, 3, 5), date(2026, 3, 6)),
        )
    ),
    Fact("first_day_cancelled_outside_its_window", "after a technical accident there is no window",
         first_day_cancelled(date(2026, 3, 17)), "90059-460 Form", first_day_cancelled(date(2026, 3, 17)),
         stored=[ECONOMIC_DAY], neighbour_stored=[replace(ECONOMIC_DAY, cause=61)], day=date(2026, 3, 17)),
    Fact("first_day_cancelled_outside_its_window", "a modification has none", first_day_cancelled(date(2026, 3, 17)),
         "90059-460 Form", dated(twct("005", 1), "2026-03-17", "2026-03-13"), stored=[ECONOMIC_DAY],
         day=date(2026, 3, 17)),
    Fact("no_period_can_be_told", "a simplified cancellation of a form whose period is not known", simplified(),
         "90059-452 Form", simplified(), stored=[stored_twct(start=None, end=None)], neighbour_stored=STORED),
    Fact("no_period_can_be_told", "a full cancellation tells the period itself", simplified(), "90059-452 Form",
         twct(status=3), stored=[stored_twct(start=None, end=None)]),
    Fact("own_reference_of_another_form", "another one than the ticket's form had", also_named("ATELIER-2026-12"),
         "90059-234 Form", also_named("ATELIER-2026-11"), stored=NAMED),
    Fact("own_reference_of_another_form", "a form that had none is compared with none", also_named("ATELIER-2026-12"),
         "90059-234 Form", also_named("ATELIER-2026-12"), stored=NAMED, neighbour_stored=STORED),
    Fact("own_reference_of_another_form", "it need not be told", also_named("ATELIER-2026-12"), "90059-234 Form",
         twct(status=1), stored=NAMED),
    Fact("end_later_than_first_declared", "a day later", ending("2026-04-11"), f"00754-482 {END}",
         ending("2026-04-10"), stored=STORED),
    Fact("end_later_than_first_declared", "the first end counts, not the one of the modification before",
         ending("2026-04-11"), f"00754-482 {END}", ending("2026-04-10"),
         stored=[stored_twct(status=1, end=date(2026, 4, 3))]),
    Fact("end_later_than_first_declared", "a cancellation may say anything", ending("2026-04-11"), f"00754-482 {END}",
         ending("2026-04-11", 3), stored=STORED),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(situation.RULES))


def test_the_end_of_another_risk_may_be_later_than_the_first_declared() -> None:
    stored = stored_twct(kind="004", start=date(2026, 3, 6), end=date(2026, 3, 20), first_end=date(2026, 3, 20))
    later = dated(twct("004", 1), "2026-03-09", "2026-03-06", "2026-03-27")
    assert said(later, stored=Stored(stored)) == []


def test_a_form_of_another_kind_is_not_compared() -> None:
    assert said(twct(status=1), stored=Stored(stored_twct(identification="LOIC001"))) == [("00222-207", AT)]
