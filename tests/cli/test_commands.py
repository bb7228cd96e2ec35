"""The commands as a person or a scheduler runs them: real processes, exit codes, what they print."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from batch.model.calendar import brussels_day


def batch(*words: object, home: Path | None = None, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "batch", *(["--home", str(home)] if home else []), *map(str, words)]
    return subprocess.run(command, check=False, capture_output=True, text=True, **options)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo installation after one run."""
    home = tmp_path_factory.mktemp("demo") / "home"
    assert batch("init", "--demo", home=home).returncode == 0
    done = batch("run", home=home)
    assert done.returncode == 0, done.stderr
    return home


def records(home: Path, wanted: str) -> list[dict]:
    return json.loads(batch("show", wanted, "--json", home=home).stdout)


def sets_of(home: Path) -> dict[str, dict]:
    status = json.loads(batch("status", "--sets", "--json", home=home).stdout)
    return {one["name"][-7:]: one for one in status["list"]}


def test_the_demo_shows_every_kind_of_outcome(demo: Path):
    found = {number: one["verdict"] for number, one in sets_of(demo).items()}

    assert found == {
        "00001.R": "accepted",
        "00002.R": "accepted, with remarks",
        "00003.R": "refused",
        "00004.R": "file refused: ACRF-102",
        "00005.R": "accepted",
        "00006.R": "accepted",
        "00007.R": "accepted",
        "00008.R": "accepted",
        "00009.R": "accepted",
        "00010.R": "accepted",
        "00011.R": "accepted",
        "00012.S": "accepted, with remarks",
    }


def test_the_demo_decisions_leave_today_because_they_are_dated_yesterday(demo: Path):
    out = sorted(path.name.split(".")[1] for path in (demo / "outbox/123456/OUT").glob("FO.*"))

    assert out.count("DEFI") == 2
    assert out.count("LONO") == 2


def test_the_demo_keys_are_there_and_private_ones_are_for_their_owner_only(demo: Path):
    keys = {path.name: path.stat().st_mode & 0o777 for path in (demo / "keys").iterdir()}

    authority = {f"demo-authority.{ending}" for ending in ("key.pem", "cert.pem", "crl.pem")}
    signers = {f"{stem}.{kind}.pem" for stem in ("123456", "999997", "999998", "onem") for kind in ("key", "cert")}
    assert set(keys) == {"123456.ssh", "123456.ssh.pub", *signers, *authority}
    private = {name: mode for name, mode in keys.items() if name == "123456.ssh" or name.endswith(".key.pem")}
    assert set(private.values()) == {0o600}
    assert len(private) == 6


def test_the_demo_trusts_its_own_authority_and_asks_its_revocation_list(demo: Path):
    trusted = ["-CAfile", demo / "trust/anchors/demo-authority.cert.pem"]
    listed = ["-crl_check", "-CRLfile", demo / "trust/crl/demo-authority.crl.pem"]

    done = subprocess.run(
        ["openssl", "verify", "-x509_strict", *trusted, *listed, demo / "keys/123456.cert.pem"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


def test_a_second_run_has_nothing_to_do_and_ends_with_0(demo: Path):
    before = sorted(path.name for path in demo.glob("outbox/*/*/*"))

    assert batch("run", home=demo).returncode == 0
    assert sorted(path.name for path in demo.glob("outbox/*/*/*")) == before


def test_the_demo_is_made_once(demo: Path):
    again = batch("init", "--demo", home=demo)

    assert again.returncode == 78
    assert "demo already" in again.stderr


def test_show_tells_the_story_of_a_set_and_of_a_form_by_any_spelling(demo: Path):
    name = f"GO.TWCT.123456.{brussels_day(datetime.now(UTC)):%Y%m%d}.00003.R.1"
    (told,) = records(demo, name)
    assert told["record"] == "set"
    assert [entry["what"] for entry in told["history"]] == ["kept", "acknowledged", "answered"]

    ticket = sets_of(demo)["00003.R"]["tickets"]
    for spelling in (ticket, ticket.replace("-", ""), ticket.lower()):
        (form,) = records(demo, spelling)
        assert [anomaly["error_id"] for anomaly in form["anomalies"]] == ["00522-160", "00024-004", "01233-001"]


def test_show_tells_by_a_niss_what_a_worker_has_used(demo: Path):
    ticket = sets_of(demo)["00007.R"]["tickets"].split(" to ")[0]
    (form,) = records(demo, ticket)
    used = [(row["counted"], row["used"], row["maximum"]) for row in form["balance"]]
    (worker,) = records(demo, form["inss"])
    assert [(row["counted"], row["used"], row["maximum"]) for row in worker["balance"]] == used != []
    told = batch("show", form["inss"], home=demo).stdout
    assert told.startswith("WORKER\n")
    assert f"counted={used[0][0]}  used={used[0][1]}" in told


def test_show_of_something_unknown_says_so(demo: Path):
    done = batch("show", "04W-0000000-00-Z", home=demo)
    assert done.returncode == 1
    assert "Nothing is known under 04W-0000000-00-Z. Its check characters are wrong." in done.stderr


def test_show_finds_what_waits_in_the_inbox(demo: Path):
    stem = "TWCT.123456.20260316.00077.R"
    (demo / "inbox" / "123456" / "IN" / f"GO.{stem}.1").touch()
    try:
        done = batch("show", f"GO.{stem}.1", home=demo)
    finally:
        (demo / "inbox" / "123456" / "IN" / f"GO.{stem}.1").unlink()
    assert done.returncode == 0
    assert "its FI is missing" in done.stdout


def test_status_is_readable(demo: Path):
    text = batch("status", home=demo).stdout

    assert "Sets:" in text
    assert "accepted" in text


def test_without_an_installation_every_verb_says_what_to_do(tmp_path: Path):
    for verb in (["run"], ["status"], ["serve"], ["handover"], ["show", "x"]):
        done = batch(*verb, home=tmp_path)
        assert done.returncode == 78
        assert "init" in done.stderr


def test_a_run_while_another_holds_the_lock_ends_with_75(demo: Path):
    with (demo / ".run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert batch("run", home=demo).returncode == 75


def test_a_wrong_setting_ends_with_78_and_names_the_key(tmp_path: Path):
    batch("init", home=tmp_path)
    (tmp_path / "onem-batch.toml").write_text('signatur = "off"\n')

    done = batch("run", home=tmp_path)

    assert done.returncode == 78
    assert "signatur" in done.stderr


def test_a_wrong_word_ends_with_2():
    assert batch("fly").returncode == 2
    assert batch("check", "x", "--on", "tomorrow").returncode == 2


def test_decide_takes_one_ticket_or_a_file(demo: Path, tmp_path: Path):
    numbers = sets_of(demo)["00001.R"]["tickets"]
    third = numbers.split(" to ")[1]
    today = brussels_day(datetime.now(UTC))
    decisions = tmp_path / "decisions.csv"
    decisions.write_text(
        "ticket,result,date,reason,office\n"
        f"{third},1,{today - timedelta(days=1)},,ONEM Namur\n"
        f"3A0-0000000-00-Z,1,{today},,\n"
    )

    done = batch("decide", "--file", decisions, home=demo)

    assert done.returncode == 2
    assert f"{third}: noted" in done.stdout
    assert "No form has the ticket" in done.stderr
    assert batch("decide", third, "--result", "0", home=demo).returncode == 2
    again = batch("decide", third, "--result", "0", "--reason", "Autre avis", home=demo)
    assert "a person must settle it" in again.stdout
    assert again.returncode == 2


def test_a_row_that_cannot_be_taken_never_stops_the_next(demo: Path, tmp_path: Path):
    second = sets_of(demo)["00012.S"]["tickets"].split(" to ")[0]
    today = brussels_day(datetime.now(UTC))
    decisions = tmp_path / "excel.csv"
    rows = f"ticket,result,date,reason\n{second},x,{today},\n{second},1,,\n{second},1,{today},\n"
    decisions.write_text(rows, encoding="utf-8-sig")

    done = batch("decide", "--file", decisions, home=demo)

    assert done.returncode == 2
    assert "row 2: result is 0 or 1." in done.stderr
    assert "row 3: nothing is no date: write YYYY-MM-DD." in done.stderr
    assert "row 4: The decision cannot be taken. No form has the ticket" in done.stderr


@pytest.mark.parametrize(
    "content", [b"ticket,result,date\n\xe9,1,2026-01-01\n", b"ticket,result,date\n" + b"x" * 200_000]
)
def test_a_file_that_is_no_csv_in_utf_8_is_told_so(demo: Path, tmp_path: Path, content: bytes):
    decisions = tmp_path / "decisions.csv"
    decisions.write_bytes(content)

    done = batch("decide", "--file", decisions, home=demo)

    assert done.returncode == 2
    assert "is no CSV file in UTF-8" in done.stderr


def test_handover_lists_and_hands_over(tmp_path: Path):
    home = tmp_path / "home"
    batch("init", "--demo", home=home)
    batch("run", home=home)

    assert batch("handover", "--list", home=home).stdout == ""
    assert "0 sets handed over" in batch("handover", home=home).stdout


def test_serve_answers_a_set_that_comes_and_stops_when_told(tmp_path: Path):
    home = tmp_path / "home"
    batch("init", "--demo", home=home)
    settings = home / "onem-batch.toml"
    settings.write_text(settings.read_text() + "pickup_seconds = 1\n")
    server = subprocess.Popen(
        [sys.executable, "-m", "batch", "--home", str(home), "serve"], stderr=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and len(list(home.glob("outbox/123456/OUT/GO.DEFI.*"))) < 2:
            time.sleep(0.1)
        assert len(list(home.glob("outbox/123456/OUT/GO.DEFI.*"))) == 2
        assert batch("run", home=home).returncode == 75
    finally:
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate(timeout=30)
    assert server.returncode == 0
    lines = [json.loads(line) for line in errors.splitlines()]
    assert lines[0]["event"] == "serving"
    assert lines[-1]["event"] == "stopped"


NISS = "85010100313"
NAME = "Vanplantedname"


def test_no_niss_and_no_name_reaches_the_log_or_status(demo: Path, tmp_path: Path):
    home = tmp_path / "home"
    batch("init", "--demo", home=home)
    for path in home.glob("inbox/*/*/FI.*"):
        path.write_text(path.read_text().replace("Namur", NAME).replace("Sophie", NAME))
    assert any(NISS in path.read_text() for path in home.glob("inbox/*/*/FI.*"))
    assert any(NAME in path.read_text() for path in home.glob("inbox/*/*/FI.*"))

    done = batch("run", home=home)

    everything = done.stdout + done.stderr + batch("status", "--sets", home=home).stdout
    assert '"event": "answered"' in done.stderr
    assert NISS not in everything
    assert NAME not in everything
    for path in home.glob("outbox/*/*/*"):
        assert NISS not in path.name


def test_help_and_an_empty_run_import_no_heavy_room():
    probe = (
        "import sys; from batch.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(sorted(name for name in ('lxml', 'sqlalchemy', 'typst', 'apscheduler', 'structlog', 'alembic',"
        " 'batch.pipeline', 'batch.switchboard', 'cryptography') if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe, "--help"], check=True, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_an_empty_run_opens_the_database_and_nothing_of_the_law(tmp_path: Path):
    batch("init", home=tmp_path)
    probe = (
        "import sys; from batch.cli.main import main\n"
        "main(sys.argv[1:])\n"
        "print(sorted(name for name in ('lxml', 'typst', 'apscheduler', 'alembic', 'batch.pipeline',"
        " 'batch.switchboard', 'cryptography') if name in sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", probe, "--home", str(tmp_path), "run"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    assert done.stderr.splitlines()[-1] == "[]"
