"""``import`` and ``export``: all or nothing, every bad line named, and what comes out goes in again."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from employers import company, lpa, niss, noss
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from batch.app import open_directory
from batch.cli.listings import LAYOUTS, entry_of
from batch.cli.spreadsheets import open_sheet, sheet_bytes
from batch.model.listing import REPLACED
from batch.model.personnel import Relation
from batch.model.sender import EVERY, GROUPS, QUALITIES, EmployerRecord, Mandate, Permit, Sender

NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)
NOSS = st.integers(1, 9_999_999).map(noss)
COMPANY = st.integers(1_000_000, 19_999_999).map(company)
LINE = st.text(st.characters(categories=["L", "N", "P", "S"], include_characters=" "), max_size=20) | st.sampled_from(
    ["=cmd|' /C calc'!A0", "'=1", "@x", "-1", '\'t Hooft & Cie; "x"']
)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
QUARTERS = st.builds(lambda year, quarter: year * 10 + quarter, st.integers(1990, 2030), st.integers(1, 4))
CODES = st.lists(st.sampled_from(["TWCT", "LOIC", "VBLV"]), unique=True).map(tuple)

SENDERS = st.builds(
    Sender,
    st.integers(1, 999_998).map(lambda number: f"{number:06d}"),
    LINE.filter(str.strip),
    st.sampled_from(QUALITIES),
    st.sampled_from(["fr", "nl", "de"]),
    active=st.booleans(),
    wants_status=st.booleans(),
    wants_print=st.booleans(),
    wants_mail=st.booleans(),
    wants_ebox=st.booleans(),
    codes=CODES,
    company=COMPANY | st.just(""),
    noss=NOSS | st.just(""),
    contact=LINE,
)
EMPLOYER = st.tuples(NOSS, COMPANY) | st.tuples(NOSS, st.just("")) | st.tuples(st.just(""), COMPANY)
MANDATES = st.builds(
    lambda employer, group, span: Mandate("123456", *employer, group, min(span), max(span)),
    EMPLOYER | st.just((EVERY, "")),
    st.sampled_from([EVERY, *GROUPS]),
    st.tuples(QUARTERS, QUARTERS | st.just(99994)),
)
SPANS = st.tuples(DAYS, DAYS).map(lambda span: (min(span), max(span))) | st.tuples(DAYS, st.none())
PERMITS = st.builds(
    lambda firm, permission, span: Permit(firm, permission, *span),
    COMPANY,
    st.sampled_from(["career-break", "career-break-education"]),
    SPANS,
)
LPA = st.integers(1, 999_999).map(lpa)
EMPLOYERS = st.builds(
    lambda numbers, name, curatorship, span, authority, abroad: EmployerRecord(
        *numbers, name, curatorship, *span, authority, abroad
    ),
    EMPLOYER,
    LINE,
    st.booleans(),
    SPANS,
    LPA | st.just(""),
    st.booleans(),
)
RELATIONS = st.builds(
    lambda worker, numbers, span: Relation(niss(worker), *numbers, *span),
    st.integers(0, 1_000_000),
    st.tuples(NOSS, st.just("") | LPA, COMPANY) | st.tuples(st.just(""), LPA, st.just("")),
    SPANS,
)
ENTRIES = {
    "senders": SENDERS,
    "mandates": MANDATES,
    "permissions": PERMITS,
    "employers": EMPLOYERS,
    "personnel": RELATIONS,
}
ONE_LISTING = st.sampled_from(sorted(ENTRIES)).flatmap(
    lambda what: st.tuples(st.just(what), st.lists(ENTRIES[what], max_size=5))
)


@settings(deadline=None)
@given(ONE_LISTING)
def test_every_entry_comes_back_from_a_file(tmp_path_factory, listing: tuple) -> None:
    what, entries = listing
    layout = LAYOUTS[what]
    path = tmp_path_factory.getbasetemp() / "listing.csv"
    path.write_bytes(b"".join(sheet_bytes(layout.columns, map(layout.write, entries))))
    with open_sheet(path, layout.columns, layout.mandatory) as sheet:
        assert [entry_of(layout, cells) for _, cells in sheet.rows] == entries


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SENDERS, min_size=1, max_size=4, unique_by=lambda one: one.number), st.lists(EMPLOYERS, max_size=4))
def test_a_whole_installation_moves_to_another_one(say, home: Path, tmp_path: Path, senders, employers) -> None:
    """Everything goes out as files and into a fresh installation, from where the same files go out."""
    for path in tmp_path.glob("*.csv"):
        path.unlink()
    (home / "onem-batch.sqlite").unlink()
    say("init")
    directory = open_directory(home)
    for sender in senders:
        directory.add_sender(sender, NOW)
    directory.add_mandate(Mandate(senders[0].number, EVERY, "", EVERY, 20171), NOW)
    directory.add_mandate(Mandate(senders[0].number, noss(1), company(4_000_000), "career-break", 20171, 20204), NOW)
    directory.add_permission(Permit(company(4_000_000), "career-break", date(2020, 1, 1)), NOW)
    if employers:
        (tmp_path / "employers-in.csv").write_bytes(
            b"".join(sheet_bytes(LAYOUTS["employers"].columns, map(LAYOUTS["employers"].write, employers)))
        )
        say("import", "employers", tmp_path / "employers-in.csv")
    listings = [what for what in LAYOUTS if what not in REPLACED or directory.loaded(what)]
    for what in listings:
        assert say("export", what, "-o", tmp_path / f"{what}.csv")[0] == 0
    (home / "onem-batch.sqlite").unlink()
    say("init")
    for what in listings:
        code, _, err = say("import", what, tmp_path / f"{what}.csv")
        assert (code, err) == (0, "")
        assert say("export", what, "-o", tmp_path / f"{what}-again.csv")[0] == 0
        assert (tmp_path / f"{what}-again.csv").read_bytes() == (tmp_path / f"{what}.csv").read_bytes()
    assert open_directory(home).senders() == tuple(sorted(senders, key=lambda one: one.number))


def keep(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_senders_of_a_file_get_their_folders(say, home: Path, tmp_path: Path) -> None:
    file = keep(tmp_path / "s.csv", "number;name;quality\n123456;Le Hêtre;employer\n234567;De Linde;employer\n")
    code, out, err = say("import", "senders", file)
    assert (code, out, err) == (0, "senders: 2 new, 0 changed, 0 as they were.\n", "")
    assert (home / "outbox/234567/OUTTEST-S").is_dir()
    file = keep(tmp_path / "s.csv", "number,name,quality,active\n123456,Le Hêtre,employer,no\n")
    assert say("import", "senders", file)[1] == "senders: 0 new, 1 changed, 0 as they were.\n"
    assert [one.active for one in open_directory(home).senders()] == [False, True]


def test_every_bad_line_is_named_and_nothing_is_entered(say, home: Path, tmp_path: Path) -> None:
    lines = [
        "noss,company,name,curatorship,from_day,until_day",
        f"{noss(1)},,good,no,2020-01-01,",
        "114135341,,check digits,no,2020-01-01,",
        ",,no number,no,2020-01-01,",
        f"{noss(2)},,day,no,01/01/2020,",
        f"{noss(2)},,ends before,no,2020-01-01,2019-01-01",
        f"{noss(2)},,maybe,perhaps,2020-01-01,",
        f"{noss(2)},,short",
        f"{noss(1)},,twice,no,2020-01-01,",
        f"{noss(1)},,overlap,no,2021-01-01,",
        f"{noss(2)},,good,no,2020-01-01,",
    ]
    code, out, err = say("import", "employers", keep(tmp_path / "e.csv", "\n".join(lines)))
    assert (code, out) == (2, "")
    told = [int(line.split()[1].rstrip(":")) for line in err.splitlines() if line.startswith("line ")]
    assert sorted(told) == [3, 4, 5, 6, 7, 8, 9, 10]
    assert err.splitlines()[-1] == "onem-batch: Nothing was entered. Bad lines: 8."
    assert "The command line" not in err
    assert list(open_directory(home).entries("employers")) == []
    assert say("export", "employers")[1].splitlines() == [f"{lines[0]},lpa,seat_abroad"]


def test_a_file_of_employers_without_the_later_columns_still_loads(say, home: Path, tmp_path: Path) -> None:
    text = f"noss,company,name,curatorship,from_day,until_day\n{noss(1)},,Atelier,no,2020-01-01,\n"
    assert say("import", "employers", keep(tmp_path / "e.csv", text))[0] == 0
    (one,) = open_directory(home).entries("employers")
    assert (one.lpa, one.seat_abroad) == ("", False)
    text = f"lpa;name;seat_abroad;from_day\n{lpa(1234).lstrip('0')};Commune;yes;2020-01-01\n"
    assert say("import", "employers", keep(tmp_path / "e.csv", text))[0] == 0
    (one,) = open_directory(home).entries("employers")
    assert (one.noss, one.lpa, one.company, one.seat_abroad) == ("", lpa(1234), "", True)


def test_every_bad_line_of_personnel_is_named_and_no_worker_is(say, home: Path, tmp_path: Path) -> None:
    good = f"{niss(1)},{noss(1)},,,2020-01-01,"
    bad = f"{niss(2)[:-1]}{(int(niss(2)[-1]) + 1) % 10}"
    lines = [
        "niss,noss,lpa,company,from,until",
        good,
        f"{bad},{noss(1)},,,2020-01-01,",
        f",{noss(1)},,,2020-01-01,",
        f"{niss(2)},,,,2020-01-01,",
        f"{niss(2)},,01234527,,2020-01-01,",
        f"{niss(2)},{noss(1)},,,,",
        f"{niss(2)},{noss(1)},,,2020-01-01,2019-12-31",
        good,
    ]
    code, out, err = say("import", "personnel", keep(tmp_path / "p.csv", "\n".join(lines)))
    assert (code, out) == (2, "")
    assert [line.partition(":")[0] for line in err.splitlines()[:-1]] == [f"line {number}" for number in range(3, 9)]
    assert bad not in err
    assert niss(2) not in err
    assert list(open_directory(home).entries("personnel")) == []


def test_personnel_goes_in_out_and_away(say, home: Path, tmp_path: Path) -> None:
    file = keep(
        tmp_path / "p.csv", f"niss,noss,from\n{niss(1)[:6]}-{niss(1)[6:9]}.{niss(1)[9:]},{noss(1)},2020-01-01\n"
    )
    assert say("import", "personnel", file, "--as-of", "2026-01-01")[1] == "1 work relations as of 2026-01-01.\n"
    assert say("export", "personnel")[1].splitlines() == [
        "niss,noss,lpa,company,from,until",
        f"{niss(1)},{noss(1)},,,2020-01-01,",
    ]
    again = say("import", "personnel", file, "--as-of", "2026-02-01")[1]
    assert again == "1 work relations as of 2026-02-01; they replace those of 2026-01-01.\n"
    code, out, _ = say("import", "personnel", "--none")
    assert (code, out.startswith("The personnel of 2026-02-01 are taken out")) == (0, True)
    assert open_directory(home).loaded("personnel") is None
    assert say("export", "personnel")[1].splitlines() == ["niss,noss,lpa,company,from,until"]


def test_mandates_and_permissions_of_a_file_are_checked_alike(say, tmp_path: Path) -> None:
    say("sender", "add", "123456", "--name", "x", "--quality", "employer")
    text = f"sender,noss,group,from\n123456,{noss(1)},all,\n654321,{noss(1)},*,\n123456,{noss(1)},*,2026\n"
    code, _, err = say("import", "mandates", keep(tmp_path / "m.csv", text))
    assert code == 2
    assert [line.partition(":")[0] for line in err.splitlines()] == ["line 2", "line 3", "line 4", "onem-batch"]
    text = f"company,permission,from\n{company(1)},all,2026-01-01\n,career-break,2026-01-01\n"
    code, _, err = say("import", "permissions", keep(tmp_path / "p.csv", text))
    assert code == 2
    assert [line.partition(":")[0] for line in err.splitlines()] == ["line 2", "line 3", "onem-batch"]


def test_an_import_tells_which_one_it_replaces(say, tmp_path: Path) -> None:
    file = keep(tmp_path / "e.csv", f"noss,from_day\n{noss(1)},2020-01-01\n")
    assert say("import", "employers", file, "--as-of", "2026-01-01")[1] == "1 employers as of 2026-01-01.\n"
    again = say("import", "employers", file, "--as-of", "2026-02-01")[1]
    assert again == "1 employers as of 2026-02-01; they replace those of 2026-01-01.\n"
    code, _, err = say("import", "employers", file, "--as-of", "2026-01-31")
    assert code == 2
    assert "employers of 2026-02-01 are loaded" in err


@pytest.mark.parametrize("day", ["9999-01-01", "2026", (datetime.now(UTC).date() + timedelta(2)).isoformat()])
def test_a_day_to_come_or_none_is_refused(say, tmp_path: Path, day: str) -> None:
    file = keep(tmp_path / "e.csv", f"noss,from_day\n{noss(1)},2020-01-01\n")
    assert say("import", "employers", file, "--as-of", day)[0] == 2


def test_a_file_that_is_not_there_is_no_bug(say, tmp_path: Path) -> None:
    code, _, err = say("import", "senders", tmp_path / "none.csv")
    assert code == 74
    assert "No such file" in err


def test_an_export_is_utf_8_whatever_the_terminal_speaks(home: Path, tmp_path: Path, say) -> None:
    say("sender", "add", "123456", "--name", "=Le Hêtre", "--quality", "employer")
    command = [sys.executable, "-m", "batch", "--home", str(home), "export", "senders"]
    done = subprocess.run(
        command, check=True, capture_output=True, env=os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    )
    assert done.stdout.decode("utf-8").splitlines()[1].startswith("123456,'=Le Hêtre,employer,fr,yes,yes")
    assert done.stderr == b""


def test_a_large_import_stays_small_and_silent_in_a_pipe(home: Path, tmp_path: Path) -> None:
    """Many rows and few take the same memory, near enough: one slice at a time."""

    def peak(rows: int) -> int:
        file = tmp_path / f"{rows}.csv"
        with file.open("w", encoding="utf-8") as out:
            out.write("noss,company,name,from_day\n")
            out.writelines(f"{noss(1_000_000 + n)},,{'x' * 100},2020-01-01\n" for n in range(rows))
        program = (
            "import resource, sys\nfrom batch.cli.main import main\n"
            f"code = main(['--home', {str(home)!r}, 'import', 'employers', {str(file)!r}])\n"
            "print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
        assert done.stderr == ""
        said, result = done.stdout.splitlines()
        assert said.startswith(f"{rows} employers")
        code, size = result.split()
        assert code == "0"
        return int(size)

    few, many = peak(6_000), peak(60_000)
    assert many - few < 12 * 1024, (few, many)


def test_employers_can_be_taken_out_again(say, home: Path, tmp_path: Path) -> None:
    file = keep(tmp_path / "e.csv", f"noss,company,from_day\n{noss(1)},,2020-01-01\n")
    assert say("import", "employers", "--none")[0] == 2
    assert say("import", "employers", file)[0] == 0
    assert say("import", "employers", file, "--none")[0] == 2
    assert say("import", "senders", "--none")[0] == 2
    code, out, _ = say("import", "employers", "--none")
    assert (code, "are taken out" in out) == (0, True)
    directory = open_directory(home)
    assert directory.loaded("employers") is None
    assert list(directory.entries("employers")) == []
    assert say("import", "employers", file, "--as-of", "2020-01-01")[0] == 0
