"""What a run says at its end beside the usual."""

from __future__ import annotations

import pytest

FIGURES = "figures"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tests that measured something say so in one line each (``record_property``), also when workers ran them."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == FIGURES:
                terminalreporter.write_line(str(value))
