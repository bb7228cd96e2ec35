"""A TD takes a set back: before it is taken, with it, while it is judged; never after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from installations import STEM, Installation, alone, demo_set
from notices import codes_of, nameless, subject_of, tickets_of
from signed import make_signed

from batch.jobs import process
from batch.jobs.desk import Desk, Outcome
from batch.jobs.intake import take_sets
from batch.jobs.run import run_once
from batch.ports import Archive

GOOD = demo_set("1-accepted")
NEXT = STEM.replace("00001", "00002")
FIFTEEN_MINUTES = timedelta(minutes=15)
OFFICE = "999998"


def lay_order(installation: Installation, stem: str = STEM, form: str = "TD.{}.1", folder: str = "IN") -> None:
    installation.lay_file(form.format(stem), "", folder=folder)


def told(installation: Installation, folder: str = "OUT") -> list[list[str]]:
    """The codes of every receipt."""
    return [codes_of(acrf) for acrf in installation.texts("ACRF", folder=folder)]


def nothing_came_of_it(installation: Installation) -> None:
    """No form was notified, handed over, or kept for later references."""
    assert installation.texts("NOTI") == []
    assert installation.texts("HAND", sender=OFFICE) == []
    assert installation.register.receipts("answered") == []
    assert installation.waiting() == []


# -- with the set and before it ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["TD.{}.1", "TD.{}"])
@pytest.mark.parametrize("go", ["GO.{}.1", "GO.{}"])
def test_a_set_that_comes_with_its_td_is_cancelled(installation: Installation, go: str, form: str):
    installation.lay_file(f"FI.{STEM}", GOOD)
    installation.lay_file(go.format(STEM), "")
    lay_order(installation, form=form)

    assert installation.run().problems == []

    assert told(installation) == [["277"]]
    assert subject_of(installation.texts("ACRF")[0]) == go.format(STEM)
    nothing_came_of_it(installation)
    assert [one.stem for one in installation.register.receipts("cancelled")] == [STEM]


@pytest.mark.parametrize("present", [["FI.{}.1.1"], ["GO.{}.1"], ["FI.{}.2.1", "GO.{}.2"], ["FS.{}.1.1"]])
def test_a_set_that_is_not_whole_yet_is_cancelled_at_once(installation: Installation, present: list[str]):
    for name in present:
        installation.lay_file(name.format(STEM), GOOD if name.startswith("FI") else "")
    lay_order(installation)

    assert installation.run().problems == []

    assert told(installation) == [["277"]]
    nothing_came_of_it(installation)


def test_a_td_waits_fifteen_minutes_for_its_set_and_then_there_is_nothing_to_take_back(installation: Installation):
    lay_order(installation)
    installation.run()
    installation.now += FIFTEEN_MINUTES - timedelta(seconds=1)
    installation.run()
    assert installation.answers() == {}

    installation.now += timedelta(seconds=1)
    installation.run()

    assert told(installation) == [["234"]]
    assert subject_of(installation.texts("ACRF")[0]) == f"TD.{STEM}.1"
    assert installation.waiting() == []


def test_a_set_that_comes_after_its_td_is_cancelled(installation: Installation):
    lay_order(installation)
    installation.run()
    installation.now += timedelta(minutes=14)
    installation.lay(STEM, GOOD)
    installation.run()

    assert told(installation) == [["277"]]
    nothing_came_of_it(installation)


def test_a_td_for_nothing_uses_up_no_name(installation: Installation):
    lay_order(installation)
    installation.run()
    installation.now += FIFTEEN_MINUTES
    installation.run()
    installation.lay(STEM, GOOD)
    installation.run()

    assert told(installation) == [["234"], []]
    assert len(tickets_of(installation.texts("NOTI")[0])) == 3


# -- while it is on its way ----------------------------------------------------------------------------------


def taken_only(installation: Installation) -> None:
    """The set is in the archive and in the register, and no more."""
    desk = installation.desk
    take_sets(desk, Outcome(desk.logger))


def acknowledged_only(installation: Installation) -> None:
    from batch.jobs.acknowledge import acknowledge_sets

    taken_only(installation)
    desk = installation.desk
    acknowledge_sets(desk, Outcome(desk.logger), alone(desk))


@pytest.mark.parametrize(
    ("so_far", "receipts"), [(taken_only, [["277"]]), (acknowledged_only, [[], ["277"]])], ids=["taken", "acknowledged"]
)
@pytest.mark.parametrize("form", ["TD.{}.1", "TD.{}"])
def test_a_set_that_was_taken_and_not_processed_is_cancelled(
    installation: Installation, so_far: Callable[[Installation], None], receipts: list[list[str]], form: str
):
    installation.lay(STEM, GOOD)
    so_far(installation)
    lay_order(installation, form=form)

    assert installation.run().problems == []
    installation.run()

    assert told(installation) == receipts
    nothing_came_of_it(installation)
    assert [one.stem for one in installation.register.receipts("executed")] == [STEM]


class LaysAnOrder:
    """An archive; while a notification is written a TD comes in."""

    def __init__(self, archive: Archive, lay: Callable[[], object]) -> None:
        self._archive = archive
        self._lay = lay

    def __getattr__(self, name: str) -> object:
        return getattr(self._archive, name)

    @contextmanager
    def shelf(self) -> Iterator[object]:
        with self._archive.shelf() as shelf:
            yield LaysAnOrder(shelf, self._lay)

    def write(self, place: str, chunks: object) -> object:
        if place.endswith("NOTI.xml"):
            self._lay()
        return self._archive.write(place, chunks)


@pytest.mark.parametrize("form", ["TD.{}.1", "TD.{}"])
@pytest.mark.parametrize("go", ["GO.{}.1", "GO.{}"])
def test_a_td_that_comes_while_a_large_set_is_judged_still_cancels_it(
    installation: Installation, go: str, form: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(process, "PROCESS", replace(process.PROCESS, share=None))
    installation.lay_file(f"FI.{STEM}", GOOD)
    installation.lay_file(go.format(STEM), "")
    laying = LaysAnOrder(installation.desk.archive, lambda: lay_order(installation, form=form))
    desk: Desk = replace(installation.desk, archive=laying)

    assert run_once(desk).problems == []
    assert installation.texts("NOTI") == []
    installation.run()

    assert told(installation) == [[], ["277"]]
    nothing_came_of_it(installation)


def test_a_td_that_comes_before_small_sets_are_judged_together_still_cancels_one(installation: Installation):
    """It came after the receipt, and before anything was judged."""
    installation.lay(STEM, GOOD)
    acknowledged_only(installation)
    lay_order(installation)
    (receipt,) = installation.register.receipts("acknowledged")
    assert process.process_all(installation.desk, [receipt]) == [None]
    installation.run()
    assert installation.texts("NOTI") == []
    nothing_came_of_it(installation)


def test_a_td_is_about_the_set_that_was_taken_whatever_lies_beside_it_by_now(installation: Installation):
    """Else the file beside it would be taken back, and the set itself go on."""
    installation.lay(STEM, GOOD)
    taken_only(installation)
    installation.lay_file(f"FI.{STEM}.1.1", GOOD)
    lay_order(installation)

    assert installation.run().problems == []
    installation.run()

    assert told(installation) == [["277"]]
    assert subject_of(installation.texts("ACRF")[0]) == f"GO.{STEM}.1"
    assert installation.texts("NOTI") == []
    assert installation.waiting() == [f"FI.{STEM}.1.1"]
    assert [one.delivery.go_name for one in installation.register.receipts("cancelled")] == [f"GO.{STEM}.1"]


def test_a_td_that_comes_with_a_set_whose_name_was_processed_is_too_late(installation: Installation):
    installation.lay(STEM, GOOD)
    installation.run()
    installation.lay(STEM, GOOD)
    lay_order(installation)

    assert installation.run().problems == []

    assert sorted(told(installation)) == [[], ["133"], ["181"]]
    assert len(installation.texts("NOTI")) == 1


def test_a_td_for_one_set_leaves_its_neighbours_alone(installation: Installation):
    installation.lay(STEM, GOOD)
    installation.lay(NEXT, GOOD)
    taken_only(installation)
    lay_order(installation)
    installation.run()

    assert len(installation.texts("NOTI")) == 1
    assert [one.stem for one in installation.register.receipts("answered")] == [NEXT]


# -- too late, twice, not his ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("content", "state"), [(GOOD, "answered"), ("no xml", "refused")])
def test_what_is_processed_or_refused_cannot_be_taken_back(installation: Installation, content: str, state: str):
    installation.lay(STEM, content)
    installation.run()
    before = installation.answers()
    lay_order(installation)
    installation.run()

    acrf = installation.texts("ACRF")[1]
    assert codes_of(acrf) == ["181"]
    assert subject_of(acrf) == f"TD.{STEM}.1"
    assert {name: installation.answers()[name] for name in before} == before
    assert [one.stem for one in installation.register.receipts(state)][:1] == [STEM]


def test_a_second_td_is_told_that_it_was_done(installation: Installation):
    installation.lay(STEM, GOOD)
    taken_only(installation)
    lay_order(installation)
    installation.run()
    lay_order(installation)
    installation.run()

    assert told(installation) == [["277"], ["241"]]
    nothing_came_of_it(installation)


def test_two_td_at_once_are_one_cancellation_and_one_refusal(installation: Installation):
    installation.lay(STEM, GOOD)
    taken_only(installation)
    lay_order(installation, form="TD.{}.1")
    lay_order(installation, form="TD.{}")
    for _ in range(2):
        assert installation.run().problems == []

    assert sorted(told(installation)) == [["241"], ["277"]]
    assert installation.waiting() == []


def test_the_name_of_a_cancelled_set_is_used_up(installation: Installation):
    installation.lay(STEM, GOOD)
    lay_order(installation)
    installation.run()
    installation.lay(STEM, GOOD)
    installation.run()

    assert told(installation) == [["277"], ["133"]]
    nothing_came_of_it(installation)


def test_a_td_for_the_set_of_another_sender_is_answered_like_one_for_none(installation: Installation):
    theirs, nobodys = (f"TWCT.234567.20260316.0000{number}.R" for number in (1, 2))
    installation.lay(theirs, GOOD, sender="234567")
    installation.run()
    for stem in (theirs, nobodys):
        lay_order(installation, stem)
    installation.run()
    assert installation.texts("ACRF") == []
    installation.now += FIFTEEN_MINUTES
    installation.run()

    first, second = installation.texts("ACRF")
    assert codes_of(first) == codes_of(second)
    assert "108" in codes_of(first)
    assert nameless(first) == nameless(second)
    assert len(installation.texts("NOTI", sender="234567")) == 1


def test_a_simulated_cancellation_does_not_touch_production(installation: Installation):
    simulated = STEM.replace(".R", ".S")
    installation.lay(STEM, GOOD)
    installation.lay(simulated, GOOD, folder="INTEST-S")
    taken_only(installation)
    lay_order(installation, simulated, folder="INTEST-S")
    installation.run()

    assert told(installation, "OUTTEST-S") == [["277"]]
    assert told(installation) == [[]]
    assert len(installation.texts("NOTI")) == 1


def test_a_td_for_production_in_the_folder_of_simulation_does_nothing(installation: Installation):
    installation.lay(STEM, GOOD)
    taken_only(installation)
    lay_order(installation, folder="INTEST-S")
    installation.run()
    installation.now += FIFTEEN_MINUTES
    installation.run()

    assert len(installation.texts("NOTI")) == 1
    assert [codes[:1] for codes in told(installation, "OUTTEST-S")] == [["118"]]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("TD.TWCT.123456.20260316.00001.R.1.1", ["107"]),
        ("TD.TWCT.123456.20260230.00001.R.1", ["110"]),
        ("TD.TWCT.123456.20260317.00001.R.1", ["111"]),
        ("TD.TWCT.123456.20260316.0001.R.1", ["112"]),
        ("TD.TWCT.123456.20260316.00001.R.0", ["116"]),
        ("TD.twct.123456.20260316.00001.R.1", ["107"]),
    ],
)
def test_a_td_with_a_faulty_name_is_told_what_is_wrong_with_it_and_cancels_nothing(
    installation: Installation, name: str, codes: list[str]
):
    installation.lay(STEM, GOOD)
    taken_only(installation)
    installation.lay_file(name, "")
    installation.run()
    installation.now += FIFTEEN_MINUTES
    assert installation.run().problems == []

    assert codes in told(installation)
    assert len(installation.texts("NOTI")) == 1
    assert installation.waiting() == []


# -- names that were used --------------------------------------------------------------------------------------


def test_a_go_alone_after_a_refusal_is_told_that_its_files_are_gone(installation: Installation):
    installation.lay(STEM, "no xml")
    installation.run()
    installation.lay_file(f"GO.{STEM}.1", "")
    installation.run()

    assert told(installation) == [["102"], ["133", "430"]]


def test_a_go_alone_after_an_acceptance_is_told_that_its_name_was_used(installation: Installation):
    installation.lay(STEM, GOOD)
    installation.run()
    installation.lay_file(f"GO.{STEM}.1", "")
    installation.run()

    assert told(installation) == [[], ["133"]]


def test_a_signature_and_a_go_without_a_declaration_get_142(installation: Installation):
    installation.lay_file(f"FS.{STEM}.1.1", "signature")
    installation.lay_file(f"GO.{STEM}.1", "")
    installation.run()
    assert installation.answers() == {}
    installation.now += FIFTEEN_MINUTES
    installation.run()

    (codes,) = told(installation)
    assert {"120", "142"} <= set(codes)


def test_a_set_taken_back_is_told_nothing_of_what_it_lacked(tmp_path):
    strict = make_signed(tmp_path / "strict")
    strict.lay_signed(STEM, GOOD, None)
    strict.lay_file(f"TD.{STEM}.1", "")
    strict.run()
    assert told(strict) == [["277"]]
