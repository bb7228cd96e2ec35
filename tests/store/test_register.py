"""The register: everything it does is whole or has not happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from batch.errors import StaleSituation
from batch.model.findings import FileFault
from batch.model.verdict import Decision
from batch.store import journal

YES = Decision("", date(2026, 1, 20), True, "fine", None, "Brussels")


# -- deliveries --------------------------------------------------------------------------------------------------


def test_a_kept_delivery_comes_back_as_it_was(house, register) -> None:
    delivery = house.delivery(verdict_of_intake=("120", "130"))
    receipt = register.keep(delivery, "R", "TWCT", "TWCT.123456.20260105.00001.R", "380")
    assert receipt.delivery == delivery
    assert (receipt.state, receipt.duplicate_of, receipt.environment) == ("kept", None, "R")
    assert receipt.file_ticket.startswith("3800000001")
    assert register.receipts("kept") == [receipt]
    assert register.has_delivery(delivery.delivery)
    assert not register.has_delivery("another")


def test_a_delivery_without_files_is_kept(house, register) -> None:
    assert house.kept(parts=()).delivery.parts == ()


def test_a_name_that_was_used_is_used_for_ever(house, register) -> None:
    first = house.kept("00001")
    again = [house.kept("00001").duplicate_of for _ in range(3)]
    assert again == [first.id] * 3
    assert house.kept("00002").duplicate_of is None


def test_a_name_stays_used_when_its_first_set_was_refused(house) -> None:
    first = house.acknowledged("00001", faults=(FileFault("102"),))
    assert house.kept("00001").duplicate_of == first.id


def test_each_delivery_has_a_file_ticket_of_its_own(house) -> None:
    found = [house.kept("00001").file_ticket for _ in range(20)]
    assert len(set(found)) == 20


def test_the_same_delivery_is_never_entered_twice(house, register, rows) -> None:
    delivery = house.delivery()
    register.keep(delivery, "R", "TWCT", "TWCT.123456.20260105.00001.R", "380")
    before = rows("SELECT name, next FROM counters")
    with pytest.raises(IntegrityError):
        register.keep(delivery, "R", "TWCT", "TWCT.123456.20260105.00009.R", "380")
    assert rows("SELECT count(*) FROM receipts") == [(1,)]
    assert rows("SELECT stem FROM names") == [("123456 TWCT.123456.20260105.00001.R",)]
    assert rows("SELECT name, next FROM counters") == before


# -- receipts ----------------------------------------------------------------------------------------------------


def test_an_acknowledged_set_has_its_tickets_reserved_and_its_answer_posted(house, register) -> None:
    first, second = house.acknowledged("00001", forms=3), house.acknowledged("00002", forms=2)
    assert (first.first_counter, second.first_counter) == (1, 4)
    (part,) = first.inputs()
    assert (first.message, first.forms) == ("TWCT001", 3)
    assert (part.frame.message, part.frame.count, part.frame.prefixes) == ("TWCT001", 3, (("", "urn:x"),))
    assert register.next_counter("3A0") == 6
    names = [answer.name for answer in register.answers_to_send(date(2026, 1, 5))]
    assert names == ["FO.ACRF.999999.20260105.00001.R", "FO.ACRF.999999.20260105.00002.R"]


def test_a_refused_set_reserves_no_ticket(house, register, rows) -> None:
    house.acknowledged(faults=(FileFault("102"), FileFault("109"), FileFault("102")))
    assert register.next_counter("3A0") == 1
    assert rows("SELECT state, codes, series FROM receipts") == [("refused", "102 109", "")]


def test_setting_aside_is_noted_once_per_cause(house, register, rows) -> None:
    receipt = house.kept()
    for reason in ("disk full", "disk full", "law incomplete"):
        register.set_aside(receipt.id, reason, receipt.received_at)
    assert rows("SELECT state, aside FROM receipts") == [("kept", "law incomplete")]
    assert rows("SELECT count(*) FROM journal WHERE what = 'set aside'") == [(2,)]


# -- settling ----------------------------------------------------------------------------------------------------


def counts(rows) -> dict[str, int]:
    tables = ("forms", "anomalies", "outbox", "decisions", "journal", "counters")
    return {table: len(rows(f"SELECT * FROM {table}")) for table in tables}  # noqa: S608 - names of ours


def test_a_settled_set_has_its_forms_anomalies_and_notification(house, register) -> None:
    receipt = house.acknowledged(forms=3)
    judged = [house.judged(receipt, 1, anomalies=2), house.judged(receipt, 2, accepted=False), house.judged(receipt, 3)]
    register.settle(receipt, iter(judged), house.posting("NOTI"), by="123456")
    accepted = list(register.accepted_forms(receipt.id))
    assert [(form.form, form.ticket, len(found)) for form, found in accepted] == [
        (1, house.ticket(receipt, 1), 2),
        (3, house.ticket(receipt, 3), 0),
    ]
    assert register.receipts("acknowledged") == []
    assert [one.id for one in register.receipts("answered")] == [receipt.id]
    assert [answer.code for answer in register.answers_to_send(date(2026, 1, 5))] == ["ACRF", "NOTI"]


def test_many_forms_come_back_in_order_with_their_own_anomalies(house, register) -> None:
    receipt = house.acknowledged(forms=1203)
    judged = (house.judged(receipt, form, anomalies=form % 3, accepted=form % 5 > 0) for form in range(1, 1204))
    register.settle(receipt, judged, house.posting("NOTI"), by="123456")
    found = [(form.form, len(anomalies)) for form, anomalies in register.accepted_forms(receipt.id)]
    assert found == [(form, form % 3) for form in range(1, 1204) if form % 5]


class Interrupted(Exception):
    """Reading the spool failed."""


@pytest.mark.parametrize("after", [0, 1, 499, 500, 501, 1200])
def test_a_set_whose_reading_fails_leaves_nothing(house, register, rows, after: int) -> None:
    receipt = house.acknowledged(forms=2000)
    before = counts(rows)

    def failing():
        for form in range(1, after + 1):
            yield house.judged(receipt, form, anomalies=1, decision=replace(YES, ticket=house.ticket(receipt, form)))
        raise Interrupted

    with pytest.raises(Interrupted):
        register.settle(receipt, failing(), house.posting("NOTI"), by="123456")
    assert counts(rows) == before
    assert [one.id for one in register.receipts("acknowledged")] == [receipt.id]


def test_a_set_is_settled_once(house, register, rows) -> None:
    receipt = house.settled()
    before = counts(rows)
    with pytest.raises(StaleSituation):
        register.settle(receipt, [house.judged(receipt)], house.posting("NOTI"), by="123456")
    assert counts(rows) == before


# -- targets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second"), [(1, 1), (1, 3), (3, 1), (3, 3)])
def test_a_target_that_was_replaced_or_cancelled_meanwhile_is_stale(house, register, rows, first, second) -> None:
    target = house.ticket(house.settled("00001"))
    house.settled("00002", target=target, status=first)
    late = house.acknowledged("00003")
    before = counts(rows)
    with pytest.raises(StaleSituation, match=target):
        register.settle(late, [house.judged(late, target=target, status=second)], house.posting("NOTI"), by="x")
    assert counts(rows) == before


def test_two_forms_of_one_set_cannot_act_on_the_same_target(house, register, rows) -> None:
    target = house.ticket(house.settled("00001"))
    receipt = house.acknowledged("00002", forms=2)
    judged = [house.judged(receipt, form, target=target, status=1) for form in (1, 2)]
    with pytest.raises(StaleSituation):
        register.settle(receipt, judged, house.posting("NOTI"), by="x")
    assert register.situations("R", None, [target])[target].life == "open"


def test_a_form_can_act_on_an_earlier_one_of_its_own_set(house, register, rows) -> None:
    receipt = house.acknowledged(forms=2)
    judged = [house.judged(receipt, 1), house.judged(receipt, 2, target=house.ticket(receipt, 1), status=3)]
    register.settle(receipt, judged, house.posting("NOTI"), by="x")
    assert rows("SELECT life FROM forms ORDER BY form") == [("cancelled",), ("open",)]


@pytest.mark.parametrize(("status", "life"), [(1, "replaced"), (3, "cancelled"), (0, "open")])
def test_an_accepted_form_changes_the_life_of_its_target(house, register, status: int, life: str) -> None:
    target = house.ticket(house.settled("00001"))
    house.settled("00002", target=target, status=status)
    assert register.situations("R", None, [target])[target].life == life


def test_a_refused_form_changes_nothing(house, register) -> None:
    target = house.ticket(house.settled("00001"))
    house.settled("00002", target=target, status=3, accepted=False)
    assert register.situations("R", None, [target])[target].life == "open"


def test_a_target_of_another_environment_is_stale(house, register) -> None:
    target = house.ticket(house.settled("00001", environment="S"))
    late = house.acknowledged("00002")
    with pytest.raises(StaleSituation):
        register.settle(late, [house.judged(late, target=target, status=1)], house.posting("NOTI"), by="x")


def test_situations_are_told_to_their_sender_and_environment_only(house, register) -> None:
    ticket = house.ticket(house.settled())
    assert set(register.situations("R", "123456", [ticket, "unknown"])) == {ticket}
    assert set(register.situations("R", None, [ticket])) == {ticket}
    assert register.situations("R", "654321", [ticket]) == {}
    assert register.situations("S", None, [ticket]) == {}
    assert register.situations("R", None, []) == {}


def test_more_situations_than_one_question_holds_are_all_told(house, register) -> None:
    receipt = house.settled(forms=1001)
    every = [house.ticket(receipt, form) for form in range(1, 1002)]
    assert set(register.situations("R", None, every)) == set(every)


def test_a_situation_tells_what_was_stored(house, register) -> None:
    ticket = house.ticket(house.settled())
    found = register.situations("R", None, [ticket])[ticket]
    assert (found.employer, found.kind, found.postcode) == (("N114135340", "C852093431"), "001", "1000")
    assert (found.start, found.end, found.first_end) == (date(2026, 1, 12), date(2026, 1, 30), date(2026, 1, 30))


# -- decisions ---------------------------------------------------------------------------------------------------


def test_a_first_decision_is_noted_the_same_again_is_known_and_another_is_a_conflict(house, register, rows) -> None:
    receipt = house.settled()
    decision = replace(YES, ticket=house.ticket(receipt))
    outcomes = [
        register.note_decision(one, "back office", receipt.received_at)
        for one in (decision, decision, replace(decision, positive=False), decision, replace(decision, reason="other"))
    ]
    assert outcomes == ["noted", "known", "conflict", "known", "conflict"]
    assert [one.decision for one in register.open_decisions()] == [decision]
    assert rows("SELECT state, counts_for IS NULL FROM decisions ORDER BY id") == [
        ("noted", 0),
        ("conflict", 1),
        ("conflict", 1),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"positive": False},
        {"day": date(2026, 1, 21)},
        {"reason": "another"},
        {"allowance": True},
        {"office": "Liège"},
    ],
)
def test_a_decision_that_differs_in_one_word_is_a_conflict(house, register, changes) -> None:
    receipt = house.settled()
    decision = replace(YES, ticket=house.ticket(receipt))
    register.note_decision(decision, "x", receipt.received_at)
    assert register.note_decision(replace(decision, **changes), "x", receipt.received_at) == "conflict"


def test_a_ticket_is_known_in_any_spelling(house, register) -> None:
    receipt = house.settled()
    ticket = house.ticket(receipt)
    spelt = f"{ticket[:3]}-{ticket[3:10]}-{ticket[10:12]}-{ticket[12]}".lower()
    assert register.note_decision(replace(YES, ticket=ticket), "x", receipt.received_at) == "noted"
    assert register.note_decision(replace(YES, ticket=spelt), "x", receipt.received_at) == "known"


def test_a_decision_is_known_after_it_was_answered(house, register) -> None:
    receipt = house.settled()
    decision = replace(YES, ticket=house.ticket(receipt))
    register.note_decision(decision, "x", receipt.received_at)
    (waiting,) = register.open_decisions()
    register.answer_decision(waiting.id, house.posting("DEFI"), receipt.received_at)
    assert register.open_decisions() == []
    assert register.note_decision(decision, "x", receipt.received_at) == "known"
    assert register.note_decision(replace(decision, positive=False), "x", receipt.received_at) == "conflict"


def test_a_decision_answered_without_answer_posts_none(house, register, rows) -> None:
    receipt = house.settled()
    register.note_decision(replace(YES, ticket=house.ticket(receipt)), "x", receipt.received_at)
    (waiting,) = register.open_decisions()
    before = counts(rows)["outbox"]
    register.answer_decision(waiting.id, None, receipt.received_at)
    assert counts(rows)["outbox"] == before


def test_decisions_inside_a_set_are_noted_with_it(house, register) -> None:
    ticket = house.ticket(house.settled("00001"))
    receipt = house.acknowledged("00002")
    decision = replace(YES, ticket=ticket)
    register.settle(receipt, [house.judged(receipt, decision=decision)], house.posting("NOTI"), by="999998")
    assert [one.decision for one in register.open_decisions()] == [decision]


# -- hand-over and outbox ----------------------------------------------------------------------------------------


def test_a_set_is_handed_over_once(house, register) -> None:
    receipt = house.settled()
    assert [one.id for one in register.sets_to_hand_over()] == [receipt.id]
    register.hand_over(receipt.id, [house.posting("HAND", "999998")] * 2, receipt.received_at)
    assert register.sets_to_hand_over() == []
    names = [one.name for one in register.answers_to_send(date(2026, 1, 5)) if one.code == "HAND"]
    assert names == ["FO.HAND.999999.20260105.00001.R.1.1", "FO.HAND.999999.20260105.00002.R.1.1"]


def test_a_set_without_accepted_forms_is_not_handed_over(house, register) -> None:
    house.settled(accepted=False)
    assert register.sets_to_hand_over() == []


def test_an_answer_leaves_from_its_day_on_and_once(house, register) -> None:
    receipt = house.kept()
    today = date(2026, 1, 5)
    register.hand_over(receipt.id, [house.posting("HAND", release_on=today + timedelta(1))], receipt.received_at)
    assert register.answers_to_send(today) == []
    (answer,) = register.answers_to_send(today + timedelta(1))
    register.mark_sent(answer.id, receipt.received_at)
    assert register.answers_to_send(today + timedelta(9)) == []


# -- journal ---------------------------------------------------------------------------------------------------


def test_everything_that_happened_is_in_a_journal_that_holds(house, register, engine) -> None:
    receipt = house.settled()
    register.note_decision(replace(YES, ticket=house.ticket(receipt)), "x", receipt.received_at)
    register.hand_over(receipt.id, [], receipt.received_at)
    with engine.connect() as connection:
        assert journal.first_broken(connection) is None
        steps = [row[0] for row in connection.exec_driver_sql("SELECT what FROM journal ORDER BY id")]
    assert steps == ["kept", "acknowledged", "answered", "decision noted", "handed over"]


# -- bookings ----------------------------------------------------------------------------------------------------


def test_what_an_accepted_form_took_is_told_in_its_environment(house, register) -> None:
    receipt = house.acknowledged()
    taken = [f"N1 VBLV001 card NA{number:07d}" for number in range(900)]
    judged = replace(house.judged(receipt), bookings=taken)
    register.settle(receipt, [judged], house.posting("NOTI"), by="x")
    assert register.booked("R", [*taken, "N2 VBLV001 card NA0000001"]) == set(taken)
    assert register.booked("S", taken) == set()
    assert register.booked("R", []) == set()


def test_what_was_taken_meanwhile_makes_a_set_stale(house, register, rows) -> None:
    first, second = house.acknowledged("00001"), house.acknowledged("00002")
    judged = [replace(house.judged(one), bookings=["N1 VBLV001 card NA1000101"]) for one in (first, second)]
    register.settle(first, judged[:1], house.posting("NOTI"), by="x")
    before = counts(rows)
    with pytest.raises(StaleSituation, match="NA1000101"):
        register.settle(second, judged[1:], house.posting("NOTI"), by="x")
    assert counts(rows) == before
