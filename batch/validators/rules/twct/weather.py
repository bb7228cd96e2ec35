"""Risk 002: bad weather (law of 03/07/1978 art. 50)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.twct import reasons
from batch.validators.rules.twct.circumstances import has_foreign_reason, lacks_reason

RULES: Rulebook[Communication] = Rulebook()
_GLOSSARY = "glossary ETempora 2023/3, block 90272"


@RULES.rule("90272-001", source=_GLOSSARY, when=(lacks_reason,))
def weather_block_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risk 002 brings the block TempUnempBadWeather, unless the form is a simplified cancellation."""
    yield from reasons.missing(communication, "002")


@RULES.rule("90272-005", source=_GLOSSARY, when=(has_foreign_reason,))
def weather_block_for_another_risk(communication: Communication, _case: Case) -> Iterator[Place]:
    """The block TempUnempBadWeather is for risk 002 only."""
    yield from reasons.foreign(communication, "002")
