"""Joint committee and level (zones 00046, 00762), wherever a reason block carries them."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place, is_number
from batch.model.twct import Communication
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules import committee
from batch.validators.rules.twct.circumstances import has_committee, has_level

RULES: Rulebook[Communication] = Rulebook()
_HIGHEST_LEVEL_OF_3XX = 99
_SUB_SUB_COMMITTEE = 9


@RULES.rule("00046-008", source="annex 26; glossary ETempora 2023/3, zone 00046", when=(has_committee,))
def committee_outside_domain(communication: Communication, case: Case) -> Iterator[Place]:
    """The joint committee stands in annex 26, as CCC or CCC.CC; 999 for a local authority."""
    number = communication.committee
    if number is None or communication.reason is None:
        return
    is_sub_sub = len(number) == _SUB_SUB_COMMITTEE
    wrong_authority = communication.local_authority and number != committee.NONE
    if is_sub_sub or wrong_authority or committee.standing(number, case) == "unknown":
        yield communication.reason.at("JointCommissionNbr")


@RULES.rule("00046-035", source="annex 26: validity by quarter; code: ours", when=(has_committee,))
def committee_not_in_this_quarter(communication: Communication, case: Case) -> Iterator[Place]:
    """The joint committee exists in this quarter, by annex 26."""
    number = communication.committee
    if number and communication.reason and committee.standing(number, case) == "not in this quarter":
        yield communication.reason.at("JointCommissionNbr")


@RULES.rule("00762-001", source="glossary ETempora 2023/3, zone 00762", when=(has_committee,))
def level_missing(communication: Communication, _case: Case) -> Iterator[Place]:
    """Risks 001 and 006 give the level when the committee begins with 3.

    The glossary also asks it for level 050 of five other committees; a level that is absent cannot be
    known to be 050, so nothing can be said there.
    """
    number = communication.committee or ""
    if communication.risk in ("001", "006") and number.startswith("3") and communication.reason:
        if communication.level is None:
            yield communication.reason.at("JointCommissionLevel")


@RULES.rule(
    "00762-020",
    source="glossary ETempora 2023/3, zone 00762; ranges of schemas/lists/committee_levels.csv: ours",
    when=(has_level,),
)
def level_not_of_the_committee(communication: Communication, case: Case) -> Iterator[Place]:
    """The level is one that the joint committee knows, as far as its levels are known."""
    number, level = communication.committee or "", communication.level
    ranges = case.law.levels.get(number[:3]) if number[3:] in ("", ".00") else None
    if ranges and level and is_number(level) and communication.reason:
        if not any(lowest <= int(level) <= highest for lowest, highest in ranges):
            yield communication.reason.at("JointCommissionLevel")


@RULES.rule("00762-008", source="glossary ETempora 2023/3, zone 00762: levels 000 to 099 of 3xx", when=(has_level,))
def level_outside_domain(communication: Communication, _case: Case) -> Iterator[Place]:
    """The levels of a committee that begins with 3 run from 000 to 099."""
    number, level = communication.committee or "", communication.level
    if number.startswith("3") and level and is_number(level) and communication.reason:
        if int(level) > _HIGHEST_LEVEL_OF_3XX:
            yield communication.reason.at("JointCommissionLevel")
