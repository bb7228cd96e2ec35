"""Small sets that share a commit get what each would have got alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from installations import STEM, Installation, demo_set, make_installation

from batch.jobs import acknowledge, process
from batch.jobs.desk import Outcome
from batch.jobs.intake import Intake, in_turn, take_sets
from batch.jobs.waiting import Readiness, Waiting

GOOD = demo_set("1-accepted")
OTHER = "234567"


def stem(number: int) -> str:
    return STEM.replace("00001", f"{number:05d}")


def answers(installation: Installation) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (installation.home / "outbox").rglob("*.*") if path.is_file()}


def lay(installation: Installation) -> None:
    contents = (GOOD, demo_set("2-accepted-with-remarks"), GOOD, demo_set("3-refused"), "no XML", GOOD)
    for number, content in enumerate(contents, 1):
        installation.lay(stem(number), content, age=900 - number)


def test_a_batch_is_answered_byte_for_byte_as_sets_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    alone, shared = make_installation(tmp_path / "alone"), make_installation(tmp_path / "shared")
    for installation in (alone, shared):
        lay(installation)
    assert shared.run().problems == []
    for module in ("intake", "shift", "handover", "dispatch"):
        monkeypatch.setattr(f"batch.jobs.{module}._TOGETHER", 1)
    assert alone.run().problems == []

    assert answers(shared) == answers(alone)
    assert len(answers(shared)) > 20


def test_a_set_that_cannot_be_read_is_set_aside_and_its_neighbours_are_answered(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    lay(installation)
    real = acknowledge.receive
    monkeypatch.setattr(acknowledge, "receive", lambda desk, one: 1 / 0 if one.stem == stem(3) else real(desk, one))

    outcome = installation.run()

    assert [type(one) for one in outcome.problems] == [ZeroDivisionError]
    assert [one.stem for one in installation.register.receipts("kept")] == [stem(3)]
    assert len(installation.texts("ACRF")) == 5


def test_a_set_that_cannot_be_judged_leaves_nothing_and_its_neighbours_are_answered(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    lay(installation)
    real = process.judge_set

    def judged(desk: object, one: object, beside: int) -> object:
        made = real(desk, one, beside)
        if one.stem == stem(3):
            made.spool.write_bytes(b"no rows")
        return made

    monkeypatch.setattr(process, "judge_set", judged)

    outcome = installation.run()

    assert len(outcome.problems) == 1
    assert [one.stem for one in installation.register.receipts("acknowledged")] == [stem(3)]
    assert len(installation.texts("NOTI")) == 4
    monkeypatch.undo()
    assert installation.run().problems == []
    assert len(installation.texts("NOTI")) == 5


def test_senders_have_their_turn_before_anybody_has_a_second_one():
    ready = [(Waiting(sender, "IN", f"{sender}{number}"), Readiness(is_ready=True)) for sender, number in ORDER]

    chosen = [one.stem for one, _ in in_turn(ready, 4)]

    assert chosen == ["a1", "a2", "b1", "c1"]
    assert in_turn(ready, None) == in_turn(ready, 99) == ready


ORDER = (("a", 1), ("a", 2), ("a", 3), ("a", 4), ("b", 1), ("c", 1))


def test_a_bounded_pass_takes_so_many_and_tells_that_there_are_more(installation: Installation):
    lay(installation)
    outcome = Outcome(installation.desk.logger)

    assert take_sets(installation.desk, outcome, most=4)
    assert outcome.counts["taken"] == 4
    assert not take_sets(installation.desk, outcome, most=4)
    assert outcome.counts["taken"] == 6


def test_the_inbox_is_looked_into_again_only_when_nothing_is_left_of_the_last_look(installation: Installation):
    lay(installation)
    outcome, intake = Outcome(installation.desk.logger), Intake(installation.desk)
    assert intake.take(outcome, 5)
    installation.lay(stem(7), GOOD, age=60)

    assert not intake.take(outcome, 5)
    assert outcome.counts["taken"] == 6
    assert not intake.take(outcome, 5)
    assert outcome.counts["taken"] == 7
