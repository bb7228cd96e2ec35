"""``mandate`` and ``permission`` as an operator types them."""

from __future__ import annotations

import json

import pytest
from employers import company, noss

from batch.model.calendar import brussels_day

NOSS, COMPANY = noss(1141353), company(8520934)


@pytest.fixture
def desk(say):
    """A desk with two senders."""
    for number in ("123456", "234567"):
        assert say("sender", "add", number, "--name", "x", "--quality", "social-secretariat")[0] == 0
    return say


def mandates(say, *words: str) -> list[dict]:
    code, out, _ = say("mandate", "list", "--json", *words)
    assert code == 0
    return json.loads(out)


def test_a_mandate_is_entered_and_listed(desk) -> None:
    words = ("--noss", NOSS, "--company", "0852.093.431", "--group", "career-break", "--from", "2026/1")
    code, out, _ = desk("mandate", "add", "123456", *words, "--until", "20264")
    assert (code, out) == (0, "Mandate 1 entered.\n")
    assert mandates(desk) == [
        {
            "id": 1,
            "sender": "123456",
            "noss": NOSS,
            "company": COMPANY,
            "group": "career-break",
            "from": "2026/1",
            "until": "2026/4",
        }
    ]
    head, line = desk("mandate", "list")[1].splitlines()
    assert head.split() == ["ID", "SENDER", "ONSS", "ENTERPRISE", "GROUP", "QUARTERS"]
    assert line.endswith("career-break  2026/1 to 2026/4")


def test_a_mandate_without_quarters_holds_for_ever(desk) -> None:
    desk("mandate", "add", "123456", "--noss", "*", "--group", "*")
    assert desk("mandate", "list")[1].splitlines()[1].endswith("… to …")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--group", "*"), "ONSS number, its enterprise number, or both"),
        (("--noss", NOSS), "--group"),
        (("--noss", NOSS, "--group", "all"), "no group of applications"),
        (("--noss", "114135341", "--group", "*"), "check digits"),
        (("--company", "0852093432", "--group", "*"), "check digits"),
        (("--noss", "*", "--company", COMPANY, "--group", "*"), "ONSS number '*'"),
        (("--noss", NOSS, "--group", "*", "--from", "2026"), "no quarter"),
        (("--noss", NOSS, "--group", "*", "--from", "2026/2", "--until", "2026/1"), "ends before it begins"),
    ],
)
def test_a_wrong_mandate_is_refused(desk, words: tuple[str, ...], complaint: str) -> None:
    code, _, err = desk("mandate", "add", "123456", *words)
    assert code == 2
    assert complaint in err
    assert mandates(desk) == []


def test_the_same_mandate_is_refused_where_it_overlaps(desk) -> None:
    words = ("123456", "--noss", NOSS, "--group", "career-break")
    assert desk("mandate", "add", *words, "--until", "2026/2")[0] == 0
    code, _, err = desk("mandate", "add", *words, "--from", "2026/2")
    assert code == 2
    assert "Mandate 1 says the same already" in err
    assert "end that one (mandate end 1 --after), or enter other quarters" in err
    assert desk("mandate", "add", *words, "--from", "2026/3")[0] == 0
    assert desk("mandate", "add", "654321", *words[1:])[0] == 2


def test_mandates_end_after_a_quarter(desk) -> None:
    for group in ("career-break", "temporary-unemployment"):
        desk("mandate", "add", "123456", "--noss", NOSS, "--group", group, "--from", "2025/1")
    code, out, _ = desk("mandate", "end", "1", "2", "--after", "2026/2")
    assert (code, out) == (0, "Ended after 2026/2: 1, 2.\n")
    assert [one["until"] for one in mandates(desk)] == ["2026/2", "2026/2"]
    assert desk("mandate", "end", "1", "--after", "2026/3")[0] == 2
    assert desk("mandate", "end", "3", "--after", "2026/1")[0] == 2
    code, _, err = desk("mandate", "end", "1", "--after", "2024/4")
    assert (code, "--withdraw" in err) == (2, True)
    assert desk("mandate", "end", "1", "--after", "2024/4", "--withdraw")[0] == 0
    assert "withdrawn" in desk("mandate", "list")[1]


def test_the_list_can_be_narrowed_to_a_sender_or_an_employer(desk) -> None:
    for sender, words in (
        ("123456", ("--noss", NOSS)),
        ("123456", ("--noss", "*")),
        ("234567", ("--company", COMPANY)),
    ):
        desk("mandate", "add", sender, *words, "--group", "*")
    assert [one["id"] for one in mandates(desk, "--sender", "123456")] == [1, 2]
    assert [one["id"] for one in mandates(desk, "--employer", NOSS)] == [1, 2]
    assert [one["id"] for one in mandates(desk, "--employer", COMPANY.lstrip("0"))] == [2, 3]
    assert [one["id"] for one in mandates(desk, "--employer", noss(1))] == [2]
    assert desk("mandate", "list", "--employer", "hello")[0] == 2
    assert desk("mandate", "list", "--sender", "999998")[1] == "No mandate.\n"


# -- permissions -----------------------------------------------------------------------------------------------


def test_a_permission_is_given_and_ended(desk) -> None:
    assert desk("permission", "add", COMPANY, "career-break", "--from", "2026-01-05")[0] == 0
    assert desk("permission", "add", COMPANY, "career-break")[0] == 2
    assert desk("permission", "add", company(1), "career-break-education", "--from", "2026-01-05")[0] == 0
    assert desk("permission", "end", COMPANY, "career-break", "--after", "2026-06-30")[0] == 0
    assert desk("permission", "end", COMPANY, "career-break", "--after", "2026-06-30")[0] == 2
    listed = json.loads(desk("permission", "list", "--json", "--company", COMPANY)[1])
    assert listed == [{"company": COMPANY, "permission": "career-break", "from": "2026-01-05", "until": "2026-06-30"}]
    assert len(desk("permission", "list")[1].splitlines()) == 3


def test_a_permission_begins_and_ends_today_when_no_day_is_typed(desk) -> None:
    from batch.clock import system_clock

    today = brussels_day(system_clock()).isoformat()
    desk("permission", "add", COMPANY, "career-break")
    desk("permission", "end", COMPANY, "career-break")
    (found,) = json.loads(desk("permission", "list", "--json")[1])
    assert (found["from"], found["until"]) == (today, today)


@pytest.mark.parametrize(
    "words",
    [(COMPANY, "everything"), ("1", "career-break"), ("", "career-break"), (COMPANY, "career-break", "--from", "x")],
)
def test_a_wrong_permission_is_refused(desk, words: tuple[str, ...]) -> None:
    assert desk("permission", "add", *words)[0] == 2
    assert desk("permission", "list")[1] == "No permission.\n"
