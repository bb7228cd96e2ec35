"""Every answer is made again with the same bytes, whatever was changed since is found, and nothing is written."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import book_anomalies
import communication_anomalies
import pytest
from breaks_sent import sent
from declarations import loic, together
from examples import EXAMPLES, play
from installations import NOW, STEM, Installation, alone, demo_set, make_installation
from sqlalchemy import text

from batch.app import register_of
from batch.errors import NothingToRebuild
from batch.jobs.acknowledge import acknowledge_sets
from batch.jobs.desk import Outcome
from batch.jobs.intake import take_sets
from batch.model.verdict import Decision
from batch.rebuild import Rebuilt, answers_of
from batch.settings import read_settings

LOIC = STEM.replace("TWCT", "LOIC")
PLAYED = (
    "a-workers-balance-with-two-employers",
    "career-break-attachments",
    "career-break-request-new-end-cancel",
    "decision-closes-career-break",
    "decision-positive-and-negative-with-letter",
    "file-codes/133-name-used-again",
    "file-codes/277-taken-back",
    "four-parts-one-receipt",
    "notification-accepted",
    "notification-refused-and-postponed",
    "refused-every-kind-of-fault",
    "signed-production-set",
    "simulation-and-production-do-not-mix",
    "three-languages",
    "zipped-file",
)
"""Examples that have every kind of answer, and every way to a set."""


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return make_installation(tmp_path / "home")


def posted(home: Path) -> list[str]:
    """The names of all answers."""
    with register_of(read_settings(home)).reading() as connection:
        return [row[0] for row in connection.execute(text("SELECT name FROM outbox ORDER BY id"))]


def bytes_below(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def verdicts(home: Path, wanted: str) -> dict[str, str]:
    """The verdict on each answer of a name, by its code."""
    return {one.answer.split(".")[1]: one.verdict for one in answers_of(home, wanted)}


def only(home: Path, wanted: str) -> Rebuilt:
    (one,) = answers_of(home, wanted)
    return one


# -- equal -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLAYED)
def test_every_answer_of_an_example_is_made_again_byte_for_byte(tmp_path: Path, name: str) -> None:
    for _ in play(EXAMPLES / name, tmp_path / "home"):
        pass
    names = posted(tmp_path / "home")
    found = [one for name in names for one in answers_of(tmp_path / "home", name)]
    assert [one.answer for one in found] == names
    assert [one for one in found if one.verdict != "equal"] == []


def test_an_overview_shows_requests_as_they_were_then_and_is_not_made_again(tmp_path: Path) -> None:
    for _ in play(EXAMPLES / "overview-of-requests", tmp_path / "home"):
        pass
    found = [one for name in posted(tmp_path / "home") for one in answers_of(tmp_path / "home", name)]
    assert {one.answer.split(".")[1] for one in found if one.verdict == "kept"} == {"LOAN"}
    assert {one.verdict for one in found} == {"equal", "kept"}


@pytest.mark.parametrize(
    ("code", "cases"), [("TWCT", communication_anomalies.CASES), ("VBLV", book_anomalies.CASES)], ids=["TWCT", "VBLV"]
)
def test_whatever_is_wrong_with_a_declaration_its_notification_is_made_again(
    installation: Installation, code: str, cases: list
) -> None:
    whole = [case.text for case in cases if "<Form>" in case.text and "</Form>" in case.text]
    assert len(whole) > 100
    installation.lay(STEM.replace("TWCT", code), together(*whole))
    assert installation.run().problems == []
    assert verdicts(installation.home, STEM.replace("TWCT", code)) == {"ACRF": "equal", "NOTI": "equal"}


def test_a_set_of_more_forms_than_fit_in_a_slice_and_in_a_hand_over(installation: Installation) -> None:
    parts = [together(*[fresh(loic())] * count) for count in (500, 3)]
    installation.lay_parts(LOIC, *parts)
    assert installation.run().problems == []
    found = list(answers_of(installation.home, LOIC))
    assert [(one.answer.split(".")[1], one.verdict) for one in found] == [
        ("ACRF", "equal"), ("NOTI", "equal"), ("HAND", "equal"), ("HAND", "equal"),
    ]  # fmt: skip


def test_a_hand_over_as_json_lines_too_also_after_the_setting_was_changed(tmp_path: Path) -> None:
    made = make_installation(tmp_path / "home", more='handover_format = "jsonl"\n')
    made.lay(STEM, demo_set("1-accepted"))
    made.run()
    settings = made.home / "onem-batch.toml"
    settings.write_text(settings.read_text().replace("jsonl", "xml"))
    assert verdicts(made.home, STEM)["HAND"] == "equal"


def test_the_language_of_the_sender_may_have_changed_since(answered: Installation) -> None:
    answered.register.directory.change_sender("123456", {"language": "de"}, NOW)
    answered.register.directory.change_sender("999998", {"language": "nl"}, NOW)
    assert set(verdicts(answered.home, STEM).values()) == {"equal"}


def test_what_later_forms_did_to_a_declaration_does_not_change_its_notification(installation: Installation) -> None:
    """A request that was answered is cancelled afterwards, and its sender loses all rights."""
    installation.lay(LOIC, fresh(loic()))
    installation.run()
    ticket = first_ticket(installation)
    installation.lay(LOIC.replace("00001", "00002"), fresh(loic(status=3, ticket=ticket)))
    installation.run()
    directory = installation.register.directory
    directory.end_mandates([one.id for one in directory.mandates("123456")], 20171, NOW)
    assert verdicts(installation.home, LOIC) == {"ACRF": "equal", "NOTI": "equal", "HAND": "equal"}


def test_the_answers_of_a_set_that_was_taken_and_then_taken_back(installation: Installation) -> None:
    installation.lay(STEM, demo_set("1-accepted"))
    desk, outcome = installation.desk, Outcome(installation.desk.logger)
    take_sets(desk, outcome)
    acknowledge_sets(desk, outcome, alone(desk))
    installation.now += timedelta(minutes=1)
    installation.lay_file(f"TD.{STEM}.1", "")
    installation.run()
    found = list(answers_of(installation.home, STEM))
    assert [one.verdict for one in found] == ["equal", "equal"]
    assert len(installation.texts("ACRF")) == 2


# -- names -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One communication, accepted, decided and printed, and one with a remark."""
    made = make_installation(tmp_path_factory.mktemp("answered") / "home")
    made.register.directory.change_sender("123456", {"wants_print": True}, NOW)
    made.lay(STEM, demo_set("1-accepted"))
    made.lay(STEM.replace("00001", "00002"), demo_set("2-accepted-with-remarks"))
    made.run()
    made.register.note_decision(Decision(first_ticket(made), NOW.date(), positive=True), "office", NOW)
    made.run()
    return made.home


@pytest.fixture
def answered(template: Path, tmp_path: Path) -> Installation:
    home = Path(shutil.copytree(template, tmp_path / "home"))
    return Installation(home, register_of(read_settings(home)))


def told(installation: Installation, query: str) -> str:
    with installation.register.reading() as connection:
        return str(connection.execute(text(query)).scalar())


def first_ticket(installation: Installation) -> str:
    return told(installation, "SELECT ticket FROM forms ORDER BY receipt, form")


def fresh(declaration: str) -> str:
    return declaration.replace("2026-03-09", "2026-03-16")


EVERY = {"ACRF": "equal", "NOTI": "equal", "HAND": "equal", "PRIN": "equal", "DEFI": "equal"}


@pytest.mark.parametrize("form", ["{}", "GO.{}.1", "FI.{}.1.1"])
def test_a_set_is_named_by_its_stem_or_by_one_of_its_files(answered: Installation, form: str) -> None:
    assert verdicts(answered.home, form.format(STEM)) == EVERY


def test_a_set_is_named_by_the_ticket_of_its_file_and_of_a_declaration(answered: Installation) -> None:
    ticket = told(answered, "SELECT file_ticket FROM receipts ORDER BY id")
    assert verdicts(answered.home, ticket) == EVERY
    form = first_ticket(answered)
    assert verdicts(answered.home, f"{form[:3]}-{form[3:10]}-{form[10:12]}-{form[12:]}") == EVERY


@pytest.mark.parametrize("prefix", ["FO", "GO"])
def test_one_answer_is_named_by_its_file_and_by_its_go(answered: Installation, prefix: str) -> None:
    found = only(answered.home, f"{prefix}.NOTI.999999.20260316.00001.R")
    assert (found.answer, found.verdict) == ("FO.NOTI.999999.20260316.00001.R", "equal")


def test_the_changes_of_status_of_a_request_go_by_its_ticket(installation: Installation) -> None:
    installation.lay(LOIC, fresh(loic()))
    installation.run()
    installation.complete(first_ticket(installation))
    installation.run()
    installation.now += timedelta(days=1)
    assert verdicts(installation.home, first_ticket(installation)) == {
        "ACRF": "equal", "NOTI": "equal", "HAND": "equal", "LONO": "equal",
    }  # fmt: skip


def test_a_reminder_of_a_request_is_made_again_by_the_form_that_was_the_latest_then(installation: Installation) -> None:
    """The request gets another end after the reminder."""
    days = {"StartingDate": "2026-05-16", "EndingDate": "2026-06-15", "DocumentDate": "2026-03-16"}
    ticket = sent(installation, loic("parental-full", **days))
    installation.now = datetime(2026, 7, 10, 8, 30, tzinfo=UTC)
    installation.run()
    (reminder,) = [text for text in installation.texts("LONO") if "<Reminder>1<" in text]
    assert f"<ReferenceNbr>{ticket}<" in reminder
    installation.now += timedelta(hours=1)
    newer = {"StartingDate": "2026-05-16", "EndingDate": "2026-07-15"}
    sent(installation, loic(status=1, ticket=ticket, **newer))
    assert verdicts(installation.home, ticket)["LONO"] == "equal"


def test_the_copies_of_a_request_are_made_again_after_it_was_cancelled(installation: Installation) -> None:
    installation.register.directory.change_sender("123456", {"wants_print": True}, NOW)
    ticket = sent(installation, loic())
    cancellation = sent(installation, loic(status=3, ticket=ticket))
    assert len(installation.texts("PRIN")) == 2
    assert verdicts(installation.home, ticket)["PRIN"] == "equal"
    assert verdicts(installation.home, cancellation)["PRIN"] == "equal"


@pytest.mark.parametrize("name", ["FO.NOTI.999999.20260316.00099.R", STEM.replace("00001", "00099"), "hello", ""])
def test_an_unknown_name_is_said_to_be_none(answered: Installation, name: str) -> None:
    with pytest.raises(NothingToRebuild, match="no answer, set or declaration has that name or ticket"):
        list(answers_of(answered.home, name))


def test_a_set_that_waits_is_said_to_wait(installation: Installation) -> None:
    installation.lay(STEM, demo_set("1-accepted"))
    take_sets(installation.desk, Outcome(installation.desk.logger))
    with pytest.raises(NothingToRebuild, match="not answered yet"):
        list(answers_of(installation.home, STEM))


# -- nothing is written ------------------------------------------------------------------------------------------


def test_nothing_is_written_anywhere(answered: Installation) -> None:
    before = bytes_below(answered.home)
    assert verdicts(answered.home, STEM) == EVERY
    damage(answered.home / "archive/out/1/NOTI.xml")
    assert verdicts(answered.home, STEM)["NOTI"] == "differs"
    after = bytes_below(answered.home)
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {
        "archive/out/1/NOTI.xml"
    }


# -- what was changed is found -----------------------------------------------------------------------------------


def damage(path: Path, position: int = 700) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.chmod(0o600)
    path.write_bytes(bytes(content))


def differing(installation: Installation) -> dict[str, tuple[str, ...]]:
    return {
        one.answer.split(".")[1]: one.why for one in answers_of(installation.home, STEM) if one.verdict == "differs"
    }


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("ACRF", "out/1/ACRF.xml"), ("NOTI", "out/1/NOTI.xml"), ("HAND", "out/1/HAND.1"), ("PRIN", "out/1/PRIN.1.xml"),
        ("DEFI", "out/decisions/1-DEFI.xml"),
    ],
)  # fmt: skip
def test_one_changed_byte_of_a_kept_answer_is_found_where_it_is(answered: Installation, code: str, place: str) -> None:
    damage(answered.home / "archive" / place, 300)
    assert differing(answered) == {
        code: (f"archive/{place} is not what was registered", "made again it differs from byte 301 on")
    }


def test_an_answer_that_lost_its_end_and_one_that_got_more(answered: Installation) -> None:
    kept = answered.home / "archive/out/1/ACRF.xml"
    whole = kept.read_bytes()
    for changed, where in ((whole[:-1], len(whole)), (whole + b"\n", len(whole) + 1)):
        kept.chmod(0o600)
        kept.write_bytes(changed)
        assert differing(answered)["ACRF"][-1] == f"made again it differs from byte {where} on"


def test_one_changed_byte_of_what_was_received_is_found(answered: Installation) -> None:
    (received,) = (answered.home / "archive/in").glob(f"*/FI.{STEM}.1.1")
    damage(received)
    place = received.relative_to(answered.home / "archive").as_posix()
    found = differing(answered)
    assert found == dict.fromkeys(("ACRF", "NOTI", "HAND", "PRIN"), (f"archive/{place} is not what was received",))


def test_what_is_gone_is_told(answered: Installation) -> None:
    (answered.home / "archive/out/1/NOTI.xml").unlink()
    assert differing(answered) == {"NOTI": ("archive/out/1/NOTI.xml is gone",)}
    shutil.rmtree(answered.home / "archive/in")
    assert all(why[-1].endswith("is gone") for why in differing(answered).values())


def test_the_unpacked_file_of_a_zip_is_compared_with_the_zip(tmp_path: Path) -> None:
    for _ in play(EXAMPLES / "zipped-file", tmp_path / "home"):
        pass
    (unpacked,) = (tmp_path / "home/archive/in").glob("*/*.unpacked")
    damage(unpacked)
    name = next(name for name in posted(tmp_path / "home") if ".NOTI." in name)
    (why,) = only(tmp_path / "home", name).why
    assert why.endswith(".unpacked is not what was received in the ZIP")


def change(installation: Installation, statement: str) -> None:
    with installation.register.writing() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "code", "why"),
    [
        ("UPDATE anomalies SET severity = 'B'", "NOTI", "made again it differs"),
        ("DELETE FROM anomalies", "NOTI", "made again it differs"),
        ("UPDATE anomalies SET location = '1,1'", "NOTI", "made again it differs"),
        ("UPDATE forms SET ticket = '3A00000099AAZ'", "HAND", "made again it differs"),
        ("UPDATE forms SET accepted = 0", "NOTI", "the journal told of 1 accepted forms, the register keeps 0"),
        ('UPDATE forms SET "offset" = "offset" + 3', "NOTI", "it cannot be made again: in the archive no form stands"),
        ("UPDATE receipts SET file_ticket = '380000009900Z'", "ACRF", "made again it differs"),
        ("UPDATE parts SET sha256 = 'ab'", "ACRF", f"FI.{STEM}.1.1: the register and the journal tell another SHA-256"),
        ("UPDATE outbox SET name = 'FO.NOTI.7' WHERE code = 'NOTI'", "NOTI", "the journal told of FO.NOTI.999999.2026"),
    ],
)  # fmt: skip
def test_what_was_changed_in_the_register_is_found(
    installation: Installation, statement: str, code: str, why: str
) -> None:
    installation.lay(STEM, demo_set("2-accepted-with-remarks"))
    installation.run()
    assert differing(installation) == {}
    change(installation, statement)
    assert any(one.startswith(why) for one in differing(installation)[code])


def test_the_codes_of_a_receipt_are_those_of_the_journal(installation: Installation) -> None:
    installation.lay(STEM, demo_set("4-file-refused"))
    installation.run()
    change(installation, "INSERT INTO file_faults VALUES (1, 9, '277', '', 1, 1)")
    assert differing(installation) == {}
    change(installation, "DELETE FROM file_faults WHERE nth = 1")
    assert differing(installation)["ACRF"] == (
        "the journal told the codes 102, the register keeps none", "made again it differs from byte 545 on",
    )  # fmt: skip


def test_a_journal_entry_that_was_changed_is_found(answered: Installation) -> None:
    change(answered, "DROP TRIGGER journal_no_update")
    change(answered, "UPDATE journal SET at = '2026-03-16T08:30:01+00:00' WHERE what = 'answered' AND receipt = 1")
    entry = told(answered, "SELECT id FROM journal WHERE what = 'answered' AND receipt = 1")
    assert {why for one in differing(answered).values() for why in one} == {f"journal entry {entry} was changed"}


def test_an_answer_whose_decision_is_gone_cannot_be_made_again(answered: Installation) -> None:
    change(answered, "DELETE FROM decisions")
    assert differing(answered) == {"DEFI": ("it cannot be made again: the register does not know its decision",)}
