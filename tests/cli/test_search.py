"""``search``: what an operator finds among requests and declarations."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from declarations import COMPANY, ONSS, OTHER_COMPANY, OTHER_ONSS, WORKERS, contact_data, loic, twct, vblv
from installations import Installation, make_installation

from batch.cli.main import main
from batch.lawbook import open_law


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Two requests (one with a new end), a refused one, a communication, a card; one request in simulation."""
    made = make_installation(tmp_path_factory.mktemp("search") / "home")
    made.now = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    other = {"NOSSRegistrationNbr": OTHER_ONSS, "CompanyID": OTHER_COMPANY, "INSS": WORKERS[1]}
    for number, (code, text) in enumerate([
        ("LOIC", loic()),
        ("LOIC", loic("parental-full", **other)),
        ("LOIC", loic(StartingDate="2026-12-01")),
        ("TWCT", twct()),
    ], 1):  # fmt: skip
        made.lay(f"{code}.123456.20260309.{number:05d}.R", text)
    made.run()
    first = made.register.accepted_forms(1).__next__()[0].ticket
    made.now = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    made.lay("LOWK.999997.20260310.00001.R", contact_data(ticket=first), sender="999997")
    made.run()
    made.lay("LOIC.123456.20260310.00001.R", loic(status=1, ticket=first))
    made.lay("VBLV.123456.20260310.00001.R", vblv())
    made.lay("LOIC.123456.20260310.00001.S", loic(INSS=WORKERS[3]), folder="INTEST-S")
    made.run()
    return made


@pytest.fixture
def find(made: Installation, capsys: pytest.CaptureFixture[str]):
    def found(*words: str) -> list[dict[str, str]]:
        capsys.readouterr()
        assert main(["--home", str(made.home), "search", *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return found


def said(rows: list[dict[str, str]]) -> str:
    return ", ".join(f"{row['message'][:4]} {row['type']} {row['status']}" for row in rows)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--employer", OTHER_ONSS], "LOIC 6001 awaiting-worker"),
        (["--employer", OTHER_COMPANY], "LOIC 6001 awaiting-worker"),
        (["--employer", "BE 1377.700.106"], "LOIC 6001 awaiting-worker"),
        (["--employer", "5"], ""),
        (["--niss", WORKERS[1], "--message", "LOIC001"], "LOIC 6001 awaiting-worker"),
        (["--niss", "79.06.03-955.74", "--message", "TWCT001"], "TWCT 001 accepted"),
        (["--type", "6001"], "LOIC 6001 awaiting-worker"),
        (["--type", "001", "--message", "TWCT001"], "TWCT 001 accepted"),
        (["--regime", "2"], "LOIC 5001 awaiting-worker"),
        (["--status", "refused"], "LOIC 5001 refused"),
        (["--status", "accepted", "--message", "TWCT001"], "TWCT 001 accepted"),
        (["--status", "awaiting-worker", "--employer", ONSS], "LOIC 5001 awaiting-worker"),
        (["--status", "closed"], ""),
        (["--to", "2026-03-09", "--type", "5001"], "LOIC 5001 awaiting-worker, LOIC 5001 refused"),
        (["--from", "2026-03-10", "--message", "LOIC001"], ""),
        (["--from", "2026-03-10", "--to", "2026-03-10", "--message", "TWCT001"], ""),
        (["--from", "2026-03-09", "--to", "2026-03-09", "--message", "TWCT001"], "TWCT 001 accepted"),
        (["--environment", "S"], "LOIC 5001 awaiting-worker"),
        (["--message", "LOIC001", "--limit", "1"], "LOIC 6001 awaiting-worker"),
    ],
)
def test_all_that_is_given_must_hold(find, words: list[str], expected: str) -> None:
    assert said(find(*words)) == expected


def test_a_request_has_the_ten_columns_with_its_latest_ticket_its_new_end_and_its_office(find) -> None:
    (row,) = find("--employer", COMPANY, "--message", "LOIC001", "--status", "awaiting-worker")
    assert list(row) == [
        "niss", "name", "ticket", "type", "regime", "start", "end", "introduced", "status", "office",
        "message", "sender", "employer",
    ]  # fmt: skip
    assert row["end"] == "2026-10-31"
    assert row["introduced"] == "2026-03-09"
    assert row["office"] == open_law().office_of("4020", "en")
    assert row["employer"] == f"ONSS {ONSS}, {COMPANY}"
    (by_ticket,) = find("--ticket", row["ticket"].lower())
    assert by_ticket == row


def test_masked_hides_every_niss(find) -> None:
    rows = find("--masked")
    assert rows
    assert not any(worker in json.dumps(rows) for worker in WORKERS)
    assert any(worker in json.dumps(find()) for worker in WORKERS)


def test_a_table_a_file_and_the_standard_output(made: Installation, tmp_path: Path, capsys) -> None:
    home = ["--home", str(made.home), "search", "--message", "LOIC001"]
    assert main(home) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:4] == ["NISS", "NAME", "TICKET", "TYPE"]
    assert len(lines) == 4
    assert main([*home, "--csv", str(tmp_path / "x.csv")]) == 0
    assert main([*home, "--csv", "-"]) == 0
    written = (tmp_path / "x.csv").read_text(encoding="utf-8")
    assert len(list(csv.DictReader(io.StringIO(written)))) == 3
    assert capsys.readouterr().out.split() == written.split()


def test_nothing_found_is_an_answer_and_ends_with_0(made: Installation, capsys) -> None:
    assert main(["--home", str(made.home), "search", "--ticket", "04W-0000009-99-Z"]) == 0
    assert capsys.readouterr().out == "Nothing found.\n"


def test_more_than_the_limit_is_said_beside_the_list(made: Installation, capsys) -> None:
    assert main(["--home", str(made.home), "search", "--limit", "2"]) == 0
    assert "The 2 newest; there may be more" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["--limit", "0"], ["--employer", "abc"], ["--employer", "0"], ["--niss", "84051291738"],
        ["--from", "2026-13-01"], ["--from", "2026-03-02", "--to", "2026-03-01"],
    ],
)  # fmt: skip
def test_a_wrong_word_is_told(made: Installation, capsys, words: list[str]) -> None:
    assert main(["--home", str(made.home), "search", *words]) == 2
    assert "84051291738" not in capsys.readouterr().err
