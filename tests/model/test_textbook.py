"""A sentence falls back on English, advice on that of the code."""

from __future__ import annotations

from batch.model.law import Title
from batch.model.textbook import RuleText, Textbook

OWN = Title(fr="propre", nl="eigen", de="eigen", en="own")
CODE = Title(fr="code", nl="code", de="Code", en="code")
TEXTS = Textbook(
    rules={
        "room.advised": RuleText({"fr": "oui", "nl": "ja", "de": "ja"}, OWN, ()),
        "room.plain": RuleText({"fr": "oui", "nl": "ja", "de": "ja"}, None, ()),
    },
    remedies={"001": CODE},
    units={},
    sources=(Title(fr="loi", nl="wet", de="Gesetz", en="law"),),
    details=(Title(fr="{count} (fichiers)", nl="{count}", de="{count}", en="{count} (files)"),),
)


def test_a_sentence_that_is_not_translated_is_told_in_english() -> None:
    assert TEXTS.sentence("room.plain", "yes", "nl") == "ja"
    assert TEXTS.sentence("room.plain", "yes", "en") == "yes"
    assert TEXTS.sentence("room.unknown", "yes", "nl") == "yes"


def test_advice_of_the_rule_wins_over_that_of_its_code() -> None:
    assert TEXTS.remedy("room.advised", "001") is OWN
    assert TEXTS.remedy("room.plain", "001") is CODE
    assert TEXTS.remedy("room.plain", "002") is None


def test_a_source_that_is_not_translated_is_told_in_english() -> None:
    assert [TEXTS.source(one, "de") for one in ("law", "decree")] == ["Gesetz", "decree"]


def test_a_detail_is_found_by_its_english_sentence_whatever_its_signs() -> None:
    assert TEXTS.detail("3 (files)", "fr") == "3 (fichiers)"
    assert TEXTS.detail("3 files", "fr") == "3 files"
