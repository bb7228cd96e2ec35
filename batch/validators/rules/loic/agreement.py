"""The collective labour agreement of a time credit (block 90535)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.leave import Agreement
from batch.model.loic import ONE_FIFTH, WITH_MOTIVE, Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.loic.circumstances import has_agreement, is_time_credit
from batch.validators.rules.loic.kinds import age_at_start, asks_time_credit, family_of

RULES: Rulebook[Request] = Rulebook()
_SOURCE = "glossary LOIC001 2023/3, block 90535"
_ZONE = "glossary LOIC001 2023/3, zone 01143: which agreement rules which time credit"


@RULES.rule("90535-001", source=_SOURCE, when=(is_time_credit,))
def agreement_missing(request: Request, case: Case) -> Iterator[Place]:
    """A time credit names the collective labour agreement."""
    if asks_time_credit(request, case) and request.employer_part:
        if request.agreement is None:
            yield request.employer_part.at("CollectiveLabourAgreement")


@RULES.rule("90535-005", source=_SOURCE, when=(has_agreement,))
def agreement_unwanted(request: Request, case: Case) -> Iterator[Place]:
    """Only a time credit names a collective labour agreement."""
    if request.is_request and request.kind and not asks_time_credit(request, case) and request.agreement is not None:
        yield request.agreement.at()


def _needs_added_months(request: Request) -> bool | None:
    if request.agreement is None or not request.is_request or not request.kind or request.regime is None:
        return None
    ruled_by_103 = request.agreement.text("CLACode") == "CLA103"
    return request.kind in WITH_MOTIVE and ruled_by_103 and request.regime != ONE_FIFTH


@RULES.rule("01144-001", source="glossary LOIC001 2023/3, zone 01144", when=(has_agreement,))
def added_months_missing(request: Request, _case: Case) -> Iterator[Place]:
    """Types 5001 to 5004 under CLA103 tell the added months, unless the regime is one fifth."""
    if _needs_added_months(request) and request.agreement:
        if request.agreement.text("CLAAddedMonths") is None:
            yield request.agreement.at("CLAAddedMonths")


@RULES.rule("01144-005", source="glossary LOIC001 2023/3, zone 01144", when=(has_agreement,))
def added_months_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """Only types 5001 to 5004 under CLA103 tell added months, and not with one fifth."""
    if _needs_added_months(request) is False and request.agreement:
        if request.agreement.raw("CLAAddedMonths") is not None:
            yield request.agreement.at("CLAAddedMonths")


@RULES.rule("00910-001", source="glossary LOIC001 2023/3, zone 00910 in block 90535", when=(has_agreement,))
def company_agreement_without_start(request: Request, case: Case) -> Iterator[Place]:
    """An agreement without registration number, hence of the company, tells its first day.

    Types of ours that need no agreement of the sector or the firm (a disabled or ill child) tell neither.
    """
    block = request.agreement
    needs_none = family_of(request, case) == "time-credit" and request.kind not in WITH_MOTIVE
    if block and block.text("CLARegistrationNbr") is None and block.text("StartingDate") is None and not needs_none:
        yield block.at("StartingDate")


@RULES.rule("00910-005", source="glossary LOIC001 2023/3, zone 00910 in block 90535", when=(has_agreement,))
def sector_agreement_with_start(request: Request, _case: Case) -> Iterator[Place]:
    """A registered agreement tells no first day: its number is enough."""
    block = request.agreement
    if block and block.text("CLARegistrationNbr") is not None and block.raw("StartingDate") is not None:
        yield block.at("StartingDate")


@RULES.rule("00911-005", source="glossary LOIC001 2023/3, zone 00911 in block 90535", when=(has_agreement,))
def agreement_end_without_start(request: Request, _case: Case) -> Iterator[Place]:
    """An agreement tells its last day only beside its first."""
    block = request.agreement
    if block and block.raw("EndingDate") is not None and block.raw("StartingDate") is None:
        yield block.at("EndingDate")


@RULES.rule("00911-014", source="glossary LOIC001 2023/3, zone 00911 in block 90535", when=(has_agreement,))
def agreement_end_not_after_start(request: Request, _case: Case) -> Iterator[Place]:
    """An agreement ends after its first day."""
    block = request.agreement
    start = block.day("StartingDate") if block else None
    end = block.day("EndingDate") if block else None
    if block and start and end and end <= start:
        yield block.at("EndingDate")


@RULES.rule(
    "00740-005",
    source="glossary LOIC001 2023/3, zone 00740: the number of an agreement under CLA 103, 118 or 127; ours for CLA 77",
    severity="W",
    when=(has_agreement,),
)
def registration_beside_old_agreement(request: Request, _case: Case) -> Iterator[Place]:
    """A registration number belongs to CLA 103 and the framework agreements, not to CLA 77."""
    block = request.agreement
    if block and block.text("CLACode") == "CLA77" and block.raw("CLARegistrationNbr") is not None:
        yield block.at("CLARegistrationNbr")


@RULES.rule(
    "00910-492",
    source="glossary LOIC001 2023/3, zones 00910 and 00911 in block 90535: days of the agreement",
    when=(has_agreement,),
)
def break_outside_company_agreement(request: Request, _case: Case) -> Iterator[Place]:
    """The break starts while the agreement of the company holds."""
    block, start = request.agreement, request.start
    if block is None or start is None or request.interruption is None:
        return
    first, last = block.day("StartingDate"), block.day("EndingDate")
    if (first and start < first) or (last and first and first < last < start):
        yield request.interruption.at("StartingDate")


@RULES.rule(
    "00910-492",
    source="framework agreements of the National Labour Council: starts within their days",
    severity="NP",
    when=(has_agreement,),
)
def break_outside_framework_agreement(request: Request, case: Case) -> Iterator[Place]:
    """The break starts while the framework agreement holds."""
    found = _framework(request, case)
    if found and request.start and request.interruption and not found.since <= request.start <= found.until:
        yield request.interruption.at("StartingDate")


@RULES.rule(
    "01143-077",
    source="framework agreements of the National Labour Council: from 55",
    severity="NP",
    when=(has_agreement,),
)
def too_young_for_framework_agreement(request: Request, case: Case) -> Iterator[Place]:
    """The worker has the age of the framework agreement at the start."""
    found, age = _framework(request, case), age_at_start(request)
    if found and age is not None and age < found.age and request.agreement:
        yield request.agreement.at("CLACode")


@RULES.rule(
    "01143-496",
    source=_ZONE,
    when=(has_agreement, is_time_credit),
)
def agreement_of_another_type(request: Request, case: Case) -> Iterator[Place]:
    """The agreement rules the type of interruption: 118, 127 and 137 the end of the career only."""
    found, family = _agreement(request, case), family_of(request, case)
    if found and asks_time_credit(request, case) and family not in found.families and request.agreement:
        yield request.agreement.at("CLACode")


def _agreement(request: Request, case: Case) -> Agreement | None:
    code = request.agreement.text("CLACode") if request.agreement else None
    return case.law.leaves.agreements.get(code or "")


def _framework(request: Request, case: Case) -> Agreement | None:
    """The framework agreement that an end of career names; None for any other."""
    found = _agreement(request, case)
    return found if found and found.framework and family_of(request, case) in found.families else None
