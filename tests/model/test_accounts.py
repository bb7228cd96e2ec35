"""User names and passwords: the rules of the access manual, and how a password is kept."""

from __future__ import annotations

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.errors import LawIncomplete
from batch.lawbook import account_texts
from batch.model.accounts import (
    ACCOUNT_FAULTS,
    NOBODY,
    SPECIAL,
    hash_password,
    is_password,
    name_faults,
    password_faults,
)

SALT = b"0123456789abcdef"


@pytest.mark.parametrize("name", ["a" * 8, "a" * 30, "01234567", "janssens1"])
def test_a_name_of_8_to_30_digits_and_small_letters_is_good(name: str) -> None:
    assert name_faults(name) == ()


@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("a" * 7, ("name-length",)),
        ("a" * 31, ("name-length",)),
        ("Janssens", ("name-signs",)),
        ("jan sens", ("name-signs",)),
        ("jan-sens", ("name-signs",)),
        ("françois", ("name-signs",)),
        ("٣٣٣٣٣٣٣٣", ("name-signs",)),
        ("", ("name-length",)),
        ("É", ("name-length", "name-signs")),
    ],
)
def test_a_bad_name_is_told_every_fault(name: str, faults: tuple[str, ...]) -> None:
    assert name_faults(name) == faults


@pytest.mark.parametrize(
    "password", ["Abcdefgh12", "abcdefgh;;", "abcdefgh1!", "a" * 13 + "12", "1234567890", SPECIAL[:15]]
)
def test_a_password_by_the_rules_is_good(password: str) -> None:
    assert password_faults(password) == ()


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        ("Abcdefg12", ("password-length",)),
        ("Abcdefghijklm123", ("password-length",)),
        ("Abcdefg 12", ("password-space",)),
        ("Abcdefg\t12", ("password-space",)),
        ("Abcdefghi1", ("password-plain",)),
        ("Abcdefghij", ("password-plain",)),
        ("Abcdefg1?", ("password-length", "password-signs", "password-plain")),
        ("Abcdéfgh12", ("password-signs",)),
        ("", ("password-length", "password-plain")),
    ],
)
def test_a_bad_password_is_told_every_fault(password: str, faults: tuple[str, ...]) -> None:
    assert password_faults(password) == faults


def test_the_seven_in_the_manuals_list_is_a_digit_and_the_list_is_complete() -> None:
    assert set(SPECIAL) == set(";=7./+*%><&@#(!{})_") - {"7"}
    assert password_faults("abcdefgh77") == ()


@given(st.text(string.ascii_letters + string.digits + SPECIAL, min_size=10, max_size=15))
def test_a_password_of_lawful_signs_lacks_two_that_are_no_letters_or_is_good(password: str) -> None:
    others = sum(not sign.isalpha() for sign in password)
    assert password_faults(password) == (() if others >= 2 else ("password-plain",))


def test_a_stored_password_says_neither_itself_nor_its_like() -> None:
    stored = hash_password("Geheim12ab", SALT)
    assert stored.split("$")[:4] == ["scrypt", "16384", "8", "1"]
    assert "Geheim12ab" not in stored
    assert stored != hash_password("Geheim12ab", SALT[::-1])
    assert is_password(stored, "Geheim12ab")
    assert not is_password(stored, "geheim12ab")
    with pytest.raises(ValueError, match="16 bytes"):
        hash_password("Geheim12ab", b"short")


@pytest.mark.parametrize(
    "stored", ["", "x", "scrypt$1$2$3", "scrypt$x$8$1$AAAA$AAAA", "scrypt$3$8$1$AAAA$AAAA", "plain$16384$8$1$AAAA$AAAA",
               "scrypt$16384$8$1$***$AAAA", "scrypt$1048576$8$1$AAAA$AAAA", "scrypt$16384$8$1$AAAA$"],
)  # fmt: skip
def test_what_is_not_of_our_form_fits_nothing(stored: str) -> None:
    assert not is_password(stored, "")


@settings(max_examples=5, deadline=None)
@given(st.text(max_size=20))
def test_nothing_fits_nobody_and_it_takes_as_long(password: str) -> None:
    stored = hash_password("Geheim12ab", SALT)
    began = time.perf_counter()
    assert not is_password(NOBODY, password)
    between = time.perf_counter()
    assert not is_password(stored, password + "x")
    assert (between - began) > (time.perf_counter() - between) / 10


def test_every_fault_has_a_text_in_four_languages() -> None:
    texts = account_texts()
    assert set(texts) == set(ACCOUNT_FAULTS)
    for title in texts.values():
        said = {title.fr, title.nl, title.de, title.en}
        assert len(said) == 4
        assert all(text.endswith((".", "_")) for text in said)
    for sign in SPECIAL:
        assert all(sign in text for text in (texts["password-signs"].fr, texts["password-signs"].de))


def test_a_fault_without_a_text_stops_the_program(tmp_path) -> None:
    with pytest.raises(LawIncomplete, match="account_texts"):
        account_texts(tmp_path)
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "account_texts.toml").write_text('[name-length]\nfr="a"\nnl="b"\nde="c"\nen="d"\n')
    with pytest.raises(LawIncomplete, match="name-signs"):
        account_texts(tmp_path)
