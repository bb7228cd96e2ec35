"""The life of a request through the channel: both parts, ONEM's progress and decision, and who is told what."""

from __future__ import annotations

import pytest
from channel import lay, sent, told
from declarations import deci, loic, progress, worker_cancellation, worker_part
from installations import Installation
from sqlalchemy import select

from batch.store import statuses
from batch.store.dossier_tables import dossiers


@pytest.fixture
def request_ticket(installation: Installation) -> str:
    return sent(installation, "LOIC", loic())


def completes(ticket: str) -> str:
    return worker_part(ticket=ticket)


def test_a_request_goes_from_the_worker_over_onem_to_its_end(installation: Installation, request_ticket: str) -> None:
    sent(installation, "LOWK", completes(request_ticket), "999997")
    sent(installation, "DECI", progress(ticket=request_ticket), "999998")
    sent(installation, "DECI", deci(ticket=request_ticket), "999998")

    assert told(installation) == ["awaiting-onem", "in-progress", "closed"]
    assert installation.texts("DEFI") == []


def test_the_sender_hears_nothing_of_the_worker_part_but_the_status(
    installation: Installation, request_ticket: str
) -> None:
    sent(installation, "LOWK", completes(request_ticket), "999997")

    everything = b"".join(installation.answers().values()).decode()
    for secret in ("BE68539007547034", "HouseholdSituation", "WithAllowance", "LOWK"):
        assert secret not in everything
    hand = installation.texts("HAND", "999998")[-1]
    assert "LOWK002" not in hand.partition("<DocumentBase64>")[0]  # it goes to ONEM as it was sent, in base64


def test_a_new_end_date_moves_the_ticket_to_act_on(installation: Installation, request_ticket: str) -> None:
    newer = sent(installation, "LOIC", loic(status=1, ticket=request_ticket))

    assert sent(installation, "LOWK", completes(request_ticket), "999997") == "00222-180"
    sent(installation, "LOWK", completes(newer), "999997")
    assert told(installation) == ["awaiting-onem"]


def test_who_comes_second_is_told_that_the_status_has_moved_on(installation: Installation, request_ticket: str) -> None:
    """The lost race: the worker completes first, then the employer's changes arrive."""
    sent(installation, "LOWK", completes(request_ticket), "999997")

    assert sent(installation, "LOIC", loic(status=1, ticket=request_ticket)) == "00222-181"
    assert sent(installation, "LOIC", loic(status=3, ticket=request_ticket)) == "00222-181"
    assert sent(installation, "LOWK", completes(request_ticket), "999997") == "00222-181"
    assert told(installation) == ["awaiting-onem"]


@pytest.mark.parametrize("employer_first", [True, False])
def test_of_two_in_one_pass_the_first_wins(
    installation: Installation, request_ticket: str, *, employer_first: bool
) -> None:
    lay.count += 10
    worker = ("LOWK", completes(request_ticket), "999997")
    employer = ("LOIC", loic(status=3, ticket=request_ticket), "123456")
    for one in (employer, worker) if employer_first else (worker, employer):
        lay(installation, *one)
    assert installation.run().problems == []

    assert told(installation) in ([], ["awaiting-onem"])
    refused = [text for number in ("123456", "999997") for text in installation.texts("NOTI", number)]
    assert sum("00222-181" in text or "00222-241" in text for text in refused) == 1


def test_a_worker_cancels_and_the_sender_is_told(installation: Installation, request_ticket: str) -> None:
    sent(installation, "LOWK", worker_cancellation(ticket=request_ticket), "999997")

    assert told(installation) == ["cancelled"]
    assert sent(installation, "LOIC", loic(status=3, ticket=request_ticket)) == "00222-241"
    assert sent(installation, "LOWK", completes(request_ticket), "999997") == "00222-241"


def test_what_the_sender_does_himself_is_not_told_again(installation: Installation, request_ticket: str) -> None:
    sent(installation, "LOIC", loic(status=3, ticket=request_ticket))
    assert told(installation) == []


def test_onem_decides_only_what_waits_for_it(installation: Installation, request_ticket: str) -> None:
    assert sent(installation, "DECI", deci(ticket=request_ticket), "999998") == "00222-181"
    assert sent(installation, "DECI", progress(ticket=request_ticket), "999998") == "00222-181"
    assert told(installation) == []


def test_a_sender_who_wants_no_status_is_told_none(installation: Installation, request_ticket: str) -> None:
    installation.register.directory.change_sender("123456", {"wants_status": False}, installation.now)
    sent(installation, "LOWK", completes(request_ticket), "999997")
    assert told(installation) == []
    assert installation.register.untold_changes() == []


def test_only_the_front_office_speaks_for_workers(installation: Installation, request_ticket: str) -> None:
    lay(installation, "LOWK", completes(request_ticket))
    lay(installation, "LOWK", completes(request_ticket), "999998")
    installation.run()
    assert all("ACRF-154" in installation.texts("ACRF", number)[-1] for number in ("123456", "999998"))


def test_every_status_follows_from_the_steps_that_are_kept(installation: Installation, request_ticket: str) -> None:
    second = sent(installation, "LOIC", loic(ticket=request_ticket))
    sent(installation, "LOIC", loic(status=3, ticket=second))
    sent(installation, "LOWK", completes(request_ticket), "999997")
    sent(installation, "DECI", deci(ticket=request_ticket), "999998")
    with installation.register.reading() as connection:
        assert dict(connection.execute(select(dossiers.c.ticket, dossiers.c.status)).all()) == {
            request_ticket: "closed", second: "cancelled",
        }  # fmt: skip
        assert statuses.rebuilt(connection) == statuses.Statuses(2, 0, None, {})
