from __future__ import annotations

import errno
import resource
import subprocess
import sys
import textwrap
from collections.abc import Iterator

import pytest
from installations import STEM, Installation, demo_set

from batch import switchboard
from batch.model.forms import Place
from batch.store.register import SqlRegister
from batch.switchboard.message import Message
from batch.transport.claims import FolderClaim
from batch.validators.rulebook import Case, Rulebook

GOOD = demo_set("1-accepted")
OTHER = STEM.replace("00001", "00002")


@pytest.fixture
def a_rule_of_ours_that_crashes(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A planted bug: a rule that raises when it meets the reference DEMO-0004."""
    book: Rulebook = Rulebook()

    @book.rule("00199-008", source="planted")
    def crashes(declaration, _case: Case) -> Iterator[Place]:
        """A planted bug."""
        if any(reference.number == "DEMO-0004" for reference in declaration.references):
            raise ZeroDivisionError("85010100313")
        yield from ()

    planted = switchboard.BY_IDENTIFICATION | {
        "TWCT001": Message(
            **{name: getattr(switchboard.TWCT, name) for name in Message.__dataclass_fields__ if name != "rules"},
            rules=(*switchboard.TWCT.rules, *book),
        )
    }
    for module in ("batch.pipeline.judge", "batch.jobs.judging.facts"):
        monkeypatch.setattr(f"{module}.BY_IDENTIFICATION", planted)
    return monkeypatch


def test_our_bug_sets_one_set_aside_and_its_neighbours_go_on(
    installation: Installation, a_rule_of_ours_that_crashes: pytest.MonkeyPatch
):
    installation.lay(STEM, demo_set("2-accepted-with-remarks"))
    installation.lay(OTHER, GOOD)

    outcome = installation.run()

    assert outcome.exit_code == 70
    assert len(installation.texts("ACRF")) == 2
    assert len(installation.texts("NOTI")) == 1
    (aside,) = installation.register.receipts("acknowledged")
    assert aside.stem == STEM


def test_what_was_set_aside_is_processed_by_the_next_run_after_the_cause_is_gone(
    installation: Installation, a_rule_of_ours_that_crashes: pytest.MonkeyPatch
):
    installation.lay(STEM, demo_set("2-accepted-with-remarks"))
    installation.run()
    installation.run()
    a_rule_of_ours_that_crashes.undo()

    outcome = installation.run()

    assert outcome.exit_code == 0
    assert len(installation.texts("ACRF")) == 1
    assert len(installation.texts("NOTI")) == 1
    with installation.register.reading() as connection:
        from batch.store import overview

        assert overview.set_aside(connection) == []


def test_status_tells_the_operator_what_was_set_aside_without_values(
    installation: Installation, a_rule_of_ours_that_crashes: pytest.MonkeyPatch
):
    installation.lay(STEM, demo_set("2-accepted-with-remarks"))
    installation.run()

    from batch.status import status_of

    (aside,) = status_of(installation.home, with_sets=False)["aside"]
    assert aside["stem"] == STEM
    assert aside["aside"] == "ZeroDivisionError"


def test_a_disk_that_takes_no_more_ends_with_73_loses_nothing_and_answers_later(installation: Installation):
    big = demo_set("3-refused")
    start, end = big.index("  <Form>"), big.index("</TWCT001>")
    content = big[:start] + big[start:end] * 1500 + big[end:]
    installation.lay(STEM.replace(".R", ".S"), content, folder="INTEST-S")
    child = textwrap.dedent("""
        import resource, signal, sys
        from batch.cli.main import main
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
        sys.exit(main(["--home", sys.argv[1], "run"]))
    """)

    limit = len(content) + 100_000
    full = subprocess.run(
        [sys.executable, "-c", child, str(installation.home), str(limit)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert full.returncode == 73, full.stderr
    assert installation.texts("NOTI", folder="OUTTEST-S") == []

    free = subprocess.run(
        [sys.executable, "-c", child, str(installation.home), str(resource.RLIM_INFINITY)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert free.returncode == 0, free.stderr
    (noti,) = installation.texts("NOTI", folder="OUTTEST-S")
    assert noti.count("<HandledReference>") == 1500


def test_a_missing_archive_file_is_our_fault_and_never_the_senders(installation: Installation):
    installation.lay(STEM, GOOD)
    from batch.jobs.desk import Outcome
    from batch.jobs.intake import take_sets

    desk = installation.desk
    take_sets(desk, Outcome(desk.logger))
    (receipt,) = installation.register.receipts("kept")
    kept = installation.home / "archive" / receipt.delivery.parts[0].place
    kept.rename(kept.with_suffix(".gone"))

    assert installation.run().exit_code == 74
    assert installation.answers() == {}

    kept.with_suffix(".gone").rename(kept)
    assert installation.run().exit_code == 0
    assert len(installation.texts("NOTI")) == 1


def test_a_claim_that_cannot_be_forgotten_loses_no_kept_bytes(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    def fails(_claim: FolderClaim) -> None:
        raise OSError(errno.EIO, "Input/output error")

    installation.lay(STEM, GOOD)
    monkeypatch.setattr(FolderClaim, "finish", fails)
    assert installation.run().exit_code == 74
    monkeypatch.undo()

    assert installation.run().exit_code == 0
    assert len(installation.texts("NOTI")) == 1
    assert "ACRF-133" not in "".join(installation.texts("ACRF"))


def test_a_set_that_the_register_cannot_take_leaves_no_copy_behind(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    installation.lay(STEM, GOOD)
    monkeypatch.setattr(SqlRegister, "keep", full)
    assert installation.run().exit_code == 73
    monkeypatch.undo()

    assert list((installation.home / "archive").glob("in/*")) == []
    assert len(installation.waiting()) == 2
    assert installation.run().exit_code == 0
    assert len(installation.texts("NOTI")) == 1
