"""What was told of workers before: of one employer, in one environment, whoever sent it, and only while it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from declarations import COMPANY, ONSS, OTHER_COMPANY, OTHER_ONSS, WORKERS, put, simplified, together, twct
from installations import Installation, make_installation
from notices import anomalies_of, tickets_of

from batch.jobs.decide import decide
from batch.jobs.judging.history import StoredHistory
from batch.model.verdict import Decision

AGAIN = ["90059-272"]
HERS, HIS = "123456", "234567"
HIMSELF = (f"N{ONSS}", f"C{COMPANY}")


def fresh(text: str, start: str = "2026-03-16") -> str:
    return put(put(text, "FormCreationDate", "2026-03-16"), "TempUnemploymentStartingDate", start)


FIRST_DAY = fresh(twct("005"))
WEATHER = fresh(twct("002"))
ELSEWHERE = put(put(FIRST_DAY, "NOSSRegistrationNbr", OTHER_ONSS), "CompanyID", OTHER_COMPANY)


class Channel:
    """Sets that get their names by themselves; what is said of each, and the tickets given."""

    def __init__(self, home: Path) -> None:
        self.made: Installation = make_installation(home)
        self.tickets: list[str] = []
        self._laid = 0

    def says(self, content: str, environment: str = "R", sender: str = HERS) -> list[str]:
        self._laid += 1
        folders = {"R": ("IN", "OUT"), "S": ("INTEST-S", "OUTTEST-S")}[environment]
        before = len(self.made.texts("NOTI", sender, folders[1]))
        stem = f"TWCT.{sender}.20260316.{self._laid:05d}.{environment}"
        self.made.lay(stem, content, folder=folders[0], sender=sender)
        assert self.made.run().problems == []
        (noti,) = self.made.texts("NOTI", sender, folders[1])[before:]
        self.tickets = tickets_of(noti)
        return anomalies_of(noti)


@pytest.fixture
def channel(tmp_path: Path) -> Channel:
    return Channel(tmp_path / "home")


def test_a_second_first_day_of_the_month_is_refused(channel: Channel) -> None:
    assert channel.says(FIRST_DAY) == []
    assert channel.says(WEATHER) == AGAIN
    assert channel.says(FIRST_DAY) == AGAIN


def test_it_is_refused_whoever_of_the_mandataries_sends_it(channel: Channel) -> None:
    assert channel.says(FIRST_DAY) == []
    assert channel.says(FIRST_DAY, sender=HIS) == AGAIN


def test_it_is_unknown_to_another_employer_and_in_another_environment(channel: Channel) -> None:
    assert channel.says(FIRST_DAY) == []
    assert channel.says(ELSEWHERE) == []
    rehearsed = put(put(FIRST_DAY, "FormCreationHour", "11:00:00.000"), "ReferenceNbr", "REHEARSED")
    assert channel.says(rehearsed, "S") == []
    assert channel.says(put(rehearsed, "ReferenceNbr", "AGAIN"), "S") == AGAIN


def test_what_was_cancelled_may_be_told_again(channel: Channel) -> None:
    assert channel.says(FIRST_DAY) == []
    cancellation = put(simplified("005", channel.tickets[0]), "FormCreationDate", "2026-03-16")
    assert channel.says(cancellation) == []
    assert channel.says(FIRST_DAY) == []
    assert channel.says(WEATHER) == AGAIN


def test_a_cancellation_and_a_new_first_day_may_stand_in_one_set(channel: Channel) -> None:
    assert channel.says(FIRST_DAY) == []
    cancellation = put(simplified("005", channel.tickets[0]), "FormCreationDate", "2026-03-16")
    assert channel.says(together(cancellation, WEATHER, FIRST_DAY)) == AGAIN


def test_a_modification_stands_in_the_place_of_what_it_replaces(channel: Channel) -> None:
    assert channel.says(FIRST_DAY) == []
    change = fresh(twct("005", 1, ticket=channel.tickets[0]), "2026-03-17")
    assert channel.says(change) == []
    assert channel.says(WEATHER) == AGAIN


def test_a_refused_form_tells_nothing(channel: Channel) -> None:
    assert "00046-008" in channel.says(put(FIRST_DAY, "JointCommissionNbr", "998"))
    assert channel.says(FIRST_DAY) == []


def test_what_onem_has_refused_may_be_told_again_and_what_it_has_accepted_may_not(channel: Channel) -> None:
    assert channel.says(FIRST_DAY) == []
    ticket, desk = channel.tickets[0], channel.made.desk
    assert (
        decide(desk, Decision(ticket, date(2026, 3, 16), positive=False, reason="Travail possible"), "test") == "noted"
    )
    assert channel.says(WEATHER) == []
    assert decide(desk, Decision(channel.tickets[0], date(2026, 3, 16), positive=True), "test") == "noted"
    assert channel.says(FIRST_DAY) == AGAIN


def test_nothing_is_known_of_an_employer_for_whom_the_sender_may_not_act(channel: Channel) -> None:
    assert channel.says(FIRST_DAY) == []
    with StoredHistory(channel.made.register, "R", lambda _employer: False) as history:
        history.load([WORKERS[0]])
        assert list(history.get(WORKERS[0], HIMSELF)) == []
    with StoredHistory(channel.made.register, "R", lambda _employer: True) as history:
        history.load([WORKERS[0], "84051291737"])
        (told,) = history.get(WORKERS[0], HIMSELF)
    assert (told.first, told.risk, told.ticket) == (date(2026, 3, 16), "005", channel.tickets[0])
