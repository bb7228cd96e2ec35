"""Reference data: an import is whole or has not happened, and every bad line is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from employers import company, lpa, niss, noss
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from batch.errors import ImportRefused
from batch.model.listing import Line, Listing, Loaded, Source
from batch.model.personnel import Relation
from batch.model.sender import EmployerRecord, Mandate, Permit, Sender
from batch.store import staged as module
from batch.store.connect import open_engine
from batch.store.directory import SqlDirectory
from batch.store.sender_tables import employers
from batch.store.tables import METADATA, counters

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # as SQLite plans it

NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)
TODAY = date(2026, 3, 16)
BEGIN = date(2010, 1, 1)


def record(number: int = 1, since: date = BEGIN, until: date | None = None, **changes) -> EmployerRecord:
    given = {"noss": noss(1000000 + number), "company": company(4000000 + number), "name": f"Firm {number}"}
    return EmployerRecord(**({"curatorship": False} | given | changes), since=since, until=until)


@pytest.fixture
def directory(engine: Engine) -> SqlDirectory:
    made = SqlDirectory(engine)
    made.add_sender(Sender("123456", "Le Hêtre", "social-secretariat", "fr"), NOW)
    return made


def load(
    directory: SqlDirectory, what: Listing, lines: Iterable, as_of: date = TODAY, told: list | None = None
) -> Loaded:
    faults = told if told is not None else []
    numbered: list[Line] = [*enumerate(lines, 2)]
    source = Source(what, as_of, f"{what}.csv", "ab" * 32)
    return directory.load(numbered, source, lambda line, why: faults.append((line, why)), NOW)


def refused(directory: SqlDirectory, what: Listing, lines: Iterable) -> list[tuple[int, str]]:
    told: list[tuple[int, str]] = []
    with pytest.raises(ImportRefused, match="Bad lines"):
        load(directory, what, lines, told=told)
    return told


# -- employers -------------------------------------------------------------------------------------------------


def test_employers_are_found_by_any_of_their_numbers(directory: SqlDirectory) -> None:
    city = record(5, noss="", company="", lpa=lpa(1234), seat_abroad=True)
    load(directory, "employers", [record(1), record(2, company=""), record(3, noss=""), city])
    keys = [*record(1).keys(), *record(2).keys(), *record(3).keys(), *record(4).keys(), *city.keys(), "L123"]
    found = directory.employers(keys)
    assert {key: [one.name for one in records] for key, records in found.items()} == {
        record(1).keys()[0]: ["Firm 1"],
        record(1).keys()[1]: ["Firm 1"],
        record(2).keys()[0]: ["Firm 2"],
        record(3).keys()[1]: ["Firm 3"],
        "L" + lpa(1234).lstrip("0"): ["Firm 5"],
    }
    assert found[record(1).keys()[0]] == (record(1),)
    assert found["L" + lpa(1234).lstrip("0")] == (city,)


def test_two_authorities_without_another_number_may_begin_on_one_day(directory: SqlDirectory) -> None:
    cities = [record(number, noss="", company="", lpa=lpa(1000 + number)) for number in (1, 2)]
    load(directory, "employers", cities)
    assert list(directory.entries("employers")) == cities
    told = refused(directory, "employers", [*cities, replace(cities[0], since=date(2015, 1, 1))])
    assert [line for line, _ in told] == [4]


def test_more_employers_are_asked_for_than_fit_one_query(directory: SqlDirectory) -> None:
    load(directory, "employers", [record(number) for number in range(1, 1500)])
    keys = [record(number).keys()[number % 2] for number in range(1, 2000)]
    assert len(directory.employers(keys)) == 1499


@pytest.mark.parametrize(
    ("day", "name"),
    [("2009-12-31", None), ("2010-01-01", "old"), ("2015-06-30", "old"), ("2015-07-01", None), ("2016-01-01", "new")],
)
def test_an_employer_exists_from_its_first_to_its_last_day(directory: SqlDirectory, day: str, name: str | None) -> None:
    old = record(name="old", until=date(2015, 6, 30))
    load(directory, "employers", [record(name="new", since=date(2016, 1, 1)), old])
    ((new, before),) = directory.employers([record().keys()[0]]).values()
    assert (new.name, before) == ("new", old)
    assert [one.name for one in (new, before) if one.exists_on(date.fromisoformat(day))] == ([name] if name else [])


def test_of_several_employers_with_one_number_the_one_that_began_last_comes_first(directory: SqlDirectory) -> None:
    many = [record(number, company=company(1), since=date(2010, number, 1)) for number in (1, 3, 2)]
    load(directory, "employers", [*many, record(4, company=company(1), since=date(2010, 3, 1))])
    (found,) = directory.employers(["C" + company(1).lstrip("0")]).values()
    assert [one.name for one in found] == ["Firm 3", "Firm 4", "Firm 2", "Firm 1"]


def test_an_import_replaces_the_one_before_and_says_which(directory: SqlDirectory, rows) -> None:
    assert directory.loaded("employers") is None
    assert load(directory, "employers", [record(1)], TODAY - timedelta(9)) == Loaded(1)
    assert directory.loaded("employers") == TODAY - timedelta(9)
    assert load(directory, "employers", [record(2), record(3)]) == Loaded(2, replaced=TODAY - timedelta(9))
    assert directory.loaded("employers") == TODAY
    assert list(directory.entries("employers")) == [record(2), record(3)]
    assert rows("SELECT what, as_of, rows, source, sha256 FROM imports ORDER BY id") == [
        ("employers", "2026-03-07", 1, "employers.csv", "ab" * 32),
        ("employers", "2026-03-16", 2, "employers.csv", "ab" * 32),
    ]
    assert rows("SELECT count(*) FROM journal WHERE what = 'employers imported'") == [(2,)]


def test_an_older_import_does_not_replace_a_newer_one(directory: SqlDirectory) -> None:
    load(directory, "employers", [record(1)])
    with pytest.raises(ImportRefused, match="employers of 2026-03-16 are loaded"):
        load(directory, "employers", [record(2)], TODAY - timedelta(1))
    load(directory, "employers", [record(3)])
    assert list(directory.entries("employers")) == [record(3)]


def test_an_import_without_a_line_is_refused(directory: SqlDirectory) -> None:
    load(directory, "employers", [record(1)])
    with pytest.raises(ImportRefused, match="names no employer"):
        load(directory, "employers", [])
    assert list(directory.entries("employers")) == [record(1)]


def test_every_double_and_every_overlap_is_told_and_nothing_stays(
    directory: SqlDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SLICE", 3)
    load(directory, "employers", [record(99)])
    lines = [
        record(1),
        record(2, until=date(2010, 12, 31)),
        record(1),  # line 4: double in the same slice
        record(3),
        "a fault of its own",  # line 6
        record(2, since=date(2010, 12, 31)),  # line 7: overlaps by one day
        record(3),  # line 8: double in another slice
        record(4, until=date(2010, 12, 31)),
        record(4, since=date(2011, 1, 1)),
        record(5),
        record(5, since=date(2012, 1, 1), until=date(2012, 1, 2)),  # line 12: within line 11
        record(5, since=date(2013, 1, 1)),  # line 13: within line 11 too, not within line 12
    ]
    told = refused(directory, "employers", lines)
    assert sorted(line for line, _ in told) == [4, 6, 7, 8, 12, 13]
    assert list(directory.entries("employers")) == [record(99)]
    assert directory.loaded("employers") == TODAY


DAYS = st.integers(0, 12).map(lambda offset: BEGIN + timedelta(offset))
SPANS = st.tuples(DAYS, st.none() | st.integers(0, 4)).map(
    lambda span: (span[0], span[0] + timedelta(span[1]) if span[1] is not None else None)
)


@settings(deadline=None)
@given(st.lists(SPANS, min_size=1, max_size=6))
def test_an_import_is_taken_exactly_when_no_two_spans_share_a_day(spans: list) -> None:
    def shares(one, other) -> bool:
        last = [span[1] or date.max for span in (one, other)]
        return one[0] <= last[1] and other[0] <= last[0]

    apart = not any(shares(one, other) for nth, one in enumerate(spans) for other in spans[:nth])
    engine = open_engine("sqlite://")
    with engine.begin() as connection:
        METADATA.create_all(connection)
    directory = SqlDirectory(engine)
    lines = [record(1, since, until) for since, until in spans]
    told: list = []
    try:
        load(directory, "employers", lines, told=told)
    except ImportRefused:
        assert told
        assert not apart
    else:
        assert apart
        assert list(directory.entries("employers")) == lines
    engine.dispose()


# -- personnel -------------------------------------------------------------------------------------------------


def relation(worker: int = 1, employer: int = 1, since: date = BEGIN, until: date | None = None) -> Relation:
    return Relation(niss(worker), noss(1000000 + employer), "", company(4000000 + employer), since, until)


def test_relations_are_found_by_worker(directory: SqlDirectory) -> None:
    rows = [relation(2), relation(1, 2), relation(1, until=date(2015, 6, 30)), Relation(niss(3), "", lpa(7), "", BEGIN)]
    load(directory, "personnel", rows)
    assert list(directory.relations_of([niss(1), niss(3), niss(4), niss(1)])) == [rows[1], rows[2], rows[3]]
    assert list(directory.relations_of([])) == []
    assert list(directory.entries("personnel")) == rows


def test_more_workers_are_asked_for_than_fit_one_query(directory: SqlDirectory) -> None:
    load(directory, "personnel", [relation(worker) for worker in range(1, 1500)])
    assert len(list(directory.relations_of(niss(worker) for worker in range(1, 2000)))) == 1499


def test_a_worker_may_have_two_jobs_with_one_employer_at_once(directory: SqlDirectory) -> None:
    rows = [relation(), relation(), relation(since=date(2012, 1, 1))]
    assert load(directory, "personnel", rows) == Loaded(3)
    assert list(directory.relations_of([niss(1)])) == rows


def test_personnel_is_replaced_whole_and_remembered_beside_the_employers(directory: SqlDirectory, rows) -> None:
    load(directory, "employers", [record(1)])
    assert directory.loaded("personnel") is None
    assert load(directory, "personnel", [relation(1)], TODAY - timedelta(9)) == Loaded(1)
    assert load(directory, "personnel", [relation(2)]) == Loaded(1, replaced=TODAY - timedelta(9))
    with pytest.raises(ImportRefused, match="personnel of 2026-03-16 are loaded"):
        load(directory, "personnel", [relation(3)], TODAY - timedelta(1))
    assert list(directory.entries("personnel")) == [relation(2)]
    assert list(directory.entries("employers")) == [record(1)]
    assert rows("SELECT count(*) FROM journal WHERE what = 'personnel imported'") == [(2,)]
    source = Source("personnel", TODAY, "", "ab" * 32)
    assert directory.unload(source, NOW) == TODAY
    assert (directory.loaded("personnel"), directory.loaded("employers")) == (None, TODAY)
    assert list(directory.entries("personnel")) == []
    with pytest.raises(ImportRefused, match="No personnel are loaded"):
        directory.unload(source, NOW)


def test_a_bad_line_of_personnel_leaves_the_earlier_import(directory: SqlDirectory) -> None:
    load(directory, "personnel", [relation(1)])
    assert refused(directory, "personnel", [relation(2), "a fault", relation(3)]) == [(3, "a fault")]
    with pytest.raises(ImportRefused, match="names no work relation"):
        load(directory, "personnel", [])
    assert list(directory.entries("personnel")) == [relation(1)]


@on_sqlite
def test_a_worker_is_looked_up_by_an_index(directory: SqlDirectory, rows) -> None:
    plan = rows("EXPLAIN QUERY PLAN SELECT * FROM personnel WHERE niss IN ('a', 'b')")
    assert "USING INDEX ix_personnel_niss" in str(plan)


# -- senders, mandates, permissions ----------------------------------------------------------------------------


def test_a_listing_adds_changes_and_leaves_alone(directory: SqlDirectory, rows) -> None:
    lines = [
        Sender("123456", "Le Hêtre", "social-secretariat", "fr"),
        Sender("234567", "De Linde", "social-secretariat", "nl"),
    ]
    assert load(directory, "senders", lines) == Loaded(added=1, same=1)
    renamed = [lines[0], Sender("234567", "De Eik", "social-secretariat", "nl")]
    assert load(directory, "senders", renamed) == Loaded(changed=1, same=1)
    assert directory.senders() == tuple(renamed)
    assert directory.loaded("senders") == TODAY
    assert load(directory, "senders", []) == Loaded()
    assert directory.senders() == tuple(renamed)


def test_a_known_mandate_takes_the_end_of_the_listing(directory: SqlDirectory) -> None:
    open_, ended = Mandate("123456", noss(1), "", "*", 20261), Mandate("123456", noss(1), "", "*", 20261, 20264)
    assert load(directory, "mandates", [open_]) == Loaded(added=1)
    assert load(directory, "mandates", [open_]) == Loaded(same=1)
    following = Mandate("123456", noss(1), "", "*", 20271)
    assert load(directory, "mandates", [ended, following]) == Loaded(added=1, changed=1)
    assert directory.mandates() == (ended, following)
    told = refused(directory, "mandates", [open_])
    assert told[0][0] == 2
    assert "run into mandate 2" in told[0][1]


def test_a_known_permission_takes_the_end_of_the_listing(directory: SqlDirectory) -> None:
    firm = company(1)
    open_, ended = Permit(firm, "career-break", BEGIN), Permit(firm, "career-break", BEGIN, TODAY)
    following = Permit(firm, "career-break", TODAY + timedelta(1))
    assert load(directory, "permissions", [open_]) == Loaded(added=1)
    assert load(directory, "permissions", [ended, following]) == Loaded(added=1, changed=1)
    assert load(directory, "permissions", [ended, following]) == Loaded(same=2)
    assert "runs into a later one" in refused(directory, "permissions", [open_])[0][1]
    assert list(directory.entries("permissions")) == [ended, following]


def test_every_bad_line_of_a_listing_is_told_and_nothing_stays(directory: SqlDirectory, rows) -> None:
    before = rows("SELECT count(*) FROM journal")
    good = Mandate("123456", noss(1), "", "*")
    lines = [good, Mandate("654321", noss(1), "", "*"), "no quarter", good, Mandate("123456", noss(1), "", "*", 20261)]
    told = refused(directory, "mandates", lines)
    assert [line for line, _ in told] == [3, 4, 5, 6]
    assert "no sender 654321" in told[0][1]
    assert "same as line 2" in told[2][1]
    assert directory.mandates() == ()
    assert directory.loaded("mandates") is None
    assert rows("SELECT count(*) FROM journal") == before


def test_nobody_is_locked_out_while_an_import_is_read(directory: SqlDirectory, engine: Engine, database: str) -> None:
    other = open_engine(database, patience_seconds=0)

    def lines() -> Iterator[Line]:
        for number in range(1, module._SLICE * 2 + 10):
            yield number + 1, record(number)
            if number % module._SLICE == 7:
                with other.begin() as connection:
                    connection.execute(counters.insert().values(name=f"while line {number} is read", next=1))

    source = Source("employers", TODAY, "employers.csv", "ab" * 32)
    loaded = directory.load(lines(), source, lambda _, why: pytest.fail(why), NOW)
    assert loaded.added == module._SLICE * 2 + 9
    with other.connect() as connection:
        counted = [connection.execute(select(func.count()).select_from(one)).scalar() for one in (counters, employers)]
    other.dispose()
    assert counted == [3, loaded.added]


def test_an_import_that_is_cut_off_leaves_the_one_before(directory: SqlDirectory) -> None:
    load(directory, "employers", [record(1)])

    class CutOffError(Exception):
        pass

    def lines() -> Iterator[Line]:
        yield 2, record(2)
        raise CutOffError

    with pytest.raises(CutOffError):
        directory.load(lines(), Source("employers", TODAY, "e.csv", "ab" * 32), lambda *_: None, NOW)
    assert list(directory.entries("employers")) == [record(1)]
    load(directory, "employers", [record(3)])
    assert list(directory.entries("employers")) == [record(3)]
