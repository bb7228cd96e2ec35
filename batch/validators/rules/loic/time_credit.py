"""Time credit: legal basis, threshold, collective labour agreement, questionnaire (blocks 90532 to 90535)."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.calendar import birth_date, months_after
from batch.model.forms import Place
from batch.model.loic import ONE_FIFTH, WITH_MOTIVE, Request
from batch.validators.rulebook import Case, Rulebook

RULES: Rulebook[Request] = Rulebook()
_SOURCE = "glossary LOIC001 2023/3, blocks 90534 and 90535"
_REQUEST = 0
_CHANGED_BY_AGREEMENT = 2
_AGE_WITHOUT_THRESHOLD = 55


def _is_known_kind(request: Request) -> bool:
    return request.status == _REQUEST and bool(request.kind)


@RULES.rule("00096-001", source="glossary LOIC001 2023/3, zone 00096")
def legal_basis_missing(request: Request, _case: Case) -> Iterator[Place]:
    """A time credit names its legal basis."""
    if _is_known_kind(request) and request.is_time_credit and request.interruption:
        if request.interruption.text("LegalBasis") is None:
            yield request.interruption.at("LegalBasis")


@RULES.rule(
    "00096-005", source="glossary LOIC001 2023/3, zone 00096: mandatory for time credit; docs/protocol.md status 1"
)
def legal_basis_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """Only a request for a time credit names a legal basis."""
    other_kind = _is_known_kind(request) and not request.is_time_credit
    if (other_kind or request.status == 1) and request.interruption:
        if request.interruption.raw("LegalBasis") is not None:
            yield request.interruption.at("LegalBasis")


@RULES.rule("90534-001", source=_SOURCE)
def threshold_missing(request: Request, _case: Case) -> Iterator[Place]:
    """A time credit tells the threshold, except one fifth for a worker of 55 or older at the start."""
    if not (_is_known_kind(request) and request.is_time_credit and request.employer_part):
        return
    if request.threshold is None and not (request.regime == ONE_FIFTH and _is_55_at_start(request)):
        yield request.employer_part.at("InterruptionThresholdInformation")


def _is_55_at_start(request: Request) -> bool:
    if request.start is None or request.inss is None:
        return False
    born = birth_date(request.inss, request.start)
    return born is not None and months_after(born, 12 * _AGE_WITHOUT_THRESHOLD) <= request.start


@RULES.rule("90534-005", source=_SOURCE)
def threshold_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """Only a time credit tells the threshold."""
    if _is_known_kind(request) and not request.is_time_credit and request.threshold is not None:
        yield request.threshold.at()


@RULES.rule("01142-001", source="glossary LOIC001 2023/3, zone 01142")
def agreement_date_missing(request: Request, _case: Case) -> Iterator[Place]:
    """A threshold changed by agreement (2) tells the day of that agreement."""
    if request.threshold and request.threshold.text("AgreementDate") is None:
        if request.threshold.number("InterruptionWorkersThreshold") == _CHANGED_BY_AGREEMENT:
            yield request.threshold.at("AgreementDate")


@RULES.rule("01142-005", source="glossary LOIC001 2023/3, zone 01142")
def agreement_date_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """Only a threshold changed by agreement (2) tells the day of an agreement."""
    if request.threshold and request.threshold.raw("AgreementDate") is not None:
        if request.threshold.number("InterruptionWorkersThreshold") not in (None, _CHANGED_BY_AGREEMENT):
            yield request.threshold.at("AgreementDate")


@RULES.rule("01142-008", source="glossary LOIC001 2023/3, zone 01142")
def agreement_after_start(request: Request, _case: Case) -> Iterator[Place]:
    """The agreement does not lie after the start of the break."""
    day = request.threshold.day("AgreementDate") if request.threshold else None
    if request.threshold and day and request.start and day > request.start:
        yield request.threshold.at("AgreementDate")


@RULES.rule("90535-001", source=_SOURCE)
def agreement_missing(request: Request, _case: Case) -> Iterator[Place]:
    """A time credit names the collective labour agreement."""
    if _is_known_kind(request) and request.is_time_credit and request.employer_part:
        if request.agreement is None:
            yield request.employer_part.at("CollectiveLabourAgreement")


@RULES.rule("90535-005", source=_SOURCE)
def agreement_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """Only a time credit names a collective labour agreement."""
    if _is_known_kind(request) and not request.is_time_credit and request.agreement is not None:
        yield request.agreement.at()


def _needs_added_months(request: Request) -> bool | None:
    if request.agreement is None or not _is_known_kind(request) or request.regime is None:
        return None
    ruled_by_103 = request.agreement.text("CLACode") == "CLA103"
    return request.kind in WITH_MOTIVE and ruled_by_103 and request.regime != ONE_FIFTH


@RULES.rule("01144-001", source="glossary LOIC001 2023/3, zone 01144")
def added_months_missing(request: Request, _case: Case) -> Iterator[Place]:
    """Types 5001 to 5004 under CLA103 tell the added months, unless the regime is one fifth."""
    if _needs_added_months(request) and request.agreement:
        if request.agreement.text("CLAAddedMonths") is None:
            yield request.agreement.at("CLAAddedMonths")


@RULES.rule("01144-005", source="glossary LOIC001 2023/3, zone 01144")
def added_months_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """No other time credit tells added months."""
    if _needs_added_months(request) is False and request.agreement:
        if request.agreement.raw("CLAAddedMonths") is not None:
            yield request.agreement.at("CLAAddedMonths")


@RULES.rule("00910-001", source="glossary LOIC001 2023/3, zone 00910 in block 90535")
def company_agreement_without_start(request: Request, _case: Case) -> Iterator[Place]:
    """An agreement without registration number, hence of the company, tells its first day."""
    block = request.agreement
    if block and block.text("CLARegistrationNbr") is None and block.text("StartingDate") is None:
        yield block.at("StartingDate")


@RULES.rule("00910-005", source="glossary LOIC001 2023/3, zone 00910 in block 90535")
def sector_agreement_with_start(request: Request, _case: Case) -> Iterator[Place]:
    """A registered agreement tells no first day: its number is enough."""
    block = request.agreement
    if block and block.text("CLARegistrationNbr") is not None and block.raw("StartingDate") is not None:
        yield block.at("StartingDate")


@RULES.rule("00911-005", source="glossary LOIC001 2023/3, zone 00911 in block 90535")
def agreement_end_without_start(request: Request, _case: Case) -> Iterator[Place]:
    """An agreement tells its last day only beside its first."""
    block = request.agreement
    if block and block.raw("EndingDate") is not None and block.raw("StartingDate") is None:
        yield block.at("EndingDate")


@RULES.rule("00911-014", source="glossary LOIC001 2023/3, zone 00911 in block 90535")
def agreement_end_not_after_start(request: Request, _case: Case) -> Iterator[Place]:
    """An agreement ends after its first day."""
    block = request.agreement
    start = block.day("StartingDate") if block else None
    end = block.day("EndingDate") if block else None
    if block and start and end and end <= start:
        yield block.at("EndingDate")


@RULES.rule("01139-006", source="glossary LOIC001 2023/3, zone 01139")
def question_twice(request: Request, _case: Case) -> Iterator[Place]:
    """A question stands once in the questionnaire."""
    questionnaire = request.employer_part.first("Questionnaire") if request.employer_part else None
    seen: set[str] = set()
    for question in questionnaire.every("InterruptionQuestion") if questionnaire else ():
        code = question.text("InterruptionQuestionCode")
        if code is not None:
            if code in seen:
                yield question.at("InterruptionQuestionCode")
            seen.add(code)
