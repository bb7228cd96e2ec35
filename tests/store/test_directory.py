"""The directory: what is in force when, who owns what, and that nothing happens without a journal entry."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from employers import company, noss
from sqlalchemy import Connection, Engine, update

from batch.errors import EntryRefused
from batch.model.credential import Certificate, SshKey
from batch.model.sender import EVERY, Mandate, Permit, Sender
from batch.store import credentials, journal
from batch.store.directory import SqlDirectory
from batch.store.sender_tables import ssh_keys

NOW = datetime(2026, 3, 16, 8, 30, 0, 125000, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SENDER = Sender(
    "123456", "Secrétariat & Cie", "social-secretariat", "nl", codes=("TWCT", "LOIC"), contact="Anne Peeters"
)


def key(number: int) -> SshKey:
    return SshKey(f"SHA256:{number}", f"ssh-ed25519 {number}")


def cert(number: int, days: int = 365, begins: datetime = NOW) -> Certificate:
    return Certificate(f"{number:064x}", "PEM", "CN=x", f"{number:x}", begins, begins + days * DAY)


@pytest.fixture
def directory(engine: Engine) -> SqlDirectory:
    made = SqlDirectory(engine)
    made.add_sender(SENDER, NOW)
    made.add_sender(Sender("234567", "Voorbeeld", "employer", "fr"), NOW)
    return made


def entries(engine: Engine) -> list[tuple[str, dict]]:
    """The journal after the two senders of the fixture."""
    with engine.connect() as connection:
        assert journal.first_broken(connection) is None
        found = connection.exec_driver_sql("SELECT what, detail FROM journal WHERE id > 2 ORDER BY id")
        return [(what, json.loads(detail)) for what, detail in found]


# -- senders ---------------------------------------------------------------------------------------------------


def test_a_sender_comes_back_as_it_was_entered(directory: SqlDirectory) -> None:
    assert directory.sender("123456") == SENDER
    assert directory.sender("654321") is None
    assert [one.number for one in directory.senders()] == ["123456", "234567"]


def test_a_number_is_given_to_one_sender(directory: SqlDirectory, engine: Engine) -> None:
    with pytest.raises(EntryRefused, match="exists already"):
        directory.add_sender(Sender("123456", "Another", "employer", "fr"), NOW)
    assert directory.sender("123456") == SENDER
    assert entries(engine) == []


def test_a_sender_whose_key_is_refused_is_not_entered_either(directory: SqlDirectory, engine: Engine) -> None:
    directory.rotate("123456", key(1), NOW, DAY)
    before = entries(engine)
    with pytest.raises(EntryRefused, match="sender 123456"):
        directory.add_sender(Sender("345678", "Third", "employer", "fr"), NOW, [key(2), key(1)])
    assert directory.sender("345678") is None
    assert entries(engine) == before


def test_the_journal_names_the_fields_that_changed_and_not_what_they_say(
    directory: SqlDirectory, engine: Engine
) -> None:
    changed = directory.change_sender("123456", {"contact": "Jan Janssens", "active": False}, NOW)
    assert changed == directory.sender("123456")
    assert (changed.contact, changed.active) == ("Jan Janssens", False)
    directory.change_sender("123456", {"active": False}, NOW)
    assert entries(engine) == [("sender changed", {"sender": "123456", "fields": ["active", "contact"]})]


def test_nobody_who_is_not_there_can_be_changed(directory: SqlDirectory) -> None:
    for act in (
        lambda: directory.change_sender("654321", {"name": "x"}, NOW),
        lambda: directory.rotate("654321", key(1), NOW, DAY),
        lambda: directory.add_mandate(Mandate("654321", EVERY, "", EVERY), NOW),
        lambda: directory.set_account("somebody1", "654321", "hash", NOW),
    ):
        with pytest.raises(EntryRefused, match="no sender 654321"):
            act()


# -- keys and certificates -------------------------------------------------------------------------------------


def lines(directory: SqlDirectory, moment: datetime, user: str = "123456") -> tuple[str, ...]:
    found = directory.keys_in_force(user, moment)
    assert found is not None
    return tuple(line.split()[1] for line in found[1])


def test_after_a_rotation_both_keys_count_until_the_overlap_ends(directory: SqlDirectory) -> None:
    directory.rotate("123456", key(1), NOW, 30 * DAY)
    assert lines(directory, NOW - SECOND) == ()
    assert lines(directory, NOW) == ("1",)
    turn = NOW + 10 * DAY
    directory.rotate("123456", key(2), turn, 30 * DAY)
    assert lines(directory, turn - SECOND) == ("1",)
    assert lines(directory, turn) == ("1", "2")
    assert lines(directory, turn + 30 * DAY - SECOND) == ("1", "2")
    assert lines(directory, turn + 30 * DAY) == ("2",)


def test_without_overlap_the_old_key_ends_at_once(directory: SqlDirectory) -> None:
    directory.rotate("123456", key(1), NOW, DAY)
    directory.rotate("123456", key(2), NOW + DAY, 0 * DAY)
    assert lines(directory, NOW + DAY) == ("2",)


def test_a_later_rotation_never_makes_an_old_key_last_longer(directory: SqlDirectory) -> None:
    directory.rotate("123456", key(1), NOW, DAY)
    directory.rotate("123456", key(2), NOW, 2 * DAY)
    directory.rotate("123456", key(3), NOW + DAY, 30 * DAY)
    assert lines(directory, NOW + 2 * DAY) == ("2", "3")
    assert {one.credential.fingerprint: one.until for one in directory.credentials_of("123456")} == {
        "SHA256:1": NOW + 2 * DAY,
        "SHA256:2": NOW + 31 * DAY,
        "SHA256:3": None,
    }


def test_certificates_overlap_and_are_told_by_fingerprint(directory: SqlDirectory) -> None:
    directory.rotate("123456", cert(1), NOW, DAY)
    directory.rotate("123456", cert(2), NOW, DAY)
    assert directory.certificates_in_force("123456", NOW) == {f"{1:064x}", f"{2:064x}"}
    assert directory.certificates_in_force("123456", NOW + DAY) == {f"{2:064x}"}
    assert directory.certificates_in_force("234567", NOW) == frozenset()


def test_a_certificate_comes_back_as_it_was_entered(directory: SqlDirectory) -> None:
    directory.rotate("123456", cert(1), NOW, DAY)
    (found,) = directory.credentials_of("123456")
    assert (found.credential, found.since, found.until, found.kind) == (cert(1), NOW, None, "certificate")


@pytest.mark.parametrize(("number", "whom"), [("123456", "this sender"), ("234567", "sender 123456")])
def test_a_key_in_force_proves_one_sender(directory: SqlDirectory, number: str, whom: str) -> None:
    directory.rotate("123456", key(1), NOW, DAY)
    directory.rotate("123456", key(2), NOW, 30 * DAY)
    with pytest.raises(EntryRefused, match=f"in force already, for {whom}"):
        directory.rotate(number, key(1), NOW + 30 * DAY - SECOND, DAY)
    directory.rotate(number, key(1), NOW + 30 * DAY, DAY)
    assert "1" in lines(directory, NOW + 30 * DAY, number)


def test_a_moment_of_another_time_zone_is_the_same_moment(directory: SqlDirectory) -> None:
    brussels = timezone(timedelta(hours=1))
    directory.rotate("123456", key(1), NOW.astimezone(brussels), DAY)
    assert lines(directory, NOW) == ("1",)
    assert lines(directory, NOW - SECOND) == ()


def test_the_start_of_a_second_sorts_before_its_parts(connection: Connection) -> None:
    whole = NOW.replace(microsecond=0)
    texts = [credentials.moment_text(moment) for moment in (whole - SECOND, whole, NOW, whole + SECOND)]
    assert texts == sorted(texts)


def test_a_disabled_sender_does_not_come_through_the_door(directory: SqlDirectory) -> None:
    directory.rotate("123456", key(1), NOW, DAY)
    directory.set_account("secretariat1", "123456", "hash", NOW)
    directory.change_sender("123456", {"active": False}, NOW)
    assert directory.keys_in_force("123456", NOW) is None
    assert directory.keys_in_force("secretariat1", NOW) is None
    assert directory.password_of("secretariat1") is None
    assert directory.keys_in_force("654321", NOW) is None


def test_the_journal_follows_every_key(directory: SqlDirectory, engine: Engine) -> None:
    directory.rotate("123456", key(1), NOW, DAY)
    directory.rotate("123456", key(2), NOW, DAY)
    assert entries(engine) == [
        ("key added", {"sender": "123456", "fingerprint": "SHA256:1"}),
        ("key ends", {"sender": "123456", "fingerprint": "SHA256:1", "until": (NOW + DAY).isoformat()}),
        ("key added", {"sender": "123456", "fingerprint": "SHA256:2"}),
    ]


# -- what ends soon --------------------------------------------------------------------------------------------


def test_a_certificate_is_told_before_it_expires_and_after(directory: SqlDirectory) -> None:
    directory.rotate("123456", cert(1, days=60), NOW, DAY)
    expires = NOW + 60 * DAY
    told = {days: len(directory.expiring(expires - days * DAY, 30)) for days in (31, 30, 1, 0, -5)}
    assert told == {31: 0, 30: 1, 1: 1, 0: 1, -5: 1}


def test_a_successor_silences_the_warning_only_when_it_lasts(directory: SqlDirectory) -> None:
    directory.rotate("123456", cert(1, days=10), NOW, 365 * DAY)
    directory.rotate("123456", cert(2, days=20), NOW, 365 * DAY)
    assert [one.credential.fingerprint[-1] for one in directory.expiring(NOW, 30)] == ["1", "2"]
    directory.rotate("123456", cert(3, days=90), NOW, 365 * DAY)
    assert directory.expiring(NOW, 30) == []


def test_a_key_that_was_replaced_is_no_alarm_and_one_of_another_sender_is_no_successor(
    directory: SqlDirectory, engine: Engine
) -> None:
    directory.rotate("123456", key(1), NOW, DAY)
    directory.rotate("123456", key(2), NOW, 5 * DAY)
    assert directory.expiring(NOW, 30) == []
    directory.rotate("234567", key(3), NOW, DAY)
    with engine.begin() as connection:
        second = update(ssh_keys).where(ssh_keys.c.fingerprint == "SHA256:2")
        connection.execute(second.values(until=(NOW + 9 * DAY).isoformat()))
    assert [one.credential.fingerprint for one in directory.expiring(NOW, 30)] == ["SHA256:1", "SHA256:2"]
    assert [one.credential.fingerprint for one in directory.expiring(NOW + 6 * DAY, 30)] == ["SHA256:2"]


def test_a_disabled_sender_needs_no_warning(directory: SqlDirectory) -> None:
    directory.rotate("123456", cert(1, days=10), NOW, DAY)
    directory.change_sender("123456", {"active": False}, NOW)
    assert directory.expiring(NOW, 30) == []


# -- accounts --------------------------------------------------------------------------------------------------


def test_an_account_opens_the_door_of_its_sender(directory: SqlDirectory, engine: Engine) -> None:
    directory.rotate("123456", key(1), NOW, DAY)
    directory.set_account("secretariat1", "123456", "one", NOW)
    assert directory.keys_in_force("secretariat1", NOW) == ("123456", ("ssh-ed25519 1",))
    assert directory.password_of("secretariat1") == "one"
    directory.set_account("secretariat1", "123456", "two", NOW + DAY)
    assert directory.password_of("secretariat1") == "two"
    with pytest.raises(EntryRefused, match="belongs to sender 123456"):
        directory.set_account("secretariat1", "234567", "three", NOW)
    directory.end_account("secretariat1", NOW + 2 * DAY)
    assert directory.password_of("secretariat1") is None
    assert directory.keys_in_force("secretariat1", NOW) is None
    with pytest.raises(EntryRefused, match="no account"):
        directory.end_account("secretariat1", NOW)
    with engine.connect() as connection:
        spans = connection.exec_driver_sql("SELECT password, until FROM accounts ORDER BY id").all()
    assert spans == [("one", (NOW + DAY).isoformat()), ("two", (NOW + 2 * DAY).isoformat())]
    assert "secretariat1" not in json.dumps(entries(engine))


def test_the_number_of_a_sender_has_no_password(directory: SqlDirectory) -> None:
    assert directory.password_of("123456") is None


# -- mandates --------------------------------------------------------------------------------------------------


def mandate(since: int = 20261, until: int = 20264, **changes) -> Mandate:
    given = {"sender": "123456", "noss": noss(1141353), "company": "", "group": "career-break"}
    return Mandate(**(given | changes), since=since, until=until)


def test_mandates_come_back_with_their_numbers(directory: SqlDirectory) -> None:
    numbers = [directory.add_mandate(one, NOW) for one in (mandate(), mandate(20271, 99994))]
    found = directory.mandates_of("123456")
    assert found == (mandate(), mandate(20271, 99994))
    assert [one.id for one in found] == numbers
    assert directory.mandates_of("234567") == ()
    assert directory.mandates() == found


@pytest.mark.parametrize(("since", "until"), [(20261, 20264), (20254, 20261), (20264, 99994), (20262, 20263)])
def test_the_same_mandate_twice_in_one_quarter_is_refused(directory: SqlDirectory, since: int, until: int) -> None:
    directory.add_mandate(mandate(), NOW)
    with pytest.raises(EntryRefused, match="Mandate 1 says the same already, for 2026/1 to 2026/4: end"):
        directory.add_mandate(mandate(since, until), NOW)


@pytest.mark.parametrize(
    "other", [{"sender": "234567"}, {"noss": EVERY}, {"company": company(8520934)}, {"group": EVERY}]
)
def test_mandates_that_differ_stand_beside_each_other(directory: SqlDirectory, other: dict) -> None:
    directory.add_mandate(mandate(), NOW)
    directory.add_mandate(mandate(**other), NOW)
    assert len(directory.mandates()) == 2


def test_a_mandate_ends_after_a_quarter_and_stays(directory: SqlDirectory, engine: Engine) -> None:
    number = directory.add_mandate(mandate(20261, 99994), NOW)
    directory.end_mandates([number], 20262, NOW)
    assert directory.mandates_of("123456") == (mandate(20261, 20262),)
    assert directory.add_mandate(mandate(20263, 99994), NOW) == 2
    assert entries(engine)[1] == ("mandate ends", {"mandate": number, "after": 20262})
    with pytest.raises(EntryRefused, match="ends after 2026/2 already"):
        directory.end_mandates([number], 20263, NOW)


def test_several_mandates_end_together_or_not_at_all(directory: SqlDirectory) -> None:
    number = directory.add_mandate(mandate(), NOW)
    with pytest.raises(EntryRefused, match="no mandate 99"):
        directory.end_mandates([number, 99], 20261, NOW)
    assert directory.mandates() == (mandate(),)


def test_a_mandate_that_was_entered_by_mistake_can_be_withdrawn_and_entered_right(directory: SqlDirectory) -> None:
    number = directory.add_mandate(mandate(), NOW)
    directory.end_mandates([number], 20254, NOW, withdraw=True)
    assert not any(one.covers((f"N{noss(1141353)}",), "career-break", 20261) for one in directory.mandates())
    assert list(directory.entries("mandates")) == []
    directory.add_mandate(mandate(), NOW)


# -- permissions -----------------------------------------------------------------------------------------------

FIRM = company(8520934)


def test_a_permission_holds_on_its_first_and_last_day(directory: SqlDirectory) -> None:
    directory.add_permission(Permit(FIRM, "career-break", date(2026, 1, 5)), NOW)
    directory.end_permission(FIRM, "career-break", date(2026, 3, 1), NOW)
    days = (date(2026, 1, 4), date(2026, 1, 5), date(2026, 3, 1), date(2026, 3, 2))
    assert [len(directory.permissions_of(FIRM, day)) for day in days] == [0, 1, 1, 0]
    assert directory.permissions_of(FIRM.lstrip("0"), date(2026, 1, 5)) == {"career-break"}
    assert directory.permissions_of(company(8520935), date(2026, 1, 5)) == frozenset()


def test_a_permission_is_not_given_twice_nor_ended_twice(directory: SqlDirectory) -> None:
    directory.add_permission(Permit(FIRM, "career-break", date(2026, 1, 5)), NOW)
    directory.add_permission(Permit(FIRM, "career-break-education", date(2026, 1, 5)), NOW)
    with pytest.raises(EntryRefused, match="from 2026-01-05 already"):
        directory.add_permission(Permit(FIRM, "career-break", date(2027, 1, 5)), NOW)
    with pytest.raises(EntryRefused, match="from 2026-01-05 already"):
        directory.add_permission(Permit(FIRM, "career-break", date(2025, 1, 5), date(2026, 1, 5)), NOW)
    directory.add_permission(Permit(FIRM, "career-break", date(2025, 1, 5), date(2026, 1, 4)), NOW)
    directory.end_permission(FIRM, "career-break", date(2026, 6, 30), NOW)
    with pytest.raises(EntryRefused, match="has no career-break after 2026-06-30"):
        directory.end_permission(FIRM, "career-break", date(2026, 6, 30), NOW)
    assert directory.permissions_of(FIRM, date(2026, 1, 5)) == {"career-break", "career-break-education"}


def test_no_journal_entry_names_an_enterprise_or_an_employer(directory: SqlDirectory, engine: Engine) -> None:
    directory.add_permission(Permit(FIRM, "career-break", date(2026, 1, 5)), NOW)
    directory.end_permission(FIRM, "career-break", date(2026, 6, 30), NOW)
    directory.add_mandate(mandate(company=FIRM), NOW)
    written = json.dumps(entries(engine))
    assert FIRM not in written
    assert noss(1141353) not in written
    assert len(entries(engine)) == 3
