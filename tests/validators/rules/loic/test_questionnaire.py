"""The questionnaire: what is asked of every kind of break, and what the answers mean."""

import pytest
from declarations import Fact, every, is_silent, loic, names_of, part, put, reports, said, speaks, twice
from leaves import LAW, OPEN_DAY, asking, fact, good_answers, leave

from batch.lawbook import law_room
from batch.validators.rules.loic import questionnaire

CODE, LIST = "InterruptionQuestionCode", "Questionnaire"
CREDIT, CANCELLATION = loic(), loic(status=3)
LATER = {"notice": "2026-10-01", "start": "2027-01-01"}
PARENTAL = leave(**LATER)
CARE = leave("5001", 2, months=3, **LATER)
FLEMISH = leave("7001", months=3, sector="02", **LATER)


def second_question(code: str) -> str:
    return put(twice(CREDIT, "InterruptionQuestion"), f"InterruptionQuestion[2]/{CODE}", code)


def with_questions(text: str) -> str:
    """A cancellation that answers questions."""
    return text.replace('<LOIC001 xmlns="">', '<LOIC001 xmlns="">' + part(CREDIT, "EmployerInterruptionForm"))


FACTS = [
    Fact("question_twice", "Q001 and Q001", second_question("Q001"), f"01139-006 {CODE}", second_question("Q002")),
    fact("question_unknown", "Z999", asking(PARENTAL, {"Z999": 1}), f"01139-008 {CODE}", asking(PARENTAL)),
    fact("question_unknown", "release 20231 takes any code", asking(PARENTAL, {"Q001": 1}), f"01139-008 {CODE}",
         PARENTAL),
    fact("question_of_another_break", "T001 is of time credit", asking(PARENTAL, {"T001": 1}), f"01139-233 {CODE}",
         asking(PARENTAL)),
    fact("question_of_another_break", "P004 is of one tenth", asking(PARENTAL, {"P004": 1}), f"01139-233 {CODE}",
         asking(leave(regime=10, months=10, **LATER), {"P004": 1})),
    fact("question_of_another_break", "P003 is of the private and the local sector",
         asking(leave(sector="08", **LATER), {"P003": 1}), f"01139-233 {CODE}",
         asking(leave(sector="02", **LATER), {"P003": 1})),
    fact("second_question_after_a_no", "no reduced working time to keep", asking(PARENTAL, {"A001": 0, "A002": 1}),
         f"01139-233 {CODE}", asking(PARENTAL, {"A001": 1, "A002": 1})),
    fact("questionnaire_incomplete", "a condition is not answered", asking(PARENTAL, {"P001": None}),
         f"90532-498 {LIST}", asking(PARENTAL)),
    fact("questionnaire_incomplete", "reduced working time, kept or not", asking(PARENTAL, {"A001": 1}),
         f"90532-498 {LIST}", asking(PARENTAL, {"A001": 1, "A002": 0})),
    fact("questionnaire_incomplete", "release 20231 asks nothing", asking(PARENTAL, {"P001": None}),
         f"90532-498 {LIST}", PARENTAL),
    fact("questionnaire_unwanted", "a cancellation", with_questions(CANCELLATION),
         f"90531-005 EmployerInterruptionForm, 90532-005 {LIST}", CANCELLATION),
    fact("condition_not_met", "the child is too old", asking(PARENTAL, {"P002": 0}), f"01139-499 {CODE}",
         asking(PARENTAL, {"P002": 1})),
    fact("condition_not_met", "a category that is excluded",
         asking(leave("5001", 2, months=3, **LATER), {"T012": 1}), f"01139-499 {CODE}",
         asking(leave("5001", 2, months=3, **LATER), {"T012": 0})),
    fact("allowance_condition_not_met", "too little service", asking(CARE, {"T014": 0}), f"01139-499 {CODE}",
         asking(CARE, {"T014": 1})),
    fact("condition_that_blocks_not_met", "a Flemish authority", asking(FLEMISH, {"O001": 1}), f"01139-499 {CODE}",
         asking(FLEMISH, {"O001": 0})),
]  # fmt: skip


@every(FACTS)
def test_the_rule_speaks_at_its_place(fact: Fact) -> None:
    speaks(fact)


@every(FACTS)
def test_its_neighbour_is_not_spoken_of(fact: Fact) -> None:
    is_silent(fact)


def test_no_rule_goes_untested() -> None:
    assert {fact.rule for fact in FACTS} == set(names_of(questionnaire.RULES))


SECTORS = {"time-credit": "01", "career-end": "01", "ordinary": "02", "ordinary-end": "02"}
EXCLUDING = [
    (one.code, kind, family, regime, sector)
    for one in LAW.questions.values()
    if one.excludes is not None
    for kind, family in LAW.families.items()
    for regime in sorted(LAW.regimes(family, SECTORS.get(family, "01"), "contract") or ())
    for sector in sorted(one.sectors or {SECTORS.get(family, "01")})[:1]
    if one.belongs_to(kind, family, regime, sector)
]
"""Every question that can exclude, with each break that asks it."""


@pytest.mark.parametrize(("code", "kind", "family", "regime", "sector"), EXCLUDING, ids=str)
def test_every_answer_that_excludes_is_told_with_its_class(
    code: str, kind: str, family: str, regime: int, sector: str
) -> None:
    text = leave(kind, regime, months=6, sector=sector, INSS="64030991583", **LATER)
    asked = LAW.questions[code]
    found = reports(asking(text, {code: asked.excludes}), OPEN_DAY)
    told = [(report.error_id, report.severity) for report in found if report.error_id == "01139-499"]
    assert told == [("01139-499", asked.severity)]


@pytest.mark.parametrize("kind", sorted(LAW.families))
def test_good_answers_satisfy_every_kind(kind: str) -> None:
    family = LAW.families[kind]
    sector = SECTORS.get(family, "01")
    for regime in sorted(LAW.regimes(family, sector, "contract") or ()):
        text = asking(leave(kind, regime, months=1, sector=sector, INSS="64030991583", **LATER))
        assert not [error_id for error_id, _ in said(text, OPEN_DAY) if error_id.startswith(("01139", "90532"))]
        assert good_answers(text)


def test_the_words_of_every_question_are_in_four_languages() -> None:
    rows = (law_room() / "lists" / "interruption_questions.csv").read_text(encoding="utf-8").splitlines()
    assert len([row for row in rows if not row.startswith("#")]) == len(LAW.questions) + 1
