"""``explain``: the sentence of a code, in the language asked for."""

from __future__ import annotations

import pytest

from batch.cli.main import main


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ACRF-102", "--language", "nl"), "XML"),
        (("139", "--language", "nl"), "standaardnaamruimte"),
        (("acrf-089", "--language", "de"), "Wurzelelement"),
        (("00522-160", "--language", "fr"), "Incompatibilité code postal"),
        (("90176-092",), " - "),
    ],
)
def test_a_code_is_said_in_the_language_asked_for(capsys, words: tuple[str, ...], said: str) -> None:
    assert main(["explain", *words]) == 0
    assert said.casefold() in capsys.readouterr().out.casefold()


@pytest.mark.parametrize("code", ["ACRF-999", "00199-999", "99999-270", "hello", ""])
def test_what_is_no_code_is_refused(capsys, code: str) -> None:
    assert main(["explain", code]) == 2
    assert "ACRF-NNN or ZZZZZ-NNN" in capsys.readouterr().err
