"""Every rule has its sentences, every sentence its rule; every detail of ours is told in four languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import batch
from batch.lawbook import open_law
from batch.model.law import LANGUAGES, Language
from batch.switchboard import INBOUND, Message
from batch.textbook import open_textbook

LAW, TEXTS = open_law(), open_textbook()
ROOM = Path(batch.__file__).parent
TRANSLATED = [message for message in INBOUND if message.identification in ("TWCT001", "VBLV001", "DECI001")]
SWITCHES = {"social_action_known"}
"""Numbers that say yes or no and are no limit to tell."""
RULES = {rule.text_key: rule for message in INBOUND for rule in message.rules}


@pytest.mark.parametrize("message", TRANSLATED, ids=lambda message: message.identification)
def test_every_rule_has_its_sentences_and_its_advice(message: Message) -> None:
    for rule in message.rules:
        assert rule.text_key in TEXTS.rules, rule.text_key
        said = {TEXTS.sentence(rule.text_key, rule.sentence, language) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES), said
        assert TEXTS.remedy(rule.text_key, rule.code) is not None, rule.text_key


def test_no_sentence_is_of_a_rule_that_does_not_exist() -> None:
    assert TEXTS.rules.keys() <= RULES.keys()


def test_every_sentence_ends_as_one_and_no_language_is_left_empty() -> None:
    for key, text in TEXTS.rules.items():
        advice = [text.remedy.in_(language) for language in LANGUAGES] if text.remedy else []
        for sentence in (*text.sentences.values(), *advice):
            assert re.fullmatch(r"\S.*[^. ]\.", sentence), f"{key}: {sentence}"
    for code, title in TEXTS.remedies.items():
        assert all(title.in_(language).endswith(".") for language in LANGUAGES), code


def test_french_puts_a_space_before_its_colons_and_semicolons_and_the_others_do_not() -> None:
    for key, text in TEXTS.rules.items():
        for language, sentence in text.sentences.items():
            joined = re.search(r"\S[:;]" if language == "fr" else r"\s[:;]", sentence)
            assert joined is None, f"{key}: {sentence}"


def test_advice_of_a_code_is_of_a_code_of_annex_30() -> None:
    assert TEXTS.remedies.keys() <= LAW.code_titles.keys()


def test_the_numbers_that_rules_of_temporary_unemployment_read_are_named_and_told() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOM / "validators/rules/twct").glob("*.py"))
    read = {name for name in LAW.parameters if f'"{name}"' in written}
    named = {name for text in TEXTS.rules.values() for name in text.parameters}
    assert read - SWITCHES <= named <= LAW.parameters.keys()
    assert named <= TEXTS.units.keys()
    assert {step.source for name in named for step in LAW.parameters[name].steps} <= TEXTS.sources.keys()


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
    languages: tuple[Language, ...] = ("fr", "nl", "de")
    for detail in found:
        for language in languages:
            assert TEXTS.detail(detail, language) != detail, detail


def test_a_detail_keeps_what_was_found_and_what_is_no_sentence_stays() -> None:
    assert TEXTS.detail("12 forms in 90 bytes, at least 50 each", "de") == (
        "12 Formulare in 90 Bytes, mindestens 50 Bytes je Formular"
    )
    assert TEXTS.detail("Opening and ending tag mismatch", "nl") == "Opening and ending tag mismatch"
    assert TEXTS.detail("the file is empty", "en") == "the file is empty"
