"""Time credit (CLA 103): legal basis, threshold, and for the motives durations, hours, notice and allowance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from batch.model.forms import Place
from batch.model.leave import YES
from batch.model.loic import HALF, ONE_FIFTH, Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.loic.circumstances import has_motive, has_threshold, is_time_credit
from batch.validators.rules.loic.kinds import (
    THREE_QUARTERS,
    WHOLE,
    age_at_start,
    answer,
    asks_time_credit,
    ends_after,
    ends_before,
    family_of,
    limit,
    told_late,
    works_less,
)

RULES: Rulebook[Request] = Rulebook()
_SOURCE = "glossary LOIC001 2023/3, blocks 90534 and 90535"
_CHANGED_BY_AGREEMENT, _EXCEEDED, _AT_MOST_TEN = 2, (1, 3), 9
_SMALL, _TINY = 20, 10
_AGE_WITHOUT_THRESHOLD = 55
_CHILD, _PALLIATIVE, _TRAINING = "5001", "5002", "5004"
_SERIOUSLY_ILL = ("5003", "5007")
_CYCLES_OF_A_YEAR = {3: 53, 4: 12}
"""Weeks and months (zone 01226); days go to 99."""
_REST_OF_THE_RIGHT = "T010"
_BASIS_103TER, _FIRST_NOTICE_103TER = 10, date(2017, 4, 1)


def _is_known_kind(request: Request) -> bool:
    return request.is_request and bool(request.kind)


@RULES.rule("00096-001", source="glossary LOIC001 2023/3, zone 00096", when=(is_time_credit,))
def legal_basis_missing(request: Request, case: Case) -> Iterator[Place]:
    """A time credit names its legal basis."""
    if asks_time_credit(request, case) and request.interruption:
        if request.interruption.text("LegalBasis") is None:
            yield request.interruption.at("LegalBasis")


@RULES.rule(
    "00096-005", source="glossary LOIC001 2023/3, zone 00096: mandatory for time credit; docs/protocol.md status 1"
)
def legal_basis_unwanted(request: Request, case: Case) -> Iterator[Place]:
    """Only a request for a time credit names a legal basis."""
    other_kind = _is_known_kind(request) and not asks_time_credit(request, case)
    if (other_kind or request.status == 1) and request.interruption:
        if request.interruption.raw("LegalBasis") is not None:
            yield request.interruption.at("LegalBasis")


@RULES.rule("90534-001", source=_SOURCE, when=(is_time_credit,))
def threshold_missing(request: Request, case: Case) -> Iterator[Place]:
    """A time credit tells the threshold, except one fifth for a worker of 55 or older at the start."""
    if not (asks_time_credit(request, case) and request.employer_part):
        return
    if request.threshold is None and not _is_outside_the_threshold(request):
        yield request.employer_part.at("InterruptionThresholdInformation")


def _is_outside_the_threshold(request: Request) -> bool:
    age = age_at_start(request)
    return request.regime == ONE_FIFTH and age is not None and age >= _AGE_WITHOUT_THRESHOLD


@RULES.rule("90534-005", source=_SOURCE, when=(has_threshold,))
def threshold_unwanted(request: Request, case: Case) -> Iterator[Place]:
    """Only a time credit tells the threshold."""
    if _is_known_kind(request) and not asks_time_credit(request, case) and request.threshold is not None:
        yield request.threshold.at()


@RULES.rule("01142-001", source="glossary LOIC001 2023/3, zone 01142", when=(has_threshold,))
def agreement_date_missing(request: Request, _case: Case) -> Iterator[Place]:
    """A threshold changed by agreement (2) tells the day of that agreement."""
    if request.threshold and request.threshold.text("AgreementDate") is None:
        if request.threshold.number("InterruptionWorkersThreshold") == _CHANGED_BY_AGREEMENT:
            yield request.threshold.at("AgreementDate")


@RULES.rule("01142-005", source="glossary LOIC001 2023/3, zone 01142", when=(has_threshold,))
def agreement_date_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """Only a threshold changed by agreement (2) tells the day of an agreement."""
    if request.threshold and request.threshold.raw("AgreementDate") is not None:
        if request.threshold.number("InterruptionWorkersThreshold") not in (None, _CHANGED_BY_AGREEMENT):
            yield request.threshold.at("AgreementDate")


@RULES.rule("01142-008", source="glossary LOIC001 2023/3, zone 01142", when=(has_threshold,))
def agreement_after_start(request: Request, _case: Case) -> Iterator[Place]:
    """The agreement does not lie after the start of the break."""
    day = request.threshold.day("AgreementDate") if request.threshold else None
    if request.threshold and day and request.start and day > request.start:
        yield request.threshold.at("AgreementDate")


@RULES.rule(
    "01141-500", source="glossary LOIC001 2023/3, zone 01141: 9 is a firm of at most ten workers", when=(has_threshold,)
)
def ten_workers_exceeded(request: Request, _case: Case) -> Iterator[Place]:
    """A firm of at most ten workers (9) has at most ten."""
    if request.threshold and (request.workers or 0) > _TINY:
        if request.threshold.number("InterruptionWorkersThreshold") == _AT_MOST_TEN:
            yield request.threshold.at("InterruptionWorkersThreshold")


@RULES.rule("01141-500", source="CLA 103 art. 16: five per cent, or as agreed; 11 to 19 workers: one may go",
            severity="NP", when=(has_threshold,))  # fmt: skip
def threshold_exceeded(request: Request, _case: Case) -> Iterator[Place]:
    """Not more workers are away at once than the law or an agreement lets, but for 55 or older on one fifth."""
    block = request.threshold
    if block is None or (request.workers or 0) < _SMALL or _is_outside_the_threshold(request):
        return
    if block.number("InterruptionWorkersThreshold") in _EXCEEDED:
        yield block.at("InterruptionWorkersThreshold")


@RULES.rule(
    "00096-008", source="glossary LOIC001 2023/3, zone 00096: 10 is for notices from 01/04/2017", when=(is_time_credit,)
)
def legal_basis_not_yet_there(request: Request, case: Case) -> Iterator[Place]:
    """Legal basis 10 (CLA 103ter) is for notices from 1 April 2017."""
    if asks_time_credit(request, case) and request.notice and request.interruption:
        if request.interruption.number("LegalBasis") == _BASIS_103TER and request.notice < _FIRST_NOTICE_103TER:
            yield request.interruption.at("LegalBasis")


# -- the motives -------------------------------------------------------------------------------------------


def _has_motive(request: Request, case: Case) -> bool:
    return family_of(request, case) == "time-credit"


@RULES.rule(
    "00911-493",
    source="CLA 103 art. 4: three months, six for one fifth, one for some motives",
    severity="NP",
    when=(has_motive,),
)
def time_credit_too_short(request: Request, case: Case) -> Iterator[Place]:
    """A time credit lasts three months, six for one fifth, one for palliative care or an ill relative.

    The rest of a right may be shorter.
    """
    if _has_motive(request, case) and answer(request, case, _REST_OF_THE_RIGHT) != YES:
        yield from ends_before(request, limit(case, _shortest(request)))


def _shortest(request: Request) -> str:
    if request.kind in (_PALLIATIVE, *_SERIOUSLY_ILL):
        return "time_credit_shortest_for_care"
    return "time_credit_shortest_fifth" if request.regime == ONE_FIFTH else "time_credit_shortest"


@RULES.rule("00911-494", source="CLA 103 art. 4: 51 months for care, 36 for training, 3 at once for an ill relative",
            severity="NP", when=(has_motive,))  # fmt: skip
def time_credit_too_long(request: Request, case: Case) -> Iterator[Place]:
    """A time credit does not last longer than its motive gives: calendar months, whatever the regime."""
    if not _has_motive(request, case):
        return
    if request.kind in _SERIOUSLY_ILL:
        yield from ends_after(request, limit(case, "time_credit_longest_ill"))
    elif request.kind == _TRAINING:
        yield from ends_after(request, limit(case, "time_credit_longest_training"))
    else:
        yield from ends_after(request, limit(case, "time_credit_longest_care"))


@RULES.rule(
    "00911-494",
    source="royal decree of 12/12/2001: the allowance for a child lasts 48 months, notices from 01/02/2023",
    since=date(2023, 2, 1),
    severity="W",
    when=(has_motive,),
)
def time_credit_longer_than_its_allowance(request: Request, case: Case) -> Iterator[Place]:
    """The allowance for a child under 8 lasts 48 months; the leave may last longer."""
    if request.kind == _CHILD and _has_motive(request, case) and not any(time_credit_too_long(request, case)):
        yield from ends_after(request, limit(case, "time_credit_paid_for_a_child"))


@RULES.rule("01225-008", source="CLA 103 art. 6: one fifth is a day a week, or another split for at most a year",
            severity="NP", when=(is_time_credit,))  # fmt: skip
def cycle_longer_than_a_year(request: Request, case: Case) -> Iterator[Place]:
    """A time credit by one fifth is spread over a year at most."""
    block = request.interruption
    if not asks_time_credit(request, case) or request.regime != ONE_FIFTH or block is None:
        return
    duration, most = block.number("Duration"), _CYCLES_OF_A_YEAR.get(block.number("TimeUnit") or 0)
    if duration is not None and most is not None and duration > most:
        yield block.at("Duration")


@RULES.rule(
    "01136-497",
    source="CLA 103 art. 5: full time before one fifth, three quarters before half",
    severity="NP",
    when=(has_motive,),
)
def worked_too_little_for_time_credit(request: Request, case: Case) -> Iterator[Place]:
    """For a time credit with motive, one fifth follows full time, half follows at least three quarters."""
    if _has_motive(request, case) and request.regime in (HALF, ONE_FIFTH):
        yield from works_less(request, case, WHOLE if request.regime == ONE_FIFTH else THREE_QUARTERS)


@RULES.rule("00048-008", source="royal decree of 12/12/2001: full time before half, for notices from 01/02/2023",
            since=date(2023, 2, 1), severity="W", when=(has_motive,))  # fmt: skip
def no_allowance_for_half(request: Request, case: Case) -> Iterator[Place]:
    """The allowance for a half time credit asks full time before; without it the leave has none."""
    if _has_motive(request, case) and request.regime == HALF and request.interruption:
        if any(works_less(request, case, WHOLE)):
            yield request.interruption.at("MeanWorkingHours")


@RULES.rule("01086-008", source="CLA 103 art. 12: three months, six in a firm of at most twenty; shorter by agreement",
            severity="W", when=(is_time_credit,))  # fmt: skip
def time_credit_told_too_late(request: Request, case: Case) -> Iterator[Place]:
    """A time credit is told three months before, six in a firm of at most twenty workers.

    After palliative leave two weeks are enough; both may agree on less.
    """
    if not asks_time_credit(request, case):
        return
    if request.kind == _PALLIATIVE:
        yield from told_late(request, days=limit(case, "time_credit_notice_palliative"))
    else:
        small = request.workers is not None and request.workers <= _SMALL
        name = "time_credit_notice_small_firm" if small else "time_credit_notice_large_firm"
        yield from told_late(request, months=limit(case, name))
