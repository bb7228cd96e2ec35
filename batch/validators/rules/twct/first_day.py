"""Risk 005: first effective day of the month, economic (60) or technical accident (61)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.twct import reasons
from batch.validators.rules.twct.circumstances import has_foreign_reason, is_first_day, lacks_reason

RULES: Rulebook[Communication] = Rulebook()
_CONSTRUCTION = "124"
_GLOSSARY = "glossary ETempora 2023/3, block 90275"


@RULES.rule("90275-001", source=_GLOSSARY, when=(lacks_reason,))
def first_day_block_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risk 005 brings the block EffectiveUnemployment, unless the form is a simplified cancellation."""
    yield from reasons.missing(communication, "005")


@RULES.rule("90275-005", source=_GLOSSARY, when=(has_foreign_reason,))
def first_day_block_for_another_risk(communication: Communication, _case: Case) -> Iterator[Place]:
    """The block EffectiveUnemployment is for risk 005 only."""
    yield from reasons.foreign(communication, "005")


@RULES.rule("00046-001", source="glossary ETempora 2023/3, zone 00046", when=(is_first_day,))
def committee_missing_for_economic_reason(communication: Communication, _case: Case) -> Iterator[Place]:
    """Reason 60 needs the joint committee."""
    if _reason(communication) == 60 and communication.reason and communication.committee is None:
        yield communication.reason.at("JointCommissionNbr")


@RULES.rule("00046-005", source="glossary ETempora 2023/3, zone 00046", when=(is_first_day,))
def committee_for_technical_accident(communication: Communication, _case: Case) -> Iterator[Place]:
    """Reason 61 carries no joint committee."""
    if _reason(communication) == 61 and communication.reason and communication.committee is not None:
        yield communication.reason.at("JointCommissionNbr")


@RULES.rule(
    "00762-005",
    source="ours: the glossary lists the code and no case; a level says nothing without a committee",
    when=(is_first_day,),
)
def level_for_technical_accident(communication: Communication, _case: Case) -> Iterator[Place]:
    """Reason 61 carries no level, because it carries no joint committee."""
    if _reason(communication) == 61 and communication.reason and communication.level is not None:
        yield communication.reason.at("JointCommissionLevel")


@RULES.rule(
    "90488-005",
    source="ONEM: the place of work is told in all sectors since 26/03/2014, before in construction only; code: ours",
    until=date(2014, 3, 25),
    when=(is_first_day,),
)
def site_outside_construction(communication: Communication, _case: Case) -> Iterator[Place]:
    """Before 26 March 2014 only construction (124) told the place where the worker would have worked."""
    if communication.risk == "005" and communication.reason and (communication.committee or "")[:3] != _CONSTRUCTION:
        for site in communication.reason.every("SiteAddress"):
            yield site.at()


def _reason(communication: Communication) -> int | None:
    if communication.risk != "005" or communication.reason is None:
        return None
    return communication.reason.number("EffectiveUnemploymentReason")
