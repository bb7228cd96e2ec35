"""A rule and what it may say of itself."""

from collections.abc import Iterator
from datetime import date

import pytest
from declarations import TODAY

from batch.lawbook import open_law
from batch.model.findings import Finding
from batch.model.forms import Block, Place
from batch.validators.rulebook import Case, Rulebook, in_force, judge

FORM = Block("Form")
CASE = Case(open_law(), TODAY, TODAY)


def book(**words: object) -> Rulebook[Block]:
    rules: Rulebook[Block] = Rulebook()

    @rules.rule("00199-270", source="a test", **words)
    def always(form: Block, _case: Case) -> Iterator[Place]:
        """It always speaks.

        And says why, below its sentence.
        """
        yield form.at("Street")

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
