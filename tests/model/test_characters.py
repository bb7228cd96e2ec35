"""What annex 24 says of the characters of names, and what it leaves open."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch.lawbook import open_law
from batch.model.characters import folded

READ_AS = open_law().read_as


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Liège", "LIEGE"),
        ("Ôreye", "OREYE"),
        ("'s-Gravenvoeren", "'S-GRAVENVOEREN"),
        ("Sint-Truiden 3", "SINT-TRUIDEN 3"),
    ],
)
def test_accents_and_lower_case_are_read_as_capitals_and_signs_stay(text, read):
    assert folded(text, READ_AS) == read


def test_every_character_is_read_as_the_annex_says():
    for point, read in READ_AS.items():
        assert folded(chr(point), READ_AS) == read, chr(point)
        assert not chr(point).isalpha() or read in string.ascii_uppercase, chr(point)


def test_the_punctuation_of_the_annex_stays_as_it_is():
    for sign in "#%()*+,./:=?@\\{|}' -":
        assert READ_AS[ord(sign)] == sign


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_folding_twice_is_folding_once(text):
    once = folded(text, READ_AS)
    assert folded(once, READ_AS) == once


@given(st.text(alphabet="àâäéèêëîïôöùûüçñ"))
def test_one_letter_or_letter_and_accent_are_read_alike(text):
    assert folded(unicodedata.normalize("NFD", text), READ_AS) == folded(text, READ_AS)
