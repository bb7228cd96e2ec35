"""``sample``: what is written, what a receiver says of it, and changes of what he accepted."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from installations import Installation, make_installation
from notices import anomalies_of, tickets_of

from batch import clock
from batch.cli.main import main

MINE = "123456"


class Sending:
    """One installation; samples dated by its clock are sent to it, and answered."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: Installation = make_installation(home / "home")
        self.folder = home
        self.sent: list[tuple[Path, Path]] = []
        monkeypatch.setattr(clock, "system_clock", lambda: self.made.now)  # samples are dated by the same clock

    def sample(self, *words: object) -> Path:
        path = self.folder / f"{len(self.sent)}.xml"
        assert main(["sample", "--message", "TWCT", "-o", str(path), *map(str, words)]) == 0
        return path

    def send(self, path: Path) -> str:
        """The notification about a file."""
        self.made.lay(f"TWCT.{MINE}.{self.made.now:%Y%m%d}.{len(self.sent) + 1:05d}.R", path.read_bytes())
        assert self.made.run().problems == []
        noti = self.made.texts("NOTI")[-1]
        answer = path.with_suffix(".noti")
        answer.write_text(noti, encoding="utf-8")
        self.sent.append((path, answer))
        return noti

    def answered(self) -> list[object]:
        """The words that name everything sent and answered so far."""
        declared, answers = zip(*self.sent, strict=True)
        return ["--declared", *declared, "--answered", *answers]


@pytest.fixture
def sending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sending:
    return Sending(tmp_path, monkeypatch)


def results(noti: str) -> dict[str, int]:
    found = re.findall(r"<HandlingResult><ResultCode>([01])<", noti)
    return {"accepted": found.count("1"), "refused": found.count("0")}


def statuses(path: Path) -> list[str]:
    return re.findall(r"<AttestationStatus>([013])<", path.read_text(encoding="utf-8"))


def targets(path: Path) -> list[str]:
    return re.findall(r"<ReferenceOrigin>2</ReferenceOrigin>\s*<ReferenceNbr>(\w+)<", path.read_text(encoding="utf-8"))


def test_changes_of_what_was_accepted_are_all_accepted(sending: Sending) -> None:
    """And changes of the changes, a week later: never of what was replaced or cancelled meanwhile."""
    first = sending.send(sending.sample("--forms", 300, "--faulty", 0.1))
    assert results(first) == {"accepted": 270, "refused": 30}
    for days in (0, 7, 21):
        sending.made.now += timedelta(days=days)
        changes = sending.sample(*sending.answered())
        assert set(statuses(changes)) == {"1", "3"}
        noti = sending.send(changes)
        assert anomalies_of(noti) == []
        assert results(noti) == {"accepted": len(targets(changes)), "refused": 0}
    acted_on = [ticket for path, _answer in sending.sent for ticket in targets(path)]
    assert len(acted_on) == len(set(acted_on)) > 270 + 130


def test_forms_limits_the_changes_and_the_same_seed_writes_the_same(sending: Sending) -> None:
    noti = sending.send(sending.sample("--forms", 30))
    three, again = (sending.sample(*sending.answered(), "--forms", 3).read_bytes() for _ in range(2))
    assert three == again
    assert three.count(b"<Form>") == 3
    assert targets(sending.sample(*sending.answered(), "--forms", 3)) == tickets_of(noti)[:3]


def test_what_can_no_longer_be_changed_is_left_out(sending: Sending) -> None:
    sending.send(sending.sample("--forms", 60))
    sending.made.now += timedelta(days=80)
    some = sending.sample(*sending.answered())
    assert 0 < len(targets(some)) < 60
    noti = sending.send(some)
    assert results(noti)["refused"] == 0
    sending.made.now += timedelta(days=400)
    assert targets(sending.sample(*sending.answered())) == []


def test_declarations_and_answers_may_be_packed_in_zips(sending: Sending) -> None:
    sending.send(sending.sample("--forms", 8))
    plain = sending.sample(*sending.answered()).read_bytes()
    packed = []
    for path in sending.sent[0]:
        packed.append(path.with_suffix(f"{path.suffix}.zip"))
        with zipfile.ZipFile(packed[-1], "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, path.name)
    assert sending.sample("--declared", packed[0], "--answered", packed[1]).read_bytes() == plain


def test_answers_to_other_declarations_are_told(sending: Sending, capsys: pytest.CaptureFixture[str]) -> None:
    for seed in (1, 2):
        sending.send(sending.sample("--forms", 5, "--seed", seed))
    (one, _), (_, other) = sending.sent
    words = ["sample", "--message", "TWCT", "-o", str(sending.folder / "no.xml")]
    for declared, answered in ((one, other), (one, one), (other, other)):
        assert main([*words, "--declared", str(declared), "--answered", str(answered)]) == 2
        assert "not about these declarations" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("TWCT", "--workers 2001"),
        ("TWCT", "--workers 0"),
        ("TWCT", "--changes 1.5"),
        ("TWCT", "--faulty -1"),
        ("TWCT", "--forms 0"),
        ("TWCT", "--declared a.xml"),
        ("TWCT", "--answered a.xml"),
        ("TWCT", "--answered a.xml --declared a.xml --faulty 0.5"),
        ("VBLV", "--workers 3"),
        ("LOIC", "--changes 0.5"),
        ("LOIC", "--forms 501"),
    ],
)
def test_words_that_make_no_sense_end_with_2(message: str, words: str) -> None:
    assert main(["sample", "--message", message, *words.split()]) == 2


def test_one_form_and_no_more_is_written_without_a_number() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "batch", "sample", "--message", "VBLV"], check=True, capture_output=True
    )
    assert done.stdout.count(b"<Form>") == 1
