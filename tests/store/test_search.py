"""What a search costs: every query goes by an index, however much lies behind."""

from __future__ import annotations

from datetime import date

import pytest
from plans import is_by_index, plan
from sqlalchemy import Engine

from batch.model.overview import Question, Wishes
from batch.model.search import Sought
from batch.store import requests as overviews
from batch.store.dossier_tables import dossiers
from batch.store.search import declarations, requests

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # as SQLite plans it

DAY = date(2026, 3, 16)


SOUGHT = {
    "nothing": Sought(),
    "employer": Sought(employer="161234563"),
    "worker": Sought(inss="84051291737"),
    "ticket": Sought(ticket="04W00000015PZ"),
    "days": Sought(since=DAY, until=DAY),
    "status": Sought(status="cancelled"),
    "message": Sought(message="TWCT001"),
    "everything": Sought(employer="161234563", inss="84051291737", kind="5001", status="closed", since=DAY, until=DAY),
}


@on_sqlite
@pytest.mark.parametrize("name", SOUGHT)
def test_every_search_goes_by_an_index(engine: Engine, name: str) -> None:
    for query in (requests(SOUGHT[name]), declarations(SOUGHT[name])):
        steps = plan(engine, query)
        assert is_by_index(steps), steps


@on_sqlite
@pytest.mark.parametrize("name", ["nothing", "days"])
def test_what_is_not_narrowed_is_read_in_order_and_not_sorted(engine: Engine, name: str) -> None:
    for query in (requests(SOUGHT[name]), declarations(SOUGHT[name])):
        assert not any("TEMP B-TREE" in step for step in plan(engine, query)), plan(engine, query)


@on_sqlite
@pytest.mark.parametrize(
    ("name", "of_requests", "of_declarations"),
    [
        ("employer", "ix_dossiers_company (environment=? AND company=?)", "ix_forms_company (company=?)"),
        ("worker", "ix_dossiers_inss (environment=? AND inss=?)", "ix_forms_inss (inss=?)"),
        ("ticket", "sqlite_autoindex_dossiers_1 (ticket=?)", "sqlite_autoindex_forms_2 (ticket=?)"),
    ],
)
def test_the_index_of_what_is_given_is_used(engine: Engine, name: str, of_requests: str, of_declarations: str) -> None:
    found, others = plan(engine, requests(SOUGHT[name])), plan(engine, declarations(SOUGHT[name]))
    assert any(of_requests in step for step in found), found
    assert any(of_declarations in step for step in others), others


@on_sqlite
@pytest.mark.parametrize("wishes", [Wishes(), Wishes(inss="84051291737", ticket="04W00000015PZ", kinds=("5001",))])
def test_an_overview_goes_by_an_index(engine: Engine, wishes: Wishes) -> None:
    question = Question("R", "123456", ("N161234563", "C1245007866"), DAY, wishes)
    steps = plan(engine, overviews.query(question, dossiers.c.employer).distinct())
    assert is_by_index(steps), steps
    used = ("ix_dossiers_noss (environment=? AND noss=?", "sqlite_autoindex_dossiers_1 (ticket=?)")
    assert any(one in step for step in steps for one in used), steps
