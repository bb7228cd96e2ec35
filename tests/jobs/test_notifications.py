"""A worker notifies his employer: parameters, the notification, who gets it, and the answer to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from declarations import (
    COMPANY,
    ONSS,
    OTHER_COMPANY,
    OTHER_ONSS,
    WORKERS,
    after,
    answer,
    deci,
    loic,
    notification,
    parameters,
    reference,
    together,
    without,
    worker_part,
)
from declarations import overview as listing
from installations import NOW, Installation

from batch.errors import StaleSituation
from batch.jobs import process
from batch.jobs.requests import c61_of, whole_request
from batch.model.sender import EVERY, Mandate
from batch.store import breaks, correspondence, overview
from batch.store.register import SqlRegister

HERS, HIS, FRONT = "123456", "234567", "999997"
DAY = "2026-03-16"


def lay(installation: Installation, code: str, text: str, sender: str = HERS, environment: str = "R") -> None:
    lay.count += 1
    folder = {"R": "IN", "S": "INTEST-S"}[environment]
    stem = f"{code}.{sender}.20260316.{lay.count:05d}.{environment}"
    installation.lay(stem, text.replace("2026-03-09", DAY), sender=sender, folder=folder)


lay.count = 0


def sent(installation: Installation, code: str, text: str, sender: str = HERS, environment: str = "R") -> str:
    """Sends one form; what its notification says: its ticket, or its anomalies."""
    out = {"R": "OUT", "S": "OUTTEST-S"}[environment]
    lay(installation, code, text, sender, environment)
    assert installation.run().problems == []
    return said(installation.texts("NOTI", sender, out)[-1])


def said(noti: str) -> str:
    if "<ErrorID>" in noti:
        return " ".join(sorted(part.partition("<")[0] for part in noti.split("<ErrorID>")[1:]))
    return noti.partition("<HandledReference>")[2].partition("<ReferenceNbr>")[2].partition("<")[0]


def notified(installation: Installation, **changes: str) -> str:
    return sent(installation, "LOWK", notification(**changes), FRONT)


def answered(installation: Installation, says: int, ticket: str, *, request: str = "", sender: str = HERS) -> str:
    return sent(installation, "LOIC", answer(says, ticket=ticket, request=request), sender)


def records(installation: Installation, ticket: str) -> list[dict[str, Any]]:
    """What ``show`` tells under a ticket."""
    with installation.register.reading() as connection:
        return overview.show(connection, ticket)


def shown(installation: Installation, ticket: str) -> dict[str, Any]:
    """What ``show`` tells of a notification."""
    (found,) = (one for one in records(installation, ticket) if one["record"] == "worker's notification")
    return found


@pytest.fixture
def ticket(installation: Installation) -> str:
    """A notification that waits for its answer."""
    sent(installation, "LOIC", parameters())
    return notified(installation)


def test_a_notification_reaches_the_sender_of_the_employer_with_its_ticket(
    installation: Installation, ticket: str
) -> None:
    assert ticket.startswith("26C")
    (lono,) = installation.texts("LONO")
    assert f"<ReferenceType>0</ReferenceType><ReferenceOrigin>2</ReferenceOrigin><ReferenceNbr>{ticket}<" in lono
    assert "<InterruptionType>5001</InterruptionType><InterruptionRegime>2</InterruptionRegime>" in lono
    assert "<StartingDate>2026-06-01</StartingDate><EndingDate>2026-11-30</EndingDate>" in lono
    assert "<ReferenceType>1<" not in lono  # the front office's own reference is its own
    assert shown(installation, ticket)["status"] == "pending"
    assert installation.texts("LONO", HIS) == []


def test_the_comment_of_the_worker_reaches_his_employer(installation: Installation) -> None:
    sent(installation, "LOIC", parameters())
    text = notification().replace("</LOWK001>", "<Comment>Merci &amp; à bientôt</Comment></LOWK001>")
    sent(installation, "LOWK", text, FRONT)
    assert "<Comment>Merci &amp; à bientôt</Comment>" in installation.texts("LONO")[-1]


def test_without_parameters_that_allow_it_a_notification_is_refused(installation: Installation) -> None:
    assert notified(installation) == "90256-146"
    sent(installation, "LOIC", parameters(ElectronicNotifications="0"))
    assert notified(installation) == "90256-146"
    assert installation.texts("LONO") == []


def test_the_latest_parameters_win_and_earlier_ones_are_kept(installation: Installation) -> None:
    first = sent(installation, "LOIC", parameters())
    sent(installation, "LOIC", parameters(ElectronicNotifications="0"))
    assert notified(installation) == "90256-146"
    sent(installation, "LOIC", parameters(), HIS)
    assert notified(installation).startswith("26C")
    assert len(installation.texts("LONO", HIS)) == 1
    assert installation.texts("LONO") == []
    (kept,) = (one for one in records(installation, first) if one["record"] == "parameters of an employer")
    assert kept["contact"] == "Service du personnel"


def test_parameters_are_those_of_one_employer(installation: Installation) -> None:
    sent(installation, "LOIC", parameters(NOSSRegistrationNbr=OTHER_ONSS, CompanyID=OTHER_COMPANY))
    assert notified(installation) == "90256-146"
    sent(installation, "LOIC", without(parameters(), "CompanyID"))
    assert notified(installation).startswith("26C")


def test_a_number_of_somebody_else_sets_no_parameters_for_him(installation: Installation) -> None:
    """A mandate for one number believes the other number of the form, but nothing is set under it."""
    directory = installation.register.directory
    directory.end_mandates([one.id for one in directory.mandates_of(HIS)], 20254, NOW)
    directory.add_mandate(Mandate(HIS, OTHER_ONSS, "", EVERY), NOW)
    assert sent(installation, "LOIC", parameters(NOSSRegistrationNbr=OTHER_ONSS), HIS).startswith("04W")
    assert sent(installation, "LOWK", without(notification(), "NOSSRegistrationNbr"), FRONT) == "90256-146"


def test_a_disabled_addressee_cannot_be_reached(installation: Installation) -> None:
    sent(installation, "LOIC", parameters())
    installation.register.directory.change_sender(HERS, {"active": False}, installation.now)
    assert notified(installation) == "90256-236"


def test_an_addressee_whose_mandate_ended_cannot_be_reached(installation: Installation, ticket: str) -> None:
    directory = installation.register.directory
    directory.end_mandates([one.id for one in directory.mandates_of(HERS)], 20254, NOW)
    assert notified(installation) == "90256-189"
    assert answered(installation, 2, ticket) == "00011-155 00222-234"


def test_an_accepted_notification_may_be_the_request_too(installation: Installation, ticket: str) -> None:
    """One form, one ticket more: that of the answer is that of the request."""
    request = answered(installation, 1, ticket, request=loic())

    assert request.startswith("04W")
    assert shown(installation, ticket)["status"] == "accepted"
    assert shown(installation, ticket)["answer"] == request
    sent(installation, "LOWK", worker_part(ticket=request), FRONT)
    sent(installation, "DECI", deci(ticket=request), "999998")
    assert [one.partition("<Status>")[2].partition("<")[0] for one in installation.texts("LONO")[1:]] == [
        "awaiting-onem",
        "closed",
    ]


def test_the_request_of_an_answer_counts_for_what_the_worker_has_used(installation: Installation, ticket: str) -> None:
    request = answered(installation, 1, ticket, request=loic())
    assert installation.texts("NOTI")[-1].count("<Balances>") == 1
    with installation.register.reading() as connection:
        (taken,) = breaks.breaks_of(connection, "R", WORKERS[:1])
    assert taken.ticket == request
    assert (taken.start, taken.end) == (date(2026, 6, 1), date(2026, 11, 30))


def test_an_answer_without_a_request_counts_nothing(installation: Installation, ticket: str) -> None:
    answered(installation, 1, ticket)
    assert "<Balances>" not in installation.texts("NOTI")[-1]


def test_the_request_of_an_answer_can_be_changed_and_cancelled(installation: Installation, ticket: str) -> None:
    request = answered(installation, 1, ticket, request=loic())
    newer = sent(installation, "LOIC", loic(status=1, ticket=request))
    assert sent(installation, "LOIC", loic(status=3, ticket=request)) == "00222-180"
    assert sent(installation, "LOIC", loic(status=3, ticket=newer)).startswith("04W")


def test_the_request_of_an_answer_stands_in_an_overview_and_the_notification_does_not(
    installation: Installation, ticket: str
) -> None:
    request = answered(installation, 1, ticket, request=loic())
    sent(installation, "LORQ", listing())
    (found,) = installation.texts("LOAN")
    rows = found.split("<Row>")[1:]
    assert [f"<TicketNbr>{request}</TicketNbr>" in row for row in rows] == [True]
    assert "<InterruptionRegime>2</InterruptionRegime>" in rows[0]


def test_the_copies_of_a_new_end_tell_the_request_that_came_inside_the_answer(
    installation: Installation, ticket: str
) -> None:
    request = answered(installation, 1, ticket, request=loic())
    newer = installation.register.form(sent(installation, "LOIC", loic(status=1, ticket=request)))
    assert newer is not None

    first, said_there = whole_request(installation.desk, newer)

    assert first.ticket == request
    assert (said_there.kind, said_there.regime, said_there.start) == ("5001", 2, date(2026, 6, 1))
    assert said_there.contact is not None
    assert c61_of(installation.desk, newer)[0].startswith(b"%PDF")


def test_a_faulty_request_inside_leaves_the_notification_to_be_answered(
    installation: Installation, ticket: str
) -> None:
    assert answered(installation, 1, ticket, request=loic(JointCommissionNbr="998")) == "00046-008"
    assert shown(installation, ticket)["status"] == "pending"
    assert answered(installation, 1, ticket, request=loic()).startswith("04W")


def test_an_accepted_notification_may_get_its_request_later(installation: Installation, ticket: str) -> None:
    following = after(loic(), "Reference", f"  {reference(0, 2, ticket)}\n")
    assert sent(installation, "LOIC", following) == "00222-181"
    assert answered(installation, 1, ticket).startswith("04W")
    assert sent(installation, "LOIC", following).startswith("04W")


def test_a_refused_notification_gets_no_request(installation: Installation, ticket: str) -> None:
    assert answered(installation, 2, ticket).startswith("04W")
    assert shown(installation, ticket)["status"] == "refused"
    assert sent(installation, "LOIC", after(loic(), "Reference", f"  {reference(0, 2, ticket)}\n")) == "00222-181"


def test_a_postponed_notification_keeps_the_start_that_is_proposed(installation: Installation, ticket: str) -> None:
    assert answered(installation, 3, ticket).startswith("04W")
    assert shown(installation, ticket)["status"] == "postponed"
    assert shown(installation, ticket)["proposed"] == "2026-09-01"


@pytest.mark.parametrize("first", [1, 2, 3])
@pytest.mark.parametrize("second", [1, 2, 3])
def test_a_notification_is_answered_once(installation: Installation, ticket: str, first: int, second: int) -> None:
    answered(installation, first, ticket)
    assert answered(installation, second, ticket) == "00222-183"


def test_of_two_answers_in_one_set_the_first_counts(installation: Installation, ticket: str) -> None:
    lay(installation, "LOIC", together(answer(2, ticket=ticket), answer(3, ticket=ticket)))
    installation.run()
    noti = installation.texts("NOTI")[-1]
    assert noti.count("00222-183") == 1
    assert shown(installation, ticket)["status"] == "refused"


def test_of_two_answers_in_one_pass_the_first_counts(installation: Installation, ticket: str) -> None:
    lay(installation, "LOIC", answer(2, ticket=ticket))
    lay(installation, "LOIC", answer(3, ticket=ticket))
    installation.run()
    assert [said(noti) for noti in installation.texts("NOTI")[-1:]] == ["00222-183"]
    assert shown(installation, ticket)["status"] == "refused"


def test_of_two_answers_at_one_time_the_first_to_be_kept_counts(
    installation: Installation, ticket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another host answers while this set is judged: the set is judged again, and finds it answered."""
    monkeypatch.setattr(process, "PROCESS", replace(process.PROCESS, share=None))  # the other one commits by himself
    register = type(installation.register)
    keep, others = register.settle, ["04W elsewhere"]

    def settle(self: SqlRegister, *args: Any, **more: Any) -> None:
        while others:
            form = {"ticket": others.pop(), "target": ticket, "environment": "R", "sender": HERS}
            with self.writing() as connection:
                deed = {"deed": "answer", "status": "postponed", "proposed": "2026-09-01"}
                correspondence.carry_out(connection, form, deed, NOW)
        keep(self, *args, **more)

    monkeypatch.setattr(register, "settle", settle)
    assert answered(installation, 2, ticket) == "00222-183"
    assert shown(installation, ticket)["status"] == "postponed"


def test_parameters_that_change_while_a_notification_is_judged_are_looked_at_again(installation: Installation) -> None:
    sent(installation, "LOIC", parameters())
    form = {"ticket": "26C", "environment": "R", "sender": FRONT, "employer": f"N{ONSS} C{COMPANY}"}
    with installation.register.reading() as connection, pytest.raises(StaleSituation):
        correspondence.carry_out(connection, form, {"deed": "notification", "parameters": "others"}, NOW)


def test_nobody_but_its_addressee_knows_a_notification(installation: Installation, ticket: str) -> None:
    for says in (1, 2, 3):
        assert answered(installation, says, ticket, sender=HIS) == "00222-234"
    assert sent(installation, "LOIC", loic(status=3, ticket=ticket), HIS) == "00222-234"
    assert shown(installation, ticket)["status"] == "pending"


def test_a_refused_notification_form_is_known_to_nobody_but_the_front_office(installation: Installation) -> None:
    sent(installation, "LOIC", parameters())
    lay(installation, "LOWK", notification(EndingDate="2026-06-01"), FRONT)
    installation.run()
    noti = installation.texts("NOTI", FRONT)[-1]
    refused = noti.partition("<HandledReference>")[2].partition("<ReferenceNbr>")[2].partition("<")[0]
    assert answered(installation, 2, refused) == "00222-234"
    assert installation.texts("LONO") == []


def test_only_a_notification_can_be_answered(installation: Installation) -> None:
    request = sent(installation, "LOIC", loic())
    assert answered(installation, 2, request) == "00222-207"


def test_a_notification_is_no_request_to_act_on(installation: Installation, ticket: str) -> None:
    assert sent(installation, "LOIC", loic(status=3, ticket=ticket)) == "00222-207"
    assert sent(installation, "LOWK", worker_part(ticket=ticket), FRONT) == "00222-207"


def test_simulation_has_parameters_and_notifications_of_its_own(installation: Installation, ticket: str) -> None:
    assert sent(installation, "LOWK", notification(), FRONT, "S") == "90059-272 90256-146"
    sent(installation, "LOIC", parameters(), HERS, "S")
    practice = sent(
        installation,
        "LOWK",
        notification(FormCreationHour="11:00:00.000").replace("PAUSE-2026-4", "PAUSE-2026-5"),
        FRONT,
        "S",
    )
    assert practice.startswith("S6C")
    assert len(installation.texts("LONO")) == 1
    assert installation.texts("LONO", HERS, "OUTTEST-S") == []
    assert sent(installation, "LOIC", answer(2, ticket=ticket), HERS, "S") == "00222-234"
    assert sent(installation, "LOIC", answer(2, ticket=practice), HERS, "S").startswith("S4W")


def test_a_crash_before_the_commit_makes_the_same_bytes_again(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(installation, "LOIC", parameters())
    register = type(installation.register)

    def dies(*_: object) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr(register, "pass_notification", dies)
        lay(installation, "LOWK", notification(), FRONT)
        assert installation.run().problems
    (made,) = (installation.home / "archive" / "out" / "notifications").iterdir()
    first = made.read_bytes()
    later = replace(installation, now=installation.now.replace(hour=17))
    assert later.run().problems == []
    assert installation.texts("LONO") == [first.decode()]
    later.run()
    assert len(installation.texts("LONO")) == 1


def test_everything_accepted_goes_to_the_back_office_and_nothing_back_to_the_front(
    installation: Installation, ticket: str
) -> None:
    answered(installation, 2, ticket)
    hands = "".join(installation.texts("HAND", "999998"))
    assert hands.count("<Identification>HAND001<") == 3
    assert ticket in hands
    assert installation.texts("LONO", FRONT) == []


def test_show_tells_where_a_notification_stands(installation: Installation, ticket: str) -> None:
    answered(installation, 3, ticket)
    found = records(installation, ticket)
    assert [one["record"] for one in found] == ["form", "worker's notification"]
    form, told = found
    assert [one["what"] for one in form["history"]] == ["notification entered", "notification answered"]
    assert told["addressee"] == HERS
    assert (told["start_day"], told["end_day"], told["regime"]) == ("2026-06-01", "2026-11-30", 2)
