"""Risk 006: social action, strike or lock-out (RD 14/06/2017, from 01/01/2018)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.calendar import months_after
from batch.model.forms import Place
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.twct import reasons
from batch.validators.rules.twct.circumstances import has_foreign_reason, is_social_action, lacks_reason

RULES: Rulebook[Communication] = Rulebook()
_GLOSSARY = "glossary ETempora 2023/3, block 90568"


@RULES.rule("90568-001", source=_GLOSSARY, when=(lacks_reason,))
def social_action_block_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risk 006 brings the block TempUnempSocialAction, unless the form is a simplified cancellation."""
    yield from reasons.missing(communication, "006")


@RULES.rule("90568-005", source=_GLOSSARY, when=(has_foreign_reason,))
def social_action_block_for_another_risk(communication: Communication, _case: Case) -> Iterator[Place]:
    """The block TempUnempSocialAction is for risk 006 only."""
    yield from reasons.foreign(communication, "006")


@RULES.rule("00430-008", source="glossary ETempora 2023/3, zone 00430; RD 14/06/2017", when=(is_social_action,))
def social_action_before_2018(communication: Communication, case: Case) -> Iterator[Place]:
    """Risk 006 can be used from 01/01/2018."""
    block = communication.form.first("RiskIdentification")
    if communication.risk == "006" and block and not case.law.parameters["social_action_known"].on(case.law_day):
        yield block.at("IdentificationOfRisk")


@RULES.rule("00126-001", source="glossary ETempora 2023/3, zone 00126", when=(is_social_action,))
def neither_reason_code_nor_text(communication: Communication, _case: Case) -> Iterator[Place]:
    """Without a reason code (01183) the reason is told in free text."""
    block = communication.reason.first("SocialActionUnemployment") if communication.reason else None
    if communication.risk == "006" and block:
        if not block.text("UnemploymentReason") and not block.text("CommentOfDeclaration"):
            yield block.at("CommentOfDeclaration")


@RULES.rule("01183-008", source="ours: annex TWCT001_01 is not in the record; a code of zeros is none in any list")
def reason_code_of_zeros(communication: Communication, _case: Case) -> Iterator[Place]:
    """The reason of a social action is a code; zeros alone are none."""
    block = communication.reason.first("SocialActionUnemployment") if communication.reason else None
    code = block.text("UnemploymentReason") if block else None
    if block and code and not code.strip("0"):
        yield block.at("UnemploymentReason")


@RULES.rule("00199-008", source="glossary ETempora 2023/3, zone 00199; code: ours", when=(is_social_action,))
def social_action_too_long_ago(communication: Communication, case: Case) -> Iterator[Place]:
    """A social action starts at most six months before the creation date."""
    start, created = communication.start, communication.created
    if communication.risk == "006" and start and created and communication.period:
        if start < months_after(created, -case.law.parameters["social_action_back_months"].on(created)):
            yield communication.period.at("TempUnemploymentStartingDate")
