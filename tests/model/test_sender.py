"""Who may act for whom, at every edge of a quarter and for every pair of numbers."""

from __future__ import annotations

from datetime import date

import pytest
from employers import company, noss
from hypothesis import given
from hypothesis import strategies as st

from batch.model.calendar import quarter_of, quarter_text, read_quarter
from batch.model.sender import (
    EVERY,
    GROUPS,
    EmployerRecord,
    Mandate,
    Sender,
    group_of,
    is_same_employer,
    keys_of,
    line_faults,
    may_act_for,
    sender_faults,
    span_faults,
)

NOSS, OTHER = noss(1141353), noss(1141354)
COMPANY, OTHER_COMPANY = company(8520934), company(8520935)
QUARTERS = st.builds(lambda year, quarter: year * 10 + quarter, st.integers(1900, 2099), st.integers(1, 4))
KEYS = st.lists(st.sampled_from(["N1", "N2", "C1", "C2", "L1"]), max_size=3, unique_by=lambda key: key[0]).map(tuple)


def mandate(**changes) -> Mandate:
    given = {"sender": "123456", "noss": NOSS, "company": "", "group": "career-break", "since": 20261, "until": 20264}
    return Mandate(**(given | changes))


# -- the same employer -----------------------------------------------------------------------------------------


@given(KEYS, KEYS)
def test_the_same_employer_goes_both_ways(one, other) -> None:
    assert is_same_employer(one, other) == is_same_employer(other, one)


@given(KEYS)
def test_an_employer_is_itself_unless_it_has_no_number(keys) -> None:
    assert is_same_employer(keys, keys) == bool(keys)


@given(KEYS, KEYS)
def test_one_number_that_differs_makes_another_employer(one, other) -> None:
    known = {key[0]: key for key in one}
    if any(known.get(key[0], key) != key for key in other):
        assert not is_same_employer(one, other)


@given(st.integers(1, 10**9 - 1), st.integers(0, 5))
def test_leading_zeros_do_not_count(number: int, zeros: int) -> None:
    assert keys_of("0" * zeros + str(number), "") == keys_of(str(number), "") == (f"N{number}",)


def test_zeros_alone_are_no_number() -> None:
    assert keys_of("000000000", "0") == ()


# -- mandates --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quarter", "covers"), [(20254, False), (20261, True), (20262, True), (20264, True), (20271, False)]
)
def test_a_mandate_holds_from_its_first_to_its_last_quarter(quarter: int, covers: bool) -> None:
    assert mandate().covers(keys_of(NOSS, ""), "career-break", quarter) is covers


@pytest.mark.parametrize(
    ("day", "covers"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_a_mandate_changes_at_the_midnight_between_two_quarters(day: str, covers: bool) -> None:
    assert mandate().covers(keys_of(NOSS, ""), "career-break", quarter_of(date.fromisoformat(day))) is covers


@given(QUARTERS, QUARTERS, QUARTERS)
def test_a_mandate_covers_exactly_its_quarters(since: int, until: int, asked: int) -> None:
    one = mandate(since=since, until=until)
    assert one.covers(keys_of(NOSS, ""), "career-break", asked) == (since <= asked <= until)


@pytest.mark.parametrize(
    ("named", "covers"),
    [
        ((NOSS, ""), True),
        ((NOSS, COMPANY), True),
        (("", COMPANY), True),
        ((OTHER, COMPANY), False),
        ((NOSS, OTHER_COMPANY), False),
        ((OTHER, ""), False),
        (("", ""), False),
    ],
)
def test_a_mandate_for_two_numbers_is_contradicted_by_neither(named: tuple[str, str], covers: bool) -> None:
    assert mandate(company=COMPANY).covers(keys_of(*named), "career-break", 20261) is covers


@pytest.mark.parametrize(("group", "covers"), [("career-break", True), ("temporary-unemployment", False)])
def test_a_mandate_holds_for_its_group(group: str, covers: bool) -> None:
    assert mandate().covers(keys_of(NOSS, ""), group, 20261) is covers
    assert mandate(group=EVERY).covers(keys_of(NOSS, ""), group, 20261)


def test_a_mandate_for_every_employer_covers_one_without_numbers_too() -> None:
    assert mandate(noss=EVERY).covers((), "career-break", 20261)
    assert not mandate(noss=EVERY).covers((), "career-break", 20271)


def test_an_employer_needs_no_mandate_for_itself() -> None:
    own = Sender("123456", "x", "employer", "fr", noss=NOSS, company=COMPANY)
    assert may_act_for(own, (), keys_of(NOSS, ""), "career-break", 20261)
    assert not may_act_for(own, (), keys_of(OTHER, ""), "career-break", 20261)
    assert may_act_for(own, [mandate(noss=OTHER)], keys_of(OTHER, ""), "career-break", 20261)


def test_a_sender_without_numbers_is_nobody() -> None:
    assert not may_act_for(Sender("123456", "x", "employer", "fr"), (), (), "career-break", 20261)


def test_the_number_of_a_mandate_is_not_part_of_what_it_says() -> None:
    assert mandate(id=1) == mandate(id=2)


def test_every_application_belongs_to_one_group() -> None:
    codes = [code for codes in GROUPS.values() for code in codes]
    assert len(codes) == len(set(codes))
    assert {code: group_of(code) for code in ("TWCT", "VBLV", "LOIC", "LORQ", "DECI")} == {
        "TWCT": "temporary-unemployment",
        "VBLV": "temporary-unemployment",
        "LOIC": "career-break",
        "LORQ": "career-break",
        "DECI": None,
    }


def test_a_record_has_the_keys_of_its_numbers() -> None:
    record = EmployerRecord(NOSS, COMPANY, "x", curatorship=False, since=date(2010, 1, 1))
    assert record.keys() == (f"N{NOSS}", f"C{COMPANY.lstrip('0')}")
    authority = EmployerRecord("", "", "x", curatorship=False, since=date(2010, 1, 1), lpa="01234526")
    assert authority.keys() == ("L1234526",)


# -- what may be entered ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("000001", True),
        ("999998", True),
        ("000000", False),
        ("999999", False),
        ("12345", False),
        ("1234567", False),
        ("12345x", False),
        ("١٢٣٤٥٦", False),
        ("../../", False),
    ],
)
def test_a_sender_number_is_six_digits_and_not_the_receivers(number: str, good: bool) -> None:
    assert (list(sender_faults(Sender(number, "x", "employer", "fr"))) == []) is good


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "  "},
        {"name": "a\nb"},
        {"name": "x" * 201},
        {"quality": "service provider"},
        {"language": "en"},
        {"codes": ("TWC",)},
        {"codes": ("twct",)},
        {"codes": ("TWCT", "TWCT")},
        {"contact": "\x1b[2J"},
    ],
)
def test_each_fault_of_a_sender_is_told_once(changes: dict) -> None:
    given = {"number": "123456", "name": "Le Hêtre", "quality": "employer", "language": "nl", "codes": ("TWCT", "LOIC")}
    assert list(sender_faults(Sender(**given))) == []
    assert len(list(sender_faults(Sender(**(given | changes))))) == 1


def test_all_faults_of_a_sender_are_told_at_once() -> None:
    assert len(list(sender_faults(Sender("1", "", "x", "en", codes=("a", "a"))))) == 7


@given(st.text())
def test_a_line_that_may_be_entered_is_one_line(text: str) -> None:
    if not list(line_faults("name", text)):
        assert len(text.splitlines()) <= 1


def test_a_span_may_be_one_quarter_or_one_day_long() -> None:
    assert not list(span_faults(20261, 20261))
    assert list(span_faults(20261, 20254))
    assert not list(span_faults(date(2026, 1, 1), date(2026, 1, 1)))
    assert not list(span_faults(date(2026, 1, 1), None))
    assert list(span_faults(date(2026, 1, 2), date(2026, 1, 1)))


# -- quarters --------------------------------------------------------------------------------------------------


@given(QUARTERS)
def test_a_quarter_is_read_as_it_is_written(quarter: int) -> None:
    assert read_quarter(quarter_text(quarter)) == read_quarter(str(quarter)) == quarter


@pytest.mark.parametrize("text", ["", "2026", "2026/0", "2026/5", "2026-1", "26/1", "2026/11", "1899/4", "２０２６/1"])
def test_what_is_no_quarter_is_none(text: str) -> None:
    assert read_quarter(text) is None


@given(st.dates())
def test_the_quarter_of_a_day_is_one_that_can_be_typed(day: date) -> None:
    if 1900 <= day.year < 2100:
        assert read_quarter(str(quarter_of(day))) == quarter_of(day)
