"""Values that no glossary thinks of: each zone of every message still gets a verdict, never a crash."""

from dataclasses import replace

import pytest
from declarations import ABOUT_EVERYBODY, WHOLE, after, changed_in, stored_loic, stored_twct, twct, verdicts
from declarations import Stored as StoredForms

VALUES = ("9" * 5_000, "²", "٣" * 9, "1\u0660234567", "0" * 6_000, "-1", "+5", "1_0", " ")


LEVEL = "<JointCommissionLevel>0</JointCommissionLevel>"
WITH_A_LEVEL = {
    committee: after(twct(JointCommissionNbr=committee), "JointCommissionNbr", LEVEL) for committee in ("126", "302")
}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value[:9]))
@pytest.mark.parametrize("name", [*WHOLE, *WITH_A_LEVEL])
def test_any_zone_may_hold_anything(name: str, value: str) -> None:
    for text in changed_in({**WHOLE, **WITH_A_LEVEL}[name], value):
        stored = StoredForms(replace(stored_twct()), replace(stored_loic()))
        (verdict,) = verdicts(text, stored=stored, known=ABOUT_EVERYBODY)
        assert verdict.reports or verdict.accepted
