"""Check digits, against python-stdnum where it knows the number and against samples where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.be import bis, nn, vat

from batch.validators.numbers import enterprise, niss, onss, ppl

calm = settings(deadline=None, derandomize=True, max_examples=500)


def eleven(nine: int, *, late: bool) -> str:
    text = f"{nine:09d}"
    return text + niss.check_digits(text, born_from_2000=late)


# -- NISS ----------------------------------------------------------------------------------------------------


@calm
@given(born=st.dates(), order=st.integers(1, 998), step=st.sampled_from((0, 20, 40)), late=st.booleans())
def test_a_niss_with_our_check_digits_is_valid_elsewhere(born, order, step, late) -> None:
    year = born.year % 100 % 25 if late else born.year % 100
    text = f"{year:02d}{born.month + step:02d}{min(born.day, 28):02d}{order:03d}"
    number = text + niss.check_digits(text, born_from_2000=late)
    assert niss.has_good_check_digits(number)
    assert (bis if step else nn).is_valid(number)


@calm
@given(text=st.text("0123456789", min_size=11, max_size=11))
def test_a_number_that_is_valid_elsewhere_is_good_here(text: str) -> None:
    if nn.is_valid(text) or bis.is_valid(text):
        assert niss.has_good_check_digits(text)


@calm
@given(nine=st.integers(0, 999_999_999), late=st.booleans(), wrong=st.integers(0, 99))
def test_of_a_hundred_endings_only_those_of_the_two_centuries_are_good(nine, late, wrong) -> None:
    text = f"{nine:09d}"
    good = {97 - nine % 97, 97 - (2_000_000_000 + nine) % 97}
    assert niss.has_good_check_digits(f"{text}{wrong:02d}") == (wrong in good)
    assert niss.has_good_check_digits(eleven(nine, late=late))


@calm
@given(nine=st.integers(0, 999_999_999), late=st.booleans())
def test_the_wrong_century_has_other_check_digits(nine: int, late: bool) -> None:
    text = f"{nine:09d}"
    assert niss.check_digits(text) != niss.check_digits(text, born_from_2000=True)
    assert eleven(nine, late=late) != eleven(nine, late=not late)


@pytest.mark.parametrize("known", ["85073003328", "17073003384"])
def test_published_examples_of_a_niss_are_good(known: str) -> None:
    assert niss.has_good_check_digits(known)


# -- enterprise number ---------------------------------------------------------------------------------------


@calm
@given(eight=st.integers(0, 19_999_999))
def test_an_enterprise_number_with_our_check_digits_is_valid_elsewhere(eight: int) -> None:
    text = f"{eight:08d}"
    number = text + enterprise.check_digits(text)
    assert enterprise.has_good_check_digits(number)
    assert vat.is_valid(number)


@calm
@given(text=st.integers(1, 1_999_999_999).map(lambda number: f"{number:010d}"))
def test_both_agree_on_ten_digits(text: str) -> None:
    # "00" and "97" are one remainder; only "97" is issued
    agreed = vat.is_valid(text) and not (text.endswith("00") and int(text[:8]) % 97 == 0)
    assert enterprise.has_good_check_digits(text) == agreed


@calm
@given(eight=st.integers(0, 9_999_999))
def test_nine_digits_are_read_with_a_leading_zero(eight: int) -> None:
    text = f"{eight:08d}"
    ten = text + enterprise.check_digits(text)
    assert enterprise.has_good_check_digits(ten[1:]) == enterprise.has_good_check_digits(ten) is True


@calm
@given(eight=st.integers(0, 19_999_999), place=st.integers(0, 9), digit=st.sampled_from("0123456789"))
def test_every_single_wrong_digit_of_an_enterprise_number_is_caught(eight, place, digit) -> None:
    text = f"{eight:08d}"
    number = text + enterprise.check_digits(text)
    if digit != number[place]:
        assert not enterprise.has_good_check_digits(number[:place] + digit + number[place + 1 :])


# -- ONSS and PPL --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", ["114135340", "70500472", "070500472"])
def test_published_onss_numbers_are_good(known: str) -> None:
    assert onss.has_good_check_digits(known)


@calm
@given(seven=st.integers(0, 1_999_999), wrong=st.integers(0, 99))
def test_an_onss_number_has_one_good_ending(seven: int, wrong: int) -> None:
    text = f"{seven:07d}"
    good = onss.check_digits(text)
    assert good.isdigit()
    assert len(good) == 2
    assert onss.has_good_check_digits(f"{text}{wrong:02d}") == (f"{wrong:02d}" == good)


@calm
@given(seven=st.integers(1, 1_999_999), place=st.integers(0, 8), digit=st.sampled_from("0123456789"))
def test_every_single_wrong_digit_of_an_onss_number_is_caught(seven, place, digit) -> None:
    text = f"{seven:07d}"
    number = text + onss.check_digits(text)
    if digit != number[place]:
        assert not onss.has_good_check_digits(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize("known", ["01060027", "1060027"])
def test_published_ppl_numbers_are_good(known: str) -> None:
    assert ppl.has_good_check_digits(known)


@calm
@given(six=st.integers(0, 999_999), wrong=st.integers(0, 99))
def test_a_ppl_number_has_one_good_ending(six: int, wrong: int) -> None:
    text = f"{six:06d}"
    assert ppl.has_good_check_digits(f"{text}{wrong:02d}") == (f"{wrong:02d}" == ppl.check_digits(text))
