"""The questionnaire (blocks 90532 and 90533): which questions a break asks, and what the answers mean.

Its content is known from release 20264 on; an older release may carry any code.
"""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Block, Place
from batch.model.leave import NO, YES, Question
from batch.model.loic import Request
from batch.validators.rulebook import Case, Rulebook
from batch.validators.rules.loic.circumstances import has_questions, is_cancellation, is_known_leave
from batch.validators.rules.loic.kinds import ASKING, answer, family_of

RULES: Rulebook[Request] = Rulebook()
_OURS = "annex LOIC001_3 is not in the record: list of ours, replaceable; from release 20264 on"
_CANCELLATION = 3
_REDUCED_TIME, _KEEPS_REDUCED_TIME = "A001", "A002"


@RULES.rule("01139-006", source="glossary LOIC001 2023/3, zone 01139", when=(has_questions,))
def question_twice(request: Request, _case: Case) -> Iterator[Place]:
    """A question stands once in the questionnaire."""
    seen: set[str] = set()
    for question in request.questions():
        code = question.text("InterruptionQuestionCode")
        if code is not None:
            if code in seen:
                yield question.at("InterruptionQuestionCode")
            seen.add(code)


@RULES.rule("01139-008", source=_OURS, first_release=ASKING, when=(has_questions,))
def question_unknown(request: Request, case: Case) -> Iterator[Place]:
    """The question stands in the list."""
    for question in request.questions():
        code = question.text("InterruptionQuestionCode")
        if code and code not in case.law.leaves.questions:
            yield question.at("InterruptionQuestionCode")


@RULES.rule(
    "01139-233",
    source=_OURS,
    first_release=ASKING,
    when=(has_questions, is_known_leave),
)
def question_of_another_break(request: Request, case: Case) -> Iterator[Place]:
    """The question is one that such a break asks."""
    family = family_of(request, case)
    for question in request.questions() if family else ():
        known = case.law.leaves.questions.get(question.text("InterruptionQuestionCode") or "")
        if known and not known.belongs_to(request.kind, family, request.regime, request.sector):
            yield question.at("InterruptionQuestionCode")


@RULES.rule(
    "01139-233",
    source="employer manual: the second question follows a yes to the first",
    first_release=ASKING,
    when=(has_questions,),
)
def second_question_after_a_no(request: Request, case: Case) -> Iterator[Place]:
    """Whether reduced working time is kept is told only where there is such a scheme."""
    if answer(request, case, _REDUCED_TIME) == NO:
        for question in request.questions():
            if question.text("InterruptionQuestionCode") == _KEEPS_REDUCED_TIME:
                yield question.at("InterruptionQuestionCode")


@RULES.rule("90532-498", source=_OURS, first_release=ASKING, when=(is_known_leave,))
def questionnaire_incomplete(request: Request, case: Case) -> Iterator[Place]:
    """Every question that such a break has to answer is answered."""
    family = family_of(request, case)
    questionnaire = request.employer_part.first("Questionnaire") if request.employer_part else None
    if questionnaire is None or not family:
        return
    told = {question.text("InterruptionQuestionCode") for question in request.questions()}
    asked = [
        one.code
        for one in case.law.leaves.questions.values()
        if one.mandatory and one.belongs_to(request.kind, family, request.regime, request.sector)
    ]
    if answer(request, case, _REDUCED_TIME) == YES:
        asked.append(_KEEPS_REDUCED_TIME)
    if not told.issuperset(asked):
        yield questionnaire.at()


@RULES.rule("90532-005", source="docs/protocol.md: a cancellation asks nothing (ours)", when=(is_cancellation,))
def questionnaire_unwanted(request: Request, _case: Case) -> Iterator[Place]:
    """A cancellation answers no questions."""
    if request.status == _CANCELLATION and request.employer_part:
        for block in request.employer_part.every("Questionnaire"):
            yield block.at()


def _answers_against(request: Request, case: Case) -> bool:
    """A request for a known break with the answer to some question that excludes it."""
    return family_of(request, case) != "" and any(True for _ in _answered_against(request, case))


def _answered_against(request: Request, case: Case) -> Iterator[tuple[Block, Question]]:
    for question in request.questions():
        known = case.law.leaves.questions.get(question.text("InterruptionQuestionCode") or "")
        if known is not None and known.excludes is not None:
            if question.number("InterruptionQuestionAnswer") == known.excludes:
                yield question, known


@RULES.rule("01139-499", source=_OURS, severity="NP", first_release=ASKING, when=(_answers_against,))
def condition_not_met(request: Request, case: Case) -> Iterator[Place]:
    """No answer tells that a condition of the break is not met."""
    yield from _excluding(request, case, "NP")


@RULES.rule("01139-499", source=_OURS, severity="W", first_release=ASKING, when=(_answers_against,))
def allowance_condition_not_met(request: Request, case: Case) -> Iterator[Place]:
    """No answer tells that the break has no allowance."""
    yield from _excluding(request, case, "W")


@RULES.rule("01139-499", source=_OURS, first_release=ASKING, when=(_answers_against,))
def condition_that_blocks_not_met(request: Request, case: Case) -> Iterator[Place]:
    """No answer tells that the break does not exist for such an employer."""
    yield from _excluding(request, case, "B")


def _excluding(request: Request, case: Case, severity: str) -> Iterator[Place]:
    family = family_of(request, case)
    for question, known in _answered_against(request, case) if family else ():
        asked = known.belongs_to(request.kind, family, request.regime, request.sector)
        if known.severity == severity and asked and _starts_in_time(request, known):
            yield question.at("InterruptionQuestionCode")


def _starts_in_time(request: Request, question: Question) -> bool:
    return request.start is not None and request.start >= question.starts_from
