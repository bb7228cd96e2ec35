from __future__ import annotations

import re
import subprocess
import sys

import pytest
from installations import STEM, Installation, demo_set


def test_one_bad_form_among_ten_thousand_costs_nobody_else(installation: Installation):
    good = demo_set("2-accepted-with-remarks").replace("$soon", "")
    start, end = good.index("  <Form>"), good.index("</TWCT001>")
    form = good[start:end]
    bad = form.replace("<RegimeTempUnemp>1<", "<RegimeTempUnemp>9<")
    content = good[:start] + form * 4_000 + bad + form * 5_999 + good[end:]
    installation.lay(STEM.replace(".R", ".S"), content, folder="INTEST-S")

    installation.run()

    (noti,) = installation.texts("NOTI", folder="OUTTEST-S")
    assert noti.count("<HandlingResult><ResultCode>1<") == 9_999
    assert noti.count("<HandlingResult><ResultCode>0<") == 1
    refused = next(line for line in noti.splitlines() if "<ResultCode>0<" in line)
    line = content[: content.index("<RegimeTempUnemp>9<")].count("\n") + 1
    assert "<ErrorID>00761-008</ErrorID>" in refused
    assert f"<LineNbr>{line}</LineNbr>" in refused
    assert len(set(re.findall(r"<HandledReference>.*?<ReferenceNbr>(\w+)<", noti))) == 10_000


def test_a_form_that_is_changed_twice_in_one_set_is_changed_once(installation: Installation):
    installation.lay(STEM, demo_set("1-accepted"))
    installation.run()
    ticket = re.findall(r"<HandledReference>.*?<ReferenceNbr>(\w+)<", installation.texts("NOTI")[0])[0]
    change = demo_set("5-modification", first=ticket)
    start, end = change.index("  <Form>"), change.index("</TWCT001>")
    twice = change[:end] + change[start:end] + change[end:]
    installation.lay(STEM.replace("00001", "00002"), twice)

    installation.run()

    first, second = installation.texts("NOTI")[1].splitlines()[2:4]
    assert "<HandlingResult><ResultCode>1<" in first
    assert "<ErrorID>00222-180</ErrorID>" in second


def test_simulation_and_production_never_see_each_other(installation: Installation):
    installation.lay(STEM.replace(".R", ".S"), demo_set("1-accepted"), folder="INTEST-S")
    installation.run()
    noti = installation.texts("NOTI", folder="OUTTEST-S")[0]
    ticket = re.findall(r"<HandledReference>.*?<ReferenceNbr>(\w+)<", noti)[0]
    assert ticket.startswith("SA0")

    installation.lay(STEM, demo_set("5-modification", first=ticket))
    installation.run()

    assert "<ErrorID>00222-234</ErrorID>" in installation.texts("NOTI")[0]


def test_another_senders_ticket_is_as_unknown_as_one_that_never_was(installation: Installation):
    installation.lay(STEM, demo_set("1-accepted"))
    installation.run()
    ticket = re.findall(r"<HandledReference>.*?<ReferenceNbr>(\w+)<", installation.texts("NOTI")[0])[0]
    never = "3A0000099999Z"

    for number, one in enumerate((ticket, "3A0000000ZA9Z"), 1):
        stem = f"TWCT.234567.20260316.{number:05d}.R"
        installation.lay(stem, demo_set("5-modification", first=one), sender="234567")
    installation.run()

    foreign = installation.texts("NOTI", sender="234567")[0]
    assert "<ErrorID>00222-234</ErrorID>" in foreign
    assert "00222-207" not in foreign
    assert never not in foreign


def test_the_test_environment_gets_a_receipt_only(installation: Installation):
    installation.lay(STEM.replace(".R", ".T"), demo_set("1-accepted"), folder="INTEST")
    installation.run()

    assert len(installation.texts("ACRF", folder="OUTTEST")) == 1
    assert installation.texts("NOTI", folder="OUTTEST") == []


@pytest.mark.parametrize(
    ("few", "many", "wishes"),
    [
        pytest.param(600, 6_000, ["--faulty", "0.05"], id="many forms"),
        pytest.param(6, 60, ["--workers", "2000"], id="many workers"),
    ],
)
def test_memory_does_not_grow_with_the_file(installation: Installation, tmp_path, few, many, wishes):
    peaks = []
    child = "import resource, sys; from batch.cli.main import main; code = main(sys.argv[1:]);"
    child += " print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(code)"
    for number, count in enumerate((few, many), 1):
        path = tmp_path / f"{count}.xml"
        sample = ["sample", "--message", "TWCT", "--forms", str(count), *wishes, "-o", str(path)]
        subprocess.run([sys.executable, "-m", "batch", *sample], check=True)
        installation.lay(f"TWCT.123456.20260316.{number:05d}.S", path.read_bytes(), folder="INTEST-S", age=60)
        command = [sys.executable, "-c", child, "--home", str(installation.home), "run"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        peaks.append(int(done.stdout.splitlines()[-1]))

    assert peaks[1] < peaks[0] * 1.3
