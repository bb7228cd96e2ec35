"""IBAN, judged beside a kept library."""

from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban as judge

from batch.validators.numbers import iban

calm = settings(deadline=None, derandomize=True)
GOOD = ("BE68539007547034", "DE89370400440532013000", "FR1420041010050500013M02606", "NL91ABNA0417164300",
        "LU280019400644750000")  # fmt: skip


def test_accounts_of_five_countries_are_good() -> None:
    assert all(iban.is_good(one) and judge.is_valid(one, check_country=False) for one in GOOD)


@calm
@given(st.sampled_from(GOOD), st.integers(0, 33), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_caught(text: str, place: int, sign: str) -> None:
    places = [at for at, one in enumerate(text) if one.isdigit()]
    place = places[place % len(places)]
    changed = text[:place] + sign + text[place + 1 :]
    assert iban.is_good(changed) == (changed == text)


@calm
@given(st.from_regex("(BE|DE|FR|NL|LU)[0-9]{14,20}", fullmatch=True))
def test_what_the_library_takes_we_take(text: str) -> None:
    if judge.is_valid(text):
        assert iban.is_good(text)
