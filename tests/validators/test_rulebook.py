"""A rule and what it may say of itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from declarations import TODAY

from batch.lawbook import open_law
from batch.model.findings import Finding
from batch.model.forms import Block, Place
from batch.validators.rulebook import Case, Rulebook, Selection, in_force, judge


@dataclass
class Formed:
    """The least that a declaration is."""

    form: Block


FORM = Formed(Block("Form"))
CASE = Case(open_law(), TODAY, TODAY)


def book(**words: object) -> Rulebook[Formed]:
    rules: Rulebook[Formed] = Rulebook()

    @rules.rule("00199-270", source="a test", **words)
    def always(declaration: Formed, _case: Case) -> Iterator[Place]:
        """It always speaks.

        And says why, below its sentence.
        """
        yield declaration.form.at("Street")

    return rules


def test_a_rule_is_named_after_its_fault_and_tells_its_first_line() -> None:
    (rule,) = book()
    assert (rule.name, rule.sentence, rule.error_id) == ("always", "It always speaks.", "00199-270")


@pytest.mark.parametrize("severity", [None, "W", "NP"])
def test_a_finding_carries_the_class_of_its_rule(severity: str | None) -> None:
    assert judge(book(severity=severity), FORM, CASE) == [Finding("00199", "270", (("Street", 1),), severity)]


@pytest.mark.parametrize(("day", "holds"), [("2026-03-08", 0), ("2026-03-09", 1), ("2026-03-31", 1), ("2026-04-01", 0)])
def test_a_rule_holds_from_its_first_day_to_its_last(day: str, holds: int) -> None:
    dated = book(since=date(2026, 3, 9), until=date(2026, 3, 31))
    assert len(in_force(dated, date.fromisoformat(day), "20231")) == holds


@pytest.mark.parametrize(("release", "judged"), [("20231", 0), ("20264", 1), ("20271", 1)])
def test_a_rule_judges_forms_from_its_first_release_on(release: str, judged: int) -> None:
    assert len(in_force(book(first_release="20264"), TODAY, release)) == judged


# -- circumstances ------------------------------------------------------------------------------------------------


def holds(_declaration: Formed, _case: Case) -> bool:
    return True


def fails(_declaration: Formed, _case: Case) -> bool:
    return False


@pytest.mark.parametrize(
    ("of_the_book", "of_the_rule", "speaks"),
    [((), (), 1), ((holds,), (), 1), ((), (holds,), 1), ((holds,), (fails,), 0), ((fails,), (holds,), 0)],
)
def test_a_rule_speaks_only_in_all_its_circumstances(of_the_book: tuple, of_the_rule: tuple, speaks: int) -> None:
    rules: Rulebook[Formed] = Rulebook(*of_the_book)

    @rules.rule("00199-270", source="a test", when=of_the_rule)
    def always(declaration: Formed, _case: Case) -> Iterator[Place]:
        """It always speaks."""
        yield declaration.form.at("Street")

    assert len(judge(rules, FORM, CASE)) == speaks


def test_circumstances_are_asked_anew_for_every_declaration() -> None:
    rules: Rulebook[Formed] = Rulebook(lambda declaration, _case: declaration.form.tag == "Form")

    @rules.rule("00199-270", source="a test")
    def always(declaration: Formed, _case: Case) -> Iterator[Place]:
        """It always speaks."""
        yield declaration.form.at("Street")

    selection, other = Selection(rules), Formed(Block("Other"))
    assert [len(selection.judge(one, CASE)) for one in (FORM, other, FORM)] == [1, 0, 1]


def test_a_place_is_told_by_the_steps_from_its_form() -> None:
    form, first, second, inner = (Block(tag) for tag in ("Form", "Worker", "Worker", "Period"))
    form.blocks["Worker"], second.blocks["Period"] = [first, second], [inner]
    paths = form.paths()
    assert [place.path(paths) for place in (form.at(), first.at("INSS", 2), inner.at("Day"))] == [
        (),
        (("Worker", 1), ("INSS", 2)),
        (("Worker", 2), ("Period", 1), ("Day", 1)),
    ]
