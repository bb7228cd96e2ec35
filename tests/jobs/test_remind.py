"""Requests that wait for the worker: reminded of once, near the last day, and listed for the operator."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from breaks_sent import sent
from declarations import loic, without, worker_cancellation, worker_part
from installations import Installation

from batch.model import tickets
from batch.model.calendar import months_after
from batch.model.leave import last_day
from batch.store import dossiers

START = date(2026, 6, 1)
LAST = date(2026, 8, 1)
FIRST_REMINDER = LAST - timedelta(14)


def on(installation: Installation, day: date) -> list[str]:
    """The reminders that lie there after the passes of a day."""
    installation.now = datetime(day.year, day.month, day.day, 8, 30, tzinfo=UTC)
    for _ in range(2):
        assert installation.run().problems == []
    return [text for text in installation.texts("LONO") if "<Reminder>1</Reminder>" in text]


def request(installation: Installation, start: date = START) -> str:
    """A parental leave of a month, noticed two months before its start and sent on that day."""
    noticed = months_after(start, -2)
    installation.now = datetime(noticed.year, noticed.month, noticed.day, 8, 30, tzinfo=UTC)
    days = {"StartingDate": start, "EndingDate": last_day(start, 1), "DocumentDate": noticed}
    return sent(installation, loic("parental-full", **{tag: day.isoformat() for tag, day in days.items()}))


def test_the_sender_is_reminded_fourteen_days_before_the_last_day_and_once(installation: Installation) -> None:
    ticket = request(installation)
    assert on(installation, FIRST_REMINDER - timedelta(1)) == []
    (text,) = on(installation, FIRST_REMINDER)
    assert f"<ReferenceNbr>{ticket}</ReferenceNbr>" in text
    assert "<Status>awaiting-worker</Status><StatusDate>2026-04-01</StatusDate>" in text
    assert on(installation, FIRST_REMINDER + timedelta(1)) == on(installation, LAST) == [text]


@pytest.mark.parametrize(("day", "count"), [(LAST, 1), (LAST + timedelta(1), 0)])
def test_on_the_last_day_a_reminder_still_helps_and_after_it_no_more(
    installation: Installation, day: date, count: int
) -> None:
    request(installation)
    assert len(on(installation, day)) == count


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2026, 12, 28), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2027, 12, 29), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 4, 29)),
        (date(2026, 6, 30), date(2026, 8, 30)),
        (date(2026, 8, 31), date(2026, 10, 31)),
    ],
)
def test_the_last_day_is_counted_date_to_date(installation: Installation, start: date, last: date) -> None:
    request(installation, start)
    assert on(installation, last - timedelta(15)) == []
    assert len(on(installation, last - timedelta(14))) == 1


def test_how_long_before_is_a_setting(installation: Installation) -> None:
    (installation.home / "onem-batch.toml").write_text('signature = "off"\nreminder_days = 3\n')
    request(installation)
    assert on(installation, LAST - timedelta(4)) == []
    assert len(on(installation, LAST - timedelta(3))) == 1


def test_a_new_end_date_is_the_one_to_act_on(installation: Installation) -> None:
    ticket = sent(installation, loic())
    newer = sent(installation, loic(status=1, ticket=ticket))
    (text,) = on(installation, FIRST_REMINDER)
    assert f"<ReferenceNbr>{newer}</ReferenceNbr>" in text


@pytest.mark.parametrize("answer", [worker_part, worker_cancellation])
def test_nobody_is_reminded_of_what_waits_no_more(installation: Installation, answer) -> None:
    ticket = sent(installation, loic())
    sent(installation, without(answer(ticket=ticket), "ReferenceData"), "LOWK", "999997")
    assert on(installation, FIRST_REMINDER) == []


def test_who_wants_no_status_is_not_reminded_and_not_later_either(installation: Installation) -> None:
    request(installation)
    installation.register.directory.change_sender("123456", {"wants_status": False}, installation.now)
    assert on(installation, FIRST_REMINDER) == []
    installation.register.directory.change_sender("123456", {"wants_status": True}, installation.now)
    assert on(installation, FIRST_REMINDER + timedelta(1)) == []


def test_simulation_is_never_reminded(installation: Installation) -> None:
    from breaks_sent import lay

    lay(installation, loic(), kind="S")
    installation.run()
    assert on(installation, FIRST_REMINDER) == []
    assert installation.texts("LONO", folder="OUTTEST-S") == []


def test_a_worker_who_answers_meanwhile_makes_the_reminder_void(installation: Installation) -> None:
    ticket = request(installation)
    with installation.register.writing() as connection:
        connection.exec_driver_sql("UPDATE dossiers SET status = 'awaiting-onem'")
        assert dossiers.mark_reminded(connection, ticket, installation.now) is False


def test_status_tells_how_many_wait_near_their_last_day_and_the_oldest(installation: Installation) -> None:
    from batch.status import waiting_requests

    first, second = request(installation), request(installation, date(2026, 7, 1))

    def told(day: date):
        return waiting_requests(installation.desk, installation.register, day, with_all=True)

    early, near, late = told(LAST - timedelta(15)), told(LAST - timedelta(14)), told(LAST + timedelta(1))
    rows = [
        {"ticket": tickets.printed(first), "sender": "123456", "last_day": "2026-08-01"},
        {"ticket": tickets.printed(second), "sender": "123456", "last_day": "2026-09-01"},
    ]
    assert early["waiting_requests"] == near["waiting_requests"] == rows
    assert early["requests"] == {"waiting": 2, "near": 0, "late": 0, "oldest": None}
    assert near["requests"] == {"waiting": 2, "near": 1, "late": 0, "oldest": rows[0]}
    assert late["requests"] == {"waiting": 2, "near": 1, "late": 1, "oldest": rows[0]}
