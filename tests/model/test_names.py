"""File names of the channel: every field, every fault, and the names of answers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.model.names import (
    ENVIRONMENTS,
    IN_FOLDER,
    OUT_FOLDER,
    AnswerName,
    is_of_the_channel,
    read,
    sequence_of,
)

calm = settings(deadline=None, derandomize=True)

STEM = "TWCT.123456.20260105.00001.R"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SYMBOLS = "0123456789" + UPPER
LARGEST = 99_999 + 26 * 36**4


def codes(text: str) -> list[str]:
    return [fault.code for fault in read(text).faults]


# -- names that keep the grammar ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts", "part"),
    [
        (f"FI.{STEM}", 1, 1),
        (f"FS.{STEM}", 1, 1),
        (f"GO.{STEM}", 1, 1),
        (f"TD.{STEM}", 1, 1),
        (f"GO.{STEM}.1", 1, 1),
        (f"TD.{STEM}.9", 9, 1),
        (f"FI.{STEM}.1.1", 1, 1),
        (f"FS.{STEM}.4.3", 4, 3),
        ("FI.DMFA.006400.20070423.00001.R.4.4", 4, 4),
        ("GO.AOAT.000001.20090728.00901.R", 1, 1),
        ("FI.TWCT.123456.20240229.24AZG.S.1.1", 1, 1),
    ],
)
def test_six_seven_or_eight_fields_are_read(text: str, parts: int, part: int) -> None:
    name = read(text)
    assert is_of_the_channel(text)
    assert name.faults == ()
    assert (name.parts, name.part) == (parts, part)


def test_every_field_is_told() -> None:
    name = read("FS.LOIC.000042.20260228.24AZG.S.4.3")
    assert (name.prefix, name.code, name.sender, name.day) == ("FS", "LOIC", "000042", date(2026, 2, 28))
    assert (name.sequence, name.environment, name.parts, name.part) == ("24AZG", "S", 4, 3)
    assert name.stem == "LOIC.000042.20260228.24AZG.S"
    assert name.text == "FS.LOIC.000042.20260228.24AZG.S.4.3"


def test_all_files_of_a_set_share_their_stem() -> None:
    names = (f"FI.{STEM}.1.1", f"FS.{STEM}.1.1", f"GO.{STEM}.1", f"TD.{STEM}", f"GO.{STEM}")
    assert {read(text).stem for text in names} == {STEM}


digits = st.integers(1, 9).map(str)
counts = {
    "data": st.one_of(st.just(""), st.tuples(digits, digits).map(lambda pair: f".{pair[0]}.{pair[1]}")),
    "trigger": st.one_of(st.just(""), digits.map(lambda digit: f".{digit}")),
}
stems = st.tuples(
    st.text(UPPER, min_size=4, max_size=4),
    st.integers(0, 999_999).map(lambda number: f"{number:06d}"),
    st.dates(min_value=date(1000, 1, 1)),
    st.text(SYMBOLS, min_size=5, max_size=5).filter(lambda text: text.strip("0")),
    st.sampled_from(ENVIRONMENTS),
)


@calm
@given(stem=stems, prefix=st.sampled_from(("FI", "FS", "GO", "TD")), data=st.data())
def test_a_valid_name_comes_back_as_it_was_written(stem, prefix, data) -> None:
    code, sender, day, sequence, environment = stem
    tail = data.draw(counts["data" if prefix in ("FI", "FS") else "trigger"])
    text = f"{prefix}.{code}.{sender}.{day:%Y%m%d}.{sequence}.{environment}{tail}"
    name = read(text)
    assert is_of_the_channel(text)
    assert name.faults == ()
    given_back = [name.prefix, name.code, name.sender, f"{name.day:%Y%m%d}", name.sequence, name.environment]
    given_back += [str(name.parts), str(name.part)][: tail.count(".")]
    assert ".".join(given_back) == text


# -- faults --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"GO.{STEM}.1.1", ["107"], id="107 a GO with a part number"),
        pytest.param("GO.TWC.123456.20260105.00001.R.1", ["107"], id="107 a code of three letters in a GO"),
        pytest.param("GO.TWCT.12345.20260105.00001.R.1", ["107"], id="107 a sender of five digits in a GO"),
        pytest.param("TD.TWCT.12345A.20260105.00001.R.1", ["107"], id="107 a letter in the sender of a TD"),
        pytest.param("GO.TWCT.123456.2026015.00001.R.1", ["109"], id="109 a date of seven digits"),
        pytest.param("GO.TWCT.123456.202601055.00001.R.1", ["109"], id="109 a date of nine digits"),
        pytest.param("GO.TWCT.123456.20260230.00001.R.1", ["110"], id="110 the thirtieth of February"),
        pytest.param("GO.TWCT.123456.20250229.00001.R.1", ["110"], id="110 29 February of a common year"),
        pytest.param("GO.TWCT.123456.00000000.00001.R.1", ["110"], id="110 zeros as date"),
        pytest.param("GO.TWCT.123456.2026O105.00001.R.1", ["110"], id="110 a letter in the date"),
        pytest.param("GO.TWCT.123456.２０２６0105.00001.R.1", ["110"], id="110 wide digits in the date"),
        pytest.param("GO.TWCT.123456.20260105.0001.R.1", ["112"], id="112 a sequence of four"),
        pytest.param("FI.ATDO.123456.20210901.000001.T.1.1", ["112"], id="112 a sequence of six"),
        pytest.param(f"GO.{STEM}.12", ["114"], id="114 two digits as number of parts"),
        pytest.param(f"FI.{STEM}.10.1", ["114"], id="114 ten parts"),
        pytest.param(f"GO.{STEM}.A", ["115"], id="115 a letter as number of parts"),
        pytest.param(f"GO.{STEM}.²", ["115"], id="115 a superscript as number of parts"),
        pytest.param(f"GO.{STEM}.0", ["116"], id="116 zero parts"),
        pytest.param("GO.TWCT.123456.20260105.00001.X.1", ["117"], id="117 an environment that is none"),
        pytest.param("GO.TWCT.123456.20260105.00001.r.1", ["117"], id="117 a small letter as environment"),
        pytest.param("GO.TWCT.123456.20260105.00001.RT.1", ["117"], id="117 two environments"),
        pytest.param(f"FI.{STEM}.1.0", ["123"], id="123 part zero of an FI"),
        pytest.param(f"FI.{STEM}.1.12", ["123"], id="123 part twelve of an FI"),
        pytest.param(f"FI.{STEM}.1.A", ["123"], id="123 a letter as part of an FI"),
        pytest.param(f"FI.{STEM}.1.²", ["123"], id="123 a superscript as part of an FI"),
        pytest.param(f"FI.{STEM}.1.٣", ["123"], id="123 an Arabic digit as part of an FI"),
        pytest.param(f"FS.{STEM}.1.0", ["124"], id="124 part zero of an FS"),
        pytest.param(f"FS.{STEM}.1.X", ["124"], id="124 a letter as part of an FS"),
        pytest.param("GO.TWCT.123456.20260105.00000.R.1", ["127"], id="127 a sequence of zeros"),
        pytest.param(f"FO.{STEM}", ["129"], id="129 a prefix of ours"),
        pytest.param(f"XX.{STEM}.1.1", ["129"], id="129 an unknown prefix"),
        pytest.param(f"FI.{STEM}.1", ["131"], id="131 an FI of seven fields"),
        pytest.param("FI.TWCT1.123456.20260105.00001.R.1.1", ["131"], id="131 a code of five in an FI"),
        pytest.param("FI.twct.123456.20260105.00001.R.1.1", ["131"], id="131 small letters in an FI"),
        pytest.param("FI.TWCT.1234567.20260105.00001.R.1.1", ["131"], id="131 a sender of seven in an FI"),
        pytest.param(f"FS.{STEM}.1", ["132"], id="132 an FS of seven fields"),
        pytest.param("FS.TW-T.123456.20260105.00001.R.1.1", ["132"], id="132 a dash in the code of an FS"),
        pytest.param("GO.TWCT.123456.20260105.0000a.R.1", ["367"], id="367 a small letter in the sequence"),
        pytest.param("GO.TWCT.123456.20260105.00-01.R.1", ["367"], id="367 a dash in the sequence"),
        pytest.param("GO.TWCT.123456.20260105.0000é.R.1", ["367"], id="367 an accent in the sequence"),
    ],
)
def test_each_fault_has_its_code(text: str, expected: list[str]) -> None:
    assert is_of_the_channel(text)
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GO.TWCT.123456.20260230.0001.X", ["110", "112", "117"]),
        ("FI.TWC.12345.2026.ab.X.0.0", ["131", "109", "112", "367", "117", "116", "123"]),
        ("GO.TWCT.123456.20260105.0000.R", ["112", "127"]),
    ],
)
def test_all_faults_of_a_name_are_told_together(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_wrong_prefix_hides_no_other_fault_behind_it() -> None:
    assert codes("XX.T.1.2.3.4") == ["129"]


def test_a_fault_names_the_file_it_was_seen_in() -> None:
    text = "GO.TWCT.123456.20260105.00001.X.1"
    (fault,) = read(text).faults
    assert fault.detail == text
    assert fault.error_id == "ACRF-117"


def test_a_faulty_name_still_tells_its_stem() -> None:
    assert read("GO.TWCT.123456.20260230.0001.X").stem == "TWCT.123456.20260230.0001.X"


def test_a_part_count_that_does_not_read_is_zero_and_never_one() -> None:
    assert read(f"GO.{STEM}.A").parts == 0
    assert read(f"FI.{STEM}.1.A").part == 0


# -- names that are not of the channel -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        ".hidden",
        "readme.txt",
        "notes",
        ".filepart",
        f"FI.{STEM}.1.1.filepart",
        f".FI.{STEM}",
        f"FI.{STEM}.1.1.tmp.bak",
        f"fi.{STEM}.1.1",
        f"F.{STEM}.1.1",
        f"FIX.{STEM}.1.1",
        f"F1.{STEM}.1.1",
        "FI.TWCT.123456.20260105.00001",
        "FI.TWCT.123456..00001.R.1.1",
        f"FI.{STEM}.1.",
        f"FI.{STEM}.",
        f"FI..{STEM}",
        f"ÉÉ.{STEM}.1.1",
        f"FI\n.{STEM}.1.1",
        "GO.TWCT.123456.20260105.0000\x01.R.1",
        "GO.TWCT.123456.20260105.0000\n.R.1",
        "GO.TWCT.123456.20260105.0000\udcff.R.1",
        "GO.TWCT.123456.20260105.0000\ufffe.R.1",
        "GO.TWCT.123456.20260105.0000\u202e.R.1",
    ],
)
def test_a_foreign_name_is_not_of_the_channel(text: str) -> None:
    assert not is_of_the_channel(text)


field = st.one_of(st.text(max_size=9), st.text(SYMBOLS, max_size=9), st.sampled_from(("1", "0", "²", "٣", "R")))
near_names = st.builds(
    lambda prefix, fields: ".".join((prefix, *fields)),
    st.one_of(st.sampled_from(("FI", "FS", "GO", "TD", "FO")), st.text(UPPER, min_size=1, max_size=3)),
    st.lists(field, min_size=4, max_size=8),
)


@settings(calm, max_examples=400)
@given(text=st.one_of(st.text(), near_names))
def test_reading_never_fails_on_a_name_of_the_channel(text: str) -> None:
    if is_of_the_channel(text):
        name = read(text)
        assert 0 <= name.parts <= 9
        assert 0 <= name.part <= 9
        assert name.text == text


@settings(calm, max_examples=400)
@given(text=near_names)
def test_a_name_without_faults_has_counts_from_one_to_nine_and_a_day(text: str) -> None:
    if is_of_the_channel(text) and not (name := read(text)).faults:
        assert name.parts >= 1
        assert name.part >= 1
        assert name.day is not None


# -- sequences -------------------------------------------------------------------------------------------------

BORDERS = (1, 2, 9, 10, 99_998, 99_999, 100_000, 100_001, 99_999 + 36**4, 100_000 + 36**4, LARGEST - 1, LARGEST)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "00001"),
        (99_999, "99999"),
        (100_000, "A0000"),
        (100_035, "A000Z"),
        (100_036, "A0010"),
        (99_999 + 36**4, "AZZZZ"),
        (100_000 + 36**4, "B0000"),
        (LARGEST, "ZZZZZ"),
    ],
)
def test_sequences_are_digits_first_and_then_begin_with_a_letter(number: int, text: str) -> None:
    assert sequence_of(number) == text


@pytest.mark.parametrize("number", [0, -1, LARGEST + 1])
def test_a_day_has_no_other_sequence_numbers(number: int) -> None:
    with pytest.raises(ValueError, match="no sequence number"):
        sequence_of(number)


def test_sequences_around_the_borders_are_unique_ordered_and_of_five_symbols() -> None:
    near = {number + step for number in BORDERS for step in range(-50, 51)}
    numbers = sorted(number for number in near if 1 <= number <= LARGEST)
    texts = [sequence_of(number) for number in numbers]
    assert all(len(text) == 5 and set(text) <= set(SYMBOLS) for text in texts)
    assert texts == sorted(set(texts))


@settings(calm, max_examples=500)
@given(first=st.integers(1, LARGEST), second=st.integers(1, LARGEST))
def test_an_earlier_number_has_an_earlier_sequence(first: int, second: int) -> None:
    assert (sequence_of(first) < sequence_of(second)) == (first < second)


# -- answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ACRF", "NOTI"])
def test_receipts_and_notifications_carry_no_part_fields(code: str) -> None:
    name = AnswerName(code, date(2026, 1, 5), "00001", "R")
    assert name.fo == f"FO.{code}.999999.20260105.00001.R"
    assert name.go == f"GO.{code}.999999.20260105.00001.R"


@pytest.mark.parametrize("code", ["DEFI", "HAND", "LONO"])
def test_every_other_answer_carries_part_fields(code: str) -> None:
    name = AnswerName(code, date(2026, 1, 5), "A0000", "S")
    assert name.fo == f"FO.{code}.999999.20260105.A0000.S.1.1"
    assert name.go == f"GO.{code}.999999.20260105.A0000.S.1"


@pytest.mark.parametrize("code", ["ACRF", "NOTI", "DEFI", "HAND"])
def test_the_go_of_an_answer_keeps_the_grammar(code: str) -> None:
    name = AnswerName(code, date(2026, 1, 5), "00001", "T")
    assert read(name.go).faults == ()
    assert read(name.fo).stem == read(name.go).stem


def test_each_environment_has_a_folder_each_way() -> None:
    assert IN_FOLDER == {"R": "IN", "T": "INTEST", "S": "INTEST-S"}
    assert OUT_FOLDER == {"R": "OUT", "T": "OUTTEST", "S": "OUTTEST-S"}
