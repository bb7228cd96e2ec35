"""Every rule has its sentences, every sentence its rule; every detail of ours is told in four languages."""

from __future__ import annotations

import ast
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import batch
from batch.errors import LawIncomplete
from batch.lawbook import law_room, open_law
from batch.model.law import LANGUAGES, Language
from batch.switchboard import INBOUND
from batch.switchboard.message import Message
from batch.textbook import open_textbook
from batch.validators.rulebook import Rule

LAW, TEXTS = open_law(), open_textbook()
ROOM = Path(batch.__file__).parent
SWITCHES = {"social_action_known", "authority_in_own_block"}
"""Numbers that say yes or no and are no limit to tell."""
RULES = {rule.text_key: rule for message in INBOUND for rule in message.rules}
ASKED_BESIDE = {
    "loic.time_credit_longer_than_its_allowance": {
        "time_credit_longest_care", "time_credit_longest_ill", "time_credit_longest_training"
    },
    "twct.first_day_announced_too_soon": {"first_day_window_days"},
    "twct.no_work_week_before": {"longest_message_days"},
    "twct.suspension_too_long": {"longest_message_days"},
    "twct.white_collar_weeks_used_up": {"longest_message_days"},
}  # fmt: skip
"""Numbers by which a rule leaves a fault to another rule: they are told there."""
COUNTING = {"loic.more_than_a_career_gives": True, "loic.more_than_one_person_gives": False}
"""Rules on what a worker has used: whether they ask what a career gives, or what a child or a patient gives."""
OTHERS: tuple[Language, ...] = ("fr", "nl", "de")
NAMES = re.compile("ISO |docs/|schemas/")
"""Sources that are a name or a path, and no words to tell."""


@pytest.mark.parametrize("message", INBOUND, ids=lambda message: message.identification)
def test_every_rule_has_its_sentences_and_its_advice(message: Message) -> None:
    for rule in message.rules:
        assert rule.text_key in TEXTS.rules, rule.text_key
        said = {TEXTS.sentence(rule.text_key, rule.sentence, language) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES), said
        assert TEXTS.remedy(rule.text_key, rule.code) is not None, rule.text_key


def test_every_rule_of_a_worker_s_notification_has_its_sentences_and_its_advice() -> None:
    own = {key: rule for key, rule in RULES.items() if key.startswith(("notification.", "loic.notification_"))}
    assert len(own) > 20
    for key, rule in own.items():
        assert key in TEXTS.rules, key
        assert TEXTS.remedy(key, rule.code) is not None, key


def test_no_sentence_is_of_a_rule_that_does_not_exist() -> None:
    assert TEXTS.rules.keys() <= RULES.keys()


def test_a_rule_that_two_files_tell_stops_the_program(tmp_path: Path) -> None:
    shutil.copytree(law_room() / "glossary", tmp_path / "glossary")
    again = '[header.created_too_long_ago_or_in_the_future]\nfr = "Non."\nnl = "Neen."\nde = "Nein."\n'
    (tmp_path / "glossary/sentences/zz.toml").write_text(again, encoding="utf-8")
    with pytest.raises(LawIncomplete, match=r"zz\.toml: header\.created_too_long_ago_or_in_the_future stands twice"):
        open_textbook(tmp_path)


def test_every_sentence_ends_as_one_and_no_language_is_left_empty() -> None:
    for key, text in TEXTS.rules.items():
        advice = [text.remedy.in_(language) for language in LANGUAGES] if text.remedy else []
        for sentence in (*text.sentences.values(), *advice):
            assert re.fullmatch(r"\S.*[^. ]\.", sentence), f"{key}: {sentence}"
    for code, title in TEXTS.remedies.items():
        assert all(title.in_(language).endswith(".") for language in LANGUAGES), code


def test_french_puts_a_space_before_its_colons_and_semicolons_and_the_others_do_not() -> None:
    for key, text in TEXTS.rules.items():
        advice = [(language, text.remedy.in_(language)) for language in LANGUAGES] if text.remedy else []
        for language, sentence in (*text.sentences.items(), *advice):
            joined = re.search(r"\S[:;]" if language == "fr" else r"\s[:;]", sentence)
            assert joined is None, f"{key}: {sentence}"


def test_advice_of_a_code_is_of_a_code_of_annex_30() -> None:
    assert TEXTS.remedies.keys() <= LAW.code_titles.keys()


@cache
def names_in(module: str) -> dict[str, tuple[set[str], set[str]]]:
    """Each function and table at the top of a module: the numbers of the law it names, and the names it uses."""
    tree = ast.parse((ROOM / f"{module.removeprefix('batch.').replace('.', '/')}.py").read_text(encoding="utf-8"))
    found = {}
    for node in tree.body:
        names = [node.name] if isinstance(node, ast.FunctionDef) else []
        names += [one.id for one in node.targets if isinstance(one, ast.Name)] if isinstance(node, ast.Assign) else []
        inside = list(ast.walk(node))
        numbers = {str(one.value) for one in inside if isinstance(one, ast.Constant)} & LAW.parameters.keys()
        found |= {name: (numbers, {one.id for one in inside if isinstance(one, ast.Name)}) for name in names}
    return found


def numbers_read(rule: Rule[Any]) -> set[str]:
    """The numbers of the law that are named in a rule, or in what it calls beside it."""
    module = rule.check.__module__
    found, seen, left = set[str](), set[str](), [(module, rule.name)]
    while left:
        place, name = left.pop()
        numbers, used = names_in(place).get(name, (set(), set()))
        found |= numbers
        seen.add(name)
        for other in used - seen:
            home = getattr(getattr(sys.modules[place], other, None), "__module__", place)
            left.append((home if home.startswith("batch.validators.rules") else place, other))
    return found - SWITCHES


def numbers_counted(key: str) -> set[str]:
    """The numbers that the table of maxima names for a rule on what a worker has used."""
    if key not in COUNTING:
        return set()
    rows = [one for one in LAW.leaves.maxima if (one.per == "career") is COUNTING[key]]
    weeks = {"weeks_of_a_month"} if any(one.in_weeks for one in rows) else set()
    return {one.parameter for one in rows if one.parameter} | weeks | {"rest_days_of_a_month"}


@pytest.mark.parametrize("key", sorted(RULES))
def test_a_rule_names_the_numbers_that_it_reads(key: str) -> None:
    read = numbers_read(RULES[key]) | numbers_counted(key)
    assert read - set(TEXTS.rules[key].parameters) == ASKED_BESIDE.get(key, set())
    assert set(TEXTS.rules[key].parameters) <= read


def test_every_number_that_a_rule_may_read_is_named_by_one_and_told() -> None:
    named = {name for text in TEXTS.rules.values() for name in text.parameters}
    assert named == LAW.parameters.keys() - SWITCHES
    assert named == TEXTS.units.keys()


def sources() -> set[str]:
    """Where the rules and the numbers of the law come from, as the code and the data write it."""
    numbers = {step.source for dated in LAW.parameters.values() for step in dated.steps}
    return numbers | {rule.source for rule in RULES.values()}


@pytest.mark.parametrize("source", sorted(sources()))
def test_every_clause_of_a_source_is_told_in_every_language(source: str) -> None:
    assert TEXTS.source(source, "en") == source
    for clause in re.split("; |: ", source):
        whole = TEXTS.source(source, "de") != source and "(ours: " in source
        assert whole or NAMES.match(clause) or TEXTS.source(clause, "de") != clause, clause


def test_no_words_for_a_source_are_of_none() -> None:
    for title in TEXTS.sources:
        alone = replace(TEXTS, sources=(title,))
        assert any(alone.source(source, language) != source for source in sources() for language in OTHERS) or (
            NAMES.match(title.en)
        ), title.en


def test_a_source_is_told_clause_by_clause_with_its_days_and_lists_as_the_language_writes_them() -> None:
    source = "glossary X 1, zones 00910 and 00911; royal decree of 29/10/1997 art. 6: seven days"
    assert TEXTS.source(source, "de") == (
        "Glossar X 1, Zonen 00910 und 00911; Königlicher Erlass vom 29.10.1997, Art. 6: sieben Tage"
    )
    assert TEXTS.source(source, "fr") == (
        "glossaire X 1, zones 00910 et 00911 ; arrêté royal du 29/10/1997, art. 6 : sept jours"
    )
    assert TEXTS.source("a source of nowhere", "nl") == "a source of nowhere"


def details() -> Iterator[str]:
    """Every detail that is written out where ``check`` may meet it, with 7 for what is filled in."""
    for path in (*ROOM.glob("parsers/*.py"), *ROOM.glob("pipeline/*.py"), ROOM / "check.py"):
        for call in (
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        ):
            if ast.unparse(call.func) in ("FileFault", "self._refuse") and len(call.args) > 1:
                detail = call.args[1]
                for part in detail.values if isinstance(detail, ast.BoolOp) else (detail,):
                    if isinstance(part, ast.Constant) and part.value:
                        yield str(part.value)
                    elif isinstance(part, ast.JoinedStr):
                        yield "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in part.values)


def test_every_detail_written_out_is_told_in_every_language() -> None:
    found = set(details())
    assert len(found) > 10
    for detail in found:
        for language in OTHERS:
            assert TEXTS.detail(detail, language) != detail, detail


def test_a_detail_keeps_what_was_found_and_what_is_no_sentence_stays() -> None:
    assert TEXTS.detail("12 forms in 90 bytes, at least 50 each", "de") == (
        "12 Formulare in 90 Bytes, mindestens 50 Bytes je Formular"
    )
    assert TEXTS.detail("Opening and ending tag mismatch", "nl") == "Opening and ending tag mismatch"
    assert TEXTS.detail("the file is empty", "en") == "the file is empty"
