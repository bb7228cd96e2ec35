from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from installations import demo_set

SAMPLE = demo_set("3-refused")
ON = "2026-03-16"


def check(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "batch", "check", *map(str, words)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    path = tmp_path / "declarations.xml"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def test_json_is_one_object_per_file_with_everything_a_program_needs(refused: Path):
    done = check("--json", "--on", ON, refused)

    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert set(found) == {"file", "errors", "faults", "forms"}
    (form,) = found["forms"]
    assert form["index"] == 1
    assert form["identification"] == "TWCT001"
    assert form["accepted"] is False
    first = form["anomalies"][0]
    assert set(first) == {"code", "class", "tag", "value", "label", "line", "column", "location", "path"}
    assert (first["code"], first["class"], first["tag"], first["value"]) == ("00522-160", "B", "City", "Charleroi")
    assert SAMPLE.splitlines()[first["line"] - 1][first["column"] - 1 :].startswith("<City>")
    assert done.returncode == 1


def test_a_good_file_ends_with_0(tmp_path: Path):
    path = tmp_path / "good.xml"
    path.write_text(demo_set("1-accepted"), encoding="utf-8")

    done = check("--on", ON, path)

    assert done.returncode == 0
    assert "3 accepted, 0 refused" in done.stdout


def test_remarks_do_not_block(tmp_path: Path):
    path = tmp_path / "remarks.xml"
    path.write_text(demo_set("2-accepted-with-remarks"), encoding="utf-8")

    done = check("--on", ON, path)

    assert done.returncode == 0
    assert "00199-270 NP" in done.stdout


def test_the_day_decides(tmp_path: Path):
    path = tmp_path / "good.xml"
    path.write_text(demo_set("1-accepted"), encoding="utf-8")

    assert check("--on", "2026-03-14", path).returncode == 1
    assert check("--on", "2028-01-01", path).returncode == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Incompatibilité code postal"),
        ("nl", "postcode"),
        ("de", "Postleitzahl"),
        ("en", "postcode"),
    ],
)
def test_labels_come_in_four_languages(refused: Path, language: str, said: str):
    assert said.casefold() in check("--on", ON, "--language", language, refused).stdout.casefold()


def test_a_file_level_fault_is_told_with_its_place_and_what_to_do(tmp_path: Path):
    path = tmp_path / "broken.xml"
    path.write_text(SAMPLE[:-20], encoding="utf-8")

    done = check("--on", ON, "--json", path)
    assert json.loads(done.stdout)["errors"] == ["ACRF-102"]
    (fault,) = json.loads(done.stdout)["faults"]
    assert (fault["code"], fault["line"] is not None, bool(fault["text"])) == ("ACRF-102", True, True)
    assert done.returncode == 1
    assert "line" in check("--on", ON, path).stdout


def test_the_name_of_a_channel_file_is_judged_too(tmp_path: Path):
    path = tmp_path / "FI.LOIC.123456.20260316.0001.R.1.1"
    path.write_text(SAMPLE, encoding="utf-8")

    assert json.loads(check("--on", ON, "--json", path).stdout)["errors"] == ["ACRF-112", "ACRF-158"]


def test_a_file_that_is_not_there_is_a_read_error(tmp_path: Path):
    done = check(tmp_path / "nothing.xml")

    assert done.returncode == 74
    assert "nothing.xml" in done.stderr


def test_a_file_that_cannot_be_read_does_not_stop_the_next(refused: Path, tmp_path: Path):
    done = check("--json", "--on", ON, tmp_path, tmp_path / "nothing.xml", refused)

    assert done.returncode == 74
    assert json.loads(done.stdout)["file"] == str(refused)


def test_an_ascii_terminal_gets_its_lines_too(refused: Path):
    command = [sys.executable, "-m", "batch", "check", "--on", ON, "--language", "fr", str(refused)]
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=plain)

    assert done.returncode == 1
    assert "INCOMPATIBILIT" in done.stdout.upper()


def test_samples_pass_their_own_check_and_the_faulty_share_does_not(tmp_path: Path):
    for message in ("TWCT", "VBLV", "LOIC"):
        path = tmp_path / f"{message}.xml"
        command = [sys.executable, "-m", "batch", "sample", "--message", message, "--forms", "60"]
        subprocess.run([*command, "--faulty", "0.25", "--seed", "7", "-o", path], check=True)

        forms = json.loads(check("--json", path).stdout)["forms"]

        assert sum(form["accepted"] for form in forms) == 45


def test_an_envelope_larger_than_the_channel_allows_is_not_written():
    command = [sys.executable, "-m", "batch", "sample", "--message", "LOIC", "--forms", "501"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)

    assert done.returncode == 2
    assert "at most 500" in done.stderr


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("GO.TWCT.123456.20260316.00001.R.1", 0, "The name is good"),
        ("FS.TWCT.123456.20260316.00001.R.1.1", 0, "The name is good"),
        ("TD.TWCT.123456.20260316.00001.R.0", 1, "ACRF-116"),
    ],
)
def test_of_a_trigger_or_signature_the_name_alone_is_judged(tmp_path: Path, name: str, code: int, said: str):
    (tmp_path / name).touch()
    done = check("--on", ON, tmp_path / name)
    assert done.returncode == code
    assert said in done.stdout


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ("  formulaire 1 DEMO-0005", " : refusé", "ligne ", ", colonne ", "  Acceptés : 0, refusés : 1.")),
        ("nl", ("  formulier 1 DEMO-0005", ": geweigerd", "regel ", ", kolom ", "  Aanvaard: 0, geweigerd: 1.")),
        ("de", ("  Formular 1 DEMO-0005", ": abgelehnt", "Zeile ", ", Spalte ", "  Angenommen: 0, abgelehnt: 1.")),
        ("en", ("  form 1 DEMO-0005", ": refused", "line ", ", column ", "  0 accepted, 1 refused.")),
    ],
)
def test_every_word_is_of_the_language_asked_for(refused: Path, language: str, said: tuple[str, ...]):
    lines = check("--on", ON, "--language", language, refused).stdout
    assert [word for word in said if word not in lines] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ("[le fichier est vide]", "Le fichier serait refusé.")),
        ("nl", ("[het bestand is leeg]", "Het bestand zou geweigerd worden.")),
        ("de", ("[die Datei ist leer]", "Die Datei würde abgelehnt.")),
        ("en", ("[the file is empty]", "The file would be refused.")),
    ],
)
def test_a_detail_of_a_fault_is_told_in_the_language_too(tmp_path: Path, language: str, said: tuple[str, ...]):
    path = tmp_path / "empty.xml"
    path.touch()

    lines = check("--on", ON, "--language", language, path).stdout
    (fault,) = json.loads(check("--on", ON, "--language", language, "--json", path).stdout)["faults"]

    assert [word for word in said if word not in lines] == []
    assert f"[{fault['detail']}]" == said[0]


def test_remarks_and_good_names_are_told_in_the_language_too(tmp_path: Path):
    remarks, name = tmp_path / "remarks.xml", tmp_path / "GO.TWCT.123456.20260316.00001.R.1"
    remarks.write_text(demo_set("2-accepted-with-remarks"), encoding="utf-8")
    name.touch()

    lines = check("--on", ON, "--language", "nl", remarks, name).stdout

    assert ": aanvaard met opmerkingen" in lines
    assert "De naam is correct; zonder het FI wordt niets anders gecontroleerd." in lines
