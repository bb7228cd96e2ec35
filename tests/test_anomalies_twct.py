"""Every official anomaly of TWCT001 is shown by a declaration that gets it beside one that does not, or says why not.

``python tests/test_anomalies_twct.py --write`` writes the table of them all, ``docs/anomalies-twct.md``.
What a rule says is shown by the rows of ``FACTS``; what the structure says, by the tests of the walk.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "support"))  # pytest does so itself; here for --write
sys.path.append(str(Path(__file__).parent / "schemas"))
sys.path.append(str(Path(__file__).parent / "validators" / "rules"))
sys.path.append(str(Path(__file__).parent / "validators" / "rules" / "twct"))

from declarations import Fact

from batch import switchboard
from batch.lawbook import open_law

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "anomalies-twct.md"
LAW = open_law()
RELEASE = LAW.release("TWCT001", "20231")
OFFICIAL = sorted(one.error_id for one in RELEASE.anomalies.values() if not one.ours)
SENTENCES = {rule.name: rule.sentence for rule in switchboard.TWCT.rules}


def modules() -> list[str]:
    """The test files whose tables are of temporary unemployment."""
    rules = ROOT / "tests" / "validators" / "rules"
    return ["test_header", "test_references", *sorted(path.stem for path in (rules / "twct").glob("test_*.py"))]


@cache
def shown() -> dict[str, list[tuple[str, Fact]]]:
    """The rows of all tables by the anomaly that their rule gives."""
    by_rule = {rule.name: rule.error_id for rule in switchboard.TWCT.rules}
    found: dict[str, list[tuple[str, Fact]]] = {}
    for name in modules():
        for fact in getattr(import_module(name), "FACTS", ()):
            if fact.rule in by_rule and "<TWCT001" in fact.faulty:
                found.setdefault(by_rule[fact.rule], []).append((name, fact))
    return found


@cache
def walked() -> frozenset[str]:
    """What the structure alone can say."""
    law_test = import_module("test_law_is_complete")
    return frozenset(law_test.walk_says(RELEASE, RELEASE.anomalies))


def open_ones() -> dict[str, str]:
    return dict(import_module("test_law_is_complete").OPEN["TWCT001"])


@pytest.mark.parametrize("error_id", OFFICIAL)
def test_an_official_anomaly_is_shown_or_open_with_a_reason(error_id: str) -> None:
    told = error_id in shown() or error_id in walked()
    assert told != (error_id in open_ones())


def test_every_rule_of_an_official_anomaly_is_shown() -> None:
    ruled = {rule.error_id for rule in switchboard.TWCT.rules}
    assert sorted(one for one in OFFICIAL if one in ruled and one not in shown()) == []


def test_the_page_is_the_one_that_the_tables_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


# -- the page ----------------------------------------------------------------------------------------------


def page() -> str:
    rows = [row for error_id in OFFICIAL for row in _rows(error_id)]
    count = {kind: sum(_kind(one) == kind for one in OFFICIAL) for kind in ("rule", "structure", "open")}
    return "\n".join([
        "# The anomalies of TWCT001",
        "",
        f"All {len(OFFICIAL)} of the glossary: a rule says {count['rule']}, the structure {count['structure']}.",
        f"{count['open']} are not said.",
        "Written by `python tests/test_anomalies_twct.py --write`; the rows of a rule are tests: a declaration",
        "that gets the anomaly, beside a neighbour that does not.",
        "",
        "| anomaly | class | of | what is wrong | shown by |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ])  # fmt: skip


def _kind(error_id: str) -> str:
    return "rule" if error_id in shown() else "structure" if error_id in walked() else "open"


def _rows(error_id: str) -> Iterator[str]:
    anomaly = RELEASE.anomalies[error_id]
    what = RELEASE.blocks[anomaly.number].tag if anomaly.number in RELEASE.blocks else RELEASE.zones[anomaly.number].tag
    start = f"| {error_id} | {anomaly.severity} | {what} |"
    label = LAW.code_titles[anomaly.code].en
    if _kind(error_id) == "open":
        yield f"{start} {label} | not said: {open_ones()[error_id]} |"
    elif _kind(error_id) == "structure":
        yield f"{start} {label} | `tests/validators/test_walk.py`, `test_zones.py` |"
    for name, fact in _first_of_each_rule(error_id):
        more = sum(other.rule == fact.rule for _, other in shown()[error_id]) - 1
        also = f", and {more} more" if more else ""
        yield f"{start} {SENTENCES[fact.rule]} | `{name}`: {fact.fact}{also} |"


def _first_of_each_rule(error_id: str) -> list[tuple[str, Fact]]:
    first: dict[str, tuple[str, Fact]] = {}
    for name, fact in shown().get(error_id, ()):
        first.setdefault(fact.rule, (name, fact))
    return list(first.values())


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(OFFICIAL)} anomalies")
