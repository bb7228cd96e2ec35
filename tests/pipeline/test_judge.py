"""What judging leaves behind: nothing that needs the collector of cycles, however many forms a file holds."""

from __future__ import annotations

import gc

import pytest
from declarations import loic, together, twct, verdicts

GOOD, WRONG_POSTCODE, NO_DATE = twct(), twct(ZIPCode="9999"), twct(FormCreationDate="soon")


def left_behind(text: str) -> int:
    """Objects that only the collector can free after a file was judged."""
    verdicts(text)
    gc.collect()
    gc.disable()
    try:
        verdicts(text)
        return gc.collect()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(GOOD, id="accepted"),
        pytest.param(WRONG_POSTCODE, id="refused by a rule"),
        pytest.param(NO_DATE, id="refused by the schema"),
        pytest.param(loic(), id="in an envelope"),
    ],
)
def test_a_judged_form_is_gone_without_the_collector_of_cycles(form: str) -> None:
    assert left_behind(together(*[form] * 20)) == left_behind(together(form))
