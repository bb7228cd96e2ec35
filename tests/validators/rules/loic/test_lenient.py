"""What the online service of ONEM has been seen to let pass is accepted: remarks at most."""

from datetime import date

import pytest
from declarations import put, together, verdicts
from leaves import asking, ending, leave, taught

DATED = {
    "a notice a month and a half before parental leave": (leave(notice="2024-01-15", start="2024-03-01"), "2024-01-20"),
    "a notice six months before parental leave in education":
        (leave(notice="2024-05-01", start="2024-11-01", sector="03", nature=1), "2024-10-03"),
    "a request that comes after the start":
        (leave("5001", 5, notice="2022-03-01", start="2022-06-01", months=6, FormCreationDate="2022-06-20"),
         "2022-06-20"),
    "a request that comes four and a half months after the start":
        (leave(regime=2, notice="2022-06-15", start="2022-09-01", months=8, FormCreationDate="2023-01-17"),
         "2023-01-17"),
    "parental leave of two months and four days":
        (ending(leave(notice="2024-03-20", start="2024-05-28"), "2024-07-31"), "2024-03-20"),
    "half a time credit for four months":
        (leave("5001", 2, notice="2023-04-20", start="2023-08-01", months=4), "2023-07-12"),
    "an end of career for twelve years":
        (ending(leave("5005", 5, notice="2024-01-20", start="2024-05-01", INSS="64050191744"), "2036-08-31"),
         "2024-02-01"),
    "an end of career before the age of the allowance":
        (leave("5005", 2, notice="2020-02-01", start="2020-05-15", months=23, INSS="65050191765"), "2020-03-01"),
    "a month that is over": (leave(notice="2024-01-15", start="2024-03-01"), "2024-06-30"),
    "the periods of a teacher, one fifth not rounded up": (
        taught(asking(leave(regime=5, months=5, sector="03", notice="2026-10-01", start="2027-01-01")), Community="1",
               PeriodsBefore="21", PeriodsDuring="16", PeriodsGivenUp="5"), "2026-10-05"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DATED.values(), ids=list(DATED))
def test_it_is_accepted(text: str, day: str) -> None:
    text = put(text, "FormCreationDate", day)
    (verdict,) = verdicts(text, date.fromisoformat(day))
    assert [report for report in verdict.reports if report.severity == "B"] == []
    assert verdict.accepted


def test_the_same_credit_twice_and_two_breaks_at_once_are_accepted() -> None:
    half = leave("5001", 2, notice="2024-01-15", start="2024-05-01", months=3, FormCreationDate="2024-04-15")
    medical = leave("6002", 2, notice="2024-04-15", start="2024-05-01", months=3, FormCreationDate="2024-04-15")
    day = date(2024, 4, 15)
    assert all(verdict.accepted for verdict in verdicts(together(half, half, medical), day))


def test_a_worker_whose_number_tells_another_sex_is_accepted() -> None:
    """No sex is told in a request, hence none is compared: an even number passes like an odd one."""
    assert all(verdict.accepted for verdict in verdicts(together(leave(INSS="84051291836"), leave())))
