"""One example of every official anomaly, with a neighbour: chosen from the tables of the tests, and their files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from itertools import product
from pathlib import Path
from types import ModuleType

import book_anomalies
import communication_anomalies
import leave_anomalies
from circumstances import needs_nothing
from declarations import OFFLINE, TODAY, WHOLE, Fact, opens, put, reports, told
from single_faults import Case

from batch import switchboard
from batch.lawbook import open_law
from batch.model.findings import Report

ROOT = Path(__file__).parents[2]
RELEASE = "20231"
LAW = open_law()
MESSAGES = ("TWCT001", "VBLV001", "LOIC001")
_FOLDERS = {"TWCT001": "twct", "VBLV001": "vblv", "LOIC001": "loic"}
_CASES = {
    "TWCT001": communication_anomalies.CASES,
    "VBLV001": [*book_anomalies.CASES, *book_anomalies.AUTHORITY_CASES],
    "LOIC001": leave_anomalies.CASES,
}
_OF_THE_FILE = {"TWCT001": {"90059-001": "157"}, "VBLV001": {"90059-001": "157"}}
"""A file without a form: there is no form of which its absence could be told."""
BESIDE_ANOTHER = {"90532-005": ("90531-005",)}
"""What never comes alone: a questionnaire that may not be there stands in a block that may not be there either."""
_WHOLES = {
    "TWCT001": communication_anomalies.WHOLES,
    "VBLV001": book_anomalies.WHOLES,
    "LOIC001": leave_anomalies.WHOLES,
}


@dataclass(frozen=True)
class Example:
    """What shows one anomaly."""

    error_id: str
    tag: str
    severity: str
    fact: Fact
    file_code: str = ""
    """The code of the whole file that is told in its place."""

    @property
    def file(self) -> str:
        return f"{self.error_id}.xml"

    @property
    def beside(self) -> tuple[str, ...]:
        """The anomalies without which this one never comes."""
        return BESIDE_ANOTHER.get(self.error_id, ())


# -- what may show an anomaly --------------------------------------------------------------------------------


@cache
def candidates(message: str) -> dict[str, list[Fact]]:
    """All declarations of the tables that get one anomaly alone, by anomaly; those of the structure first."""
    found: dict[str, list[Fact]] = {}
    for case in _CASES[message]:
        found.setdefault(case.error_id, []).append(_fact_of(case))
    ruled = {(rule.name, rule.error_id) for rule in switchboard.BY_IDENTIFICATION[message].rules}
    for fact in _facts(message):
        error_id = _shown(fact)
        if (fact.rule, error_id) in ruled:
            found.setdefault(error_id, []).append(fact)
    return found


def _shown(fact: Fact) -> str:
    """The anomaly that a row shows with no other than has to be beside it; empty when it shows more."""
    every = sorted(error_id for error_id, _ in told(fact.says))
    return next((one for one in every if every == sorted((one, *BESIDE_ANOTHER.get(one, ())))), "")


def _fact_of(case: Case) -> Fact:
    return Fact("", case.fact, case.text, f"{case.error_id} {case.tag}", case.neighbour, day=case.day)


def _facts(message: str) -> Iterator[Fact]:
    rules = ROOT / "tests" / "validators" / "rules"
    for path in (*sorted(rules.glob("test_*.py")), *sorted((rules / _FOLDERS[message]).glob("test_*.py"))):
        yield from (fact for fact in table(path) if f"<{message}" in fact.faulty)


@cache
def table(path: Path) -> tuple[Fact, ...]:
    """The rows of a test file."""
    return tuple(getattr(_module(path), "FACTS", ()))


def _module(path: Path) -> ModuleType:
    """A test file; files of two messages may have one name."""
    name = f"{path.parent.name}_{path.stem}"
    spec = spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


# -- the one that does ---------------------------------------------------------------------------------------


@cache
def examples(message: str) -> dict[str, Example]:
    """The plainest example of each anomaly: one that needs nothing beside the file, if there is one."""
    found = {error_id: _example(message, error_id) for error_id in official(message)}
    return {error_id: one for error_id, one in found.items() if one is not None}


def _example(message: str, error_id: str) -> Example | None:
    if error_id in _OF_THE_FILE.get(message, {}):
        whole = next(iter(_WHOLES[message].values())).text
        fact = Fact("", "a file without a form", put(whole, "Form", None), "", whole)
        severity = LAW.release(message, RELEASE).anomalies[error_id].severity
        return Example(error_id, "Form", severity, fact, _OF_THE_FILE[message][error_id])
    variants = [one for fact in candidates(message).get(error_id, ()) for one in _variants(fact)]
    variants.sort(key=lambda one: _plainness(message, one))
    return next((_of(error_id, one) for one in variants if _is_exact(one, error_id)), None)


def _of(error_id: str, fact: Fact) -> Example:
    ((tag, severity),) = [rest for one, *rest in judged(fact) if one == error_id]
    return Example(error_id, tag, severity, fact)


@cache
def open_ones(message: str) -> Mapping[str, str]:
    """Official anomalies that nothing says yet, and why."""
    table: Mapping[str, Mapping[str, str]] = _module(ROOT / "tests" / "schemas" / "test_law_is_complete.py").OPEN
    return table.get(message, {})


@cache
def official(message: str) -> tuple[str, ...]:
    """Every anomaly that the glossary of a message lists."""
    return tuple(sorted(one.error_id for one in LAW.release(message, RELEASE).anomalies.values() if not one.ours))


def _variants(fact: Fact) -> Iterator[Fact]:
    """The row as it stands, and with less: a day on which the release is accepted, nothing known beside the file."""
    bare = {"stored": None, "neighbour_stored": None, "known": OFFLINE, "neighbour_known": None}
    opening = _opening(fact.faulty)
    first = {"day": max(fact.day, opening), "neighbour_day": fact.neighbour_day and max(fact.neighbour_day, opening)}
    for beside, days in product((bare, {}), ({"day": TODAY, "neighbour_day": None}, first, {})):
        yield replace(fact, **beside, **days)


def _plainness(message: str, fact: Fact) -> tuple[bool, ...]:
    return (
        bool(fact.neighbour_says),
        is_too_early(fact),
        not needs_nothing(fact),
        (fact.rule, _shown(fact)) in _milder(message),
        fact.day != TODAY,
    )


@cache
def _opening(text: str) -> date:
    return opens(text.encode())


def is_too_early(fact: Fact) -> bool:
    """Whether the day lies before the release is accepted, so that ``check`` refuses the file."""
    return min(fact.day, fact.neighbour_day or fact.day) < _opening(fact.faulty)


@cache
def _milder(message: str) -> frozenset[tuple[str, str]]:
    """Rules that tell their anomaly with a milder class than the glossary, by name and anomaly."""
    rules = switchboard.BY_IDENTIFICATION[message].rules
    return frozenset((rule.name, rule.error_id) for rule in rules if rule.severity)


def _is_exact(fact: Fact, error_id: str) -> bool:
    """Whether the example gets what its row says and nothing else, and the neighbour not that anomaly."""
    if [(one, tag) for one, tag, _ in judged(fact)] != told(fact.says):
        return False
    return error_id not in {one for one, *_ in judged(fact.beside())}


def judged(fact: Fact) -> list[tuple[str, str, str]]:
    """Every anomaly of the faulty one, its element and its class.

    A text of which the day is all that is known is judged once: many share it.
    """
    found = _judged_alone(fact.faulty, fact.day) if needs_nothing(fact) else fact.reports()
    return sorted((one.error_id, one.tag, one.severity) for one in found)


@cache
def _judged_alone(text: str, day: date) -> tuple[Report, ...]:
    return reports(text, day)


# -- files ---------------------------------------------------------------------------------------------------


@cache
def files(message: str) -> dict[str, bytes]:
    """The content of every example file, by name: each anomaly's own, and the neighbours they share."""
    found = {one.file: one.fact.faulty.encode() for one in examples(message).values()}
    return found | {name: text.encode() for text, name in _neighbours(message).items()}


def neighbour_file(message: str, example: Example) -> str:
    """The file of the neighbour: the example's own when only what is known beside it differs."""
    is_same = example.fact.neighbour == example.fact.faulty
    return example.file if is_same else _neighbours(message)[example.fact.neighbour]


@cache
def _neighbours(message: str) -> dict[str, str]:
    """The name of the file of each neighbour, by its text: one file, however many anomalies it is beside."""
    found: dict[str, str] = {}
    for error_id, one in examples(message).items():
        text = one.fact.neighbour
        if text != one.fact.faulty:
            found.setdefault(text, f"neighbour-{_named(message).get(text, f'of-{error_id}')}.xml")
    return found


@cache
def _named(message: str) -> Mapping[str, str]:
    """The names of declarations without fault, by their text."""
    start = f"{message} "
    plain = {text: name.removeprefix(start).replace(" ", "-") for name, text in WHOLE.items() if name.startswith(start)}
    if message in WHOLE:
        plain[WHOLE[message]] = "plain"
    return {whole.text: f"full-{name}" for name, whole in _WHOLES[message].items()} | plain
