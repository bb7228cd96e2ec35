"""Risk 004: force majeure (law of 03/07/1978 art. 26)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.twct import reasons
from batch.validators.rules.twct.circumstances import has_foreign_reason, is_major_force, lacks_reason

RULES: Rulebook[Communication] = Rulebook()
_GLOSSARY = "glossary ETempora 2023/3, block 90274"


@RULES.rule("90274-001", source=_GLOSSARY, when=(lacks_reason,))
def major_force_block_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risk 004 brings the block TempUnempMajorForce, unless the form is a simplified cancellation."""
    yield from reasons.missing(communication, "004")


@RULES.rule("90274-005", source=_GLOSSARY, when=(has_foreign_reason,))
def major_force_block_for_another_risk(communication: Communication, _case: Case) -> Iterator[Place]:
    """The block TempUnempMajorForce is for risk 004 only."""
    yield from reasons.foreign(communication, "004")


@RULES.rule("00199-008", source="glossary ETempora 2023/3, zone 00199; code: ours", when=(is_major_force,))
def major_force_start_after_creation(communication: Communication, _case: Case) -> Iterator[Place]:
    """Force majeure cannot start after the creation date."""
    start, created = communication.start, communication.created
    if communication.risk == "004" and start and created and communication.period and start > created:
        yield communication.period.at("TempUnemploymentStartingDate")
