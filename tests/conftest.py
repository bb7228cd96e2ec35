"""What a run says at its end beside the usual."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from postgres_server import Cluster, running_postgres

FIGURES = "figures"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tests that measured something say so in one line each (``record_property``), also when workers ran them."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == FIGURES:
                terminalreporter.write_line(str(value))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A server for all tests of one worker; started by the first that asks."""
    with running_postgres() as cluster:
        yield cluster


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """The address of a fresh database of the present layout."""
    name = postgres.fresh()
    yield postgres.url(name)
    postgres.drop(name)
