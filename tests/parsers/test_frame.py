"""The stream of forms: what counts as a form, and what ends the stream."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.model.findings import FileFault
from batch.parsers import frame
from batch.parsers.frame import FormStream
from batch.parsers.prolog import read_prolog

LIMIT = 1 << 22
calm = settings(deadline=None, derandomize=True)


def stream_of(text: str, namespace: str = "", limit: int = LIMIT) -> FormStream:
    return FormStream(BytesIO(text.encode()), namespace, "UTF-8", limit)


def texts(text: str, namespace: str = "") -> tuple[list[str], list[str]]:
    """The text of each form, and the codes at the end."""
    stream = stream_of(text, namespace)
    found = ["".join(form.itertext()) for form in stream]
    assert stream.count == len(found)
    return found, [fault.code for fault in stream.faults]


# -- what is a form --------------------------------------------------------------------------------------------


def test_forms_come_one_by_one_in_the_order_of_the_file() -> None:
    many = "".join(f"<Form><a>{number}</a></Form>\n" for number in range(5000))
    assert texts(f"<r>{many}</r>") == ([str(number) for number in range(5000)], [])


def test_a_file_without_forms_has_none() -> None:
    assert texts("<r/>") == ([], [])


@pytest.mark.parametrize("form", ["<Form/>", "<Form></Form>", "<Form  />", "<Form a='>'\n/>"])
def test_an_empty_form_is_a_form(form: str) -> None:
    assert texts(f"<r>{form}</r>") == ([""], [])


def test_a_nested_element_named_form_is_not_counted() -> None:
    found, codes = texts("<r><Form>1<Form>2</Form><b><Form/></b></Form><Form>3</Form></r>")
    assert (found, codes) == (["12", "3"], [])


def test_a_form_inside_another_element_is_not_counted() -> None:
    assert texts("<r><Form>1</Form><b><Form>2</Form></b></r>") == (["1"], ["205"])


@pytest.mark.parametrize(
    "between", ["", " \n\t", "<!-- </Form><Form> -->", "<?do <Form> ?>", "\n<!-- a -->\n<!-- b -->\n"]
)
def test_comments_instructions_and_blanks_between_forms_are_passed_over(between: str) -> None:
    text = f"<r>{between}<Form>1</Form>{between}<Form>2</Form>{between}</r>{between}"
    assert texts(text) == (["1", "2"], [])


def test_comments_instructions_and_cdata_inside_a_value_leave_its_text_whole() -> None:
    stream = stream_of("<r><Form><a>1<!-- x -->2<?y z?>3<![CDATA[</Form>]]>4&#53;&amp;</a></Form></r>")
    assert [form[0].text for form in stream] == ["123</Form>45&"]
    assert stream.faults == []


def test_forms_are_told_by_their_namespace() -> None:
    text = '<g:r xmlns:g="urn:g"><g:Form>1</g:Form><Form xmlns="urn:g">2</Form></g:r>'
    assert texts(text, "urn:g") == (["1", "2"], [])


def test_a_form_of_another_namespace_is_foreign() -> None:
    text = '<r xmlns="urn:g"><Form>1</Form><Form xmlns="urn:other">2</Form></r>'
    assert texts(text, "urn:g") == (["1"], ["205"])


# -- what stands beside the forms --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<r><a/><Form/></r>",
        "<r><Form/><a/><Form/></r>",
        "<r><Form/><a/></r>",
        "<r><a/></r>",
        "<r><Form/><form/></r>",
        "<r><Form/><Formulaire/></r>",
        "<r><Form/><a><Form/></a><b/></r>",
    ],
)
def test_a_foreign_sibling_is_told_once(text: str) -> None:
    assert texts(text)[1] == ["205"]


def test_a_foreign_sibling_is_told_with_name_and_line() -> None:
    stream = stream_of("<r>\n<Form/>\n<Annex/></r>")
    assert len(list(stream)) == 1
    assert stream.faults == [FileFault("205", "Annex stands beside the forms", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "<r>stray<Form/></r>",
        "<r><Form/>stray<Form/></r>",
        "<r><Form/>stray</r>",
        "<r><Form/><![CDATA[stray]]></r>",
        "<r><Form/>&#65;</r>",
        "<r><!-- a -->stray<!-- b --><Form/></r>",
        "<r><Form/> <!-- a --> stray <?b?> <Form/></r>",
        "<r>stray</r>",
        "<r>a<Form/>b<Form/>c</r>",
    ],
)
def test_stray_text_is_told_once(text: str) -> None:
    assert texts(text)[1] == ["312"]


def test_stray_text_and_a_foreign_sibling_are_both_told() -> None:
    assert sorted(texts("<r><Form/>stray<a/></r>")[1]) == ["205", "312"]


@pytest.mark.parametrize("tail", ["stray", "<b/>", "<r/>"])
def test_what_stands_behind_the_root_is_not_well_formed(tail: str) -> None:
    assert texts(f"<r><Form/></r>{tail}")[1] == ["102"]


# -- limits ------------------------------------------------------------------------------------------------------


def test_a_form_larger_than_the_limit_ends_the_stream() -> None:
    large = "<a/>" * 60_000
    stream = stream_of(f"<r><Form>1</Form><Form>{large}</Form><Form>3</Form></r>", limit=100_000)
    assert [form.text for form in stream] == ["1"]
    assert [fault.code for fault in stream.faults] == ["184"]


def test_many_forms_below_the_limit_are_not_too_large_together() -> None:
    form = f"<Form>{'<a/>' * 5_000}</Form>"
    stream = stream_of(f"<r>{form * 40}</r>", limit=100_000)
    assert len(list(stream)) == 40
    assert stream.faults == []


def test_a_form_that_never_ends_is_read_up_to_the_limit_only() -> None:
    file = BytesIO(b"<r><Form>" + b"<a/>" * 1_000_000)
    stream = FormStream(file, "", "UTF-8", 200_000)
    assert list(stream) == []
    assert [fault.code for fault in stream.faults] == ["184"]
    assert file.tell() < 400_000


def test_a_comment_that_never_ends_is_read_up_to_the_limit_only() -> None:
    stream = stream_of("<r><Form/><!-- " + "x" * 2_000_000, limit=200_000)
    list(stream)
    assert {fault.code for fault in stream.faults} <= {"184", "102"}
    assert stream.faults


@pytest.mark.parametrize(("child", "each"), [("<a/>", 1), ("<a></a>", 2), ("<a b='1' c='2'/>", 3)])
def test_a_form_of_very_many_elements_ends_the_stream_long_before_its_bytes_are_too_many(child: str, each: int) -> None:
    many = frame.MOST_MARKS // each + 70_000
    file = BytesIO(f"<r><Form>1</Form><Form>{child * many}</Form></r>".encode() + b"<a/>" * 100_000)
    stream = FormStream(file, "", "UTF-8", 1 << 30)
    assert [form.text for form in stream] == ["1"]
    ((code, detail),) = [(fault.code, fault.detail) for fault in stream.faults]
    assert (code, detail) == ("184", "one form has more than 200000 tags and attributes")


def test_a_form_of_as_many_elements_as_two_thousand_workers_need_is_taken_and_so_are_ten_of_them() -> None:
    form = f"<Form>{'<a>1</a>' * 60_000}</Form>"
    stream = stream_of(f"<r>{form * 10}</r>")
    assert len(list(stream)) == 10
    assert stream.faults == []


def test_of_very_many_elements_beside_the_forms_the_rest_of_the_file_is_not_read() -> None:
    piece = f"{'<a/>' * 1000}<Form/>"
    file = BytesIO(f"<r>{piece * 1000}</r>".encode())
    stream = FormStream(file, "", "UTF-8", LIMIT)
    list(stream)
    assert [fault.code for fault in stream.faults] == ["205"]
    assert file.tell() < 200_000


@pytest.mark.parametrize("depth", [300, 5_000, 100_000])
def test_deep_nesting_is_refused_and_never_an_exception(depth: int) -> None:
    assert texts(f"<r><Form>{'<a>' * depth}{'</a>' * depth}</Form></r>") == ([], ["102"])


def test_a_depth_that_the_messages_need_passes() -> None:
    assert texts(f"<r><Form>{'<a>' * 100}x{'</a>' * 100}</Form></r>") == (["x"], [])


def test_a_text_of_twelve_megabytes_is_refused_and_never_an_exception() -> None:
    stream = stream_of(f"<r><Form>{'x' * 12_000_000}</Form></r>", limit=1 << 25)
    list(stream)
    assert [fault.code for fault in stream.faults] == ["102"]


# -- what is not well-formed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<r><Form></r>",
        "<r><Form></form></r>",
        "<r><Form>&#0;</Form></r>",
        "<r><Form>&#x1F;</Form></r>",
        "<r><Form>\x01</Form></r>",
        "<r><Form a='1' a='2'/></r>",
        "<r><Form a=1/></r>",
        "<r><Form>]]></Form></r>",
        "<r><Form><!-- -- --></Form></r>",
        "<r><x:Form/></r>",
        "<r><Form><!DOCTYPE a></Form></r>",
    ],
)
def test_what_is_not_well_formed_gets_102_with_its_place(text: str) -> None:
    stream = stream_of(text)
    list(stream)
    (fault,) = stream.faults
    assert fault.code == "102"
    assert fault.line == 1
    assert fault.detail


@pytest.mark.parametrize("value", ["&nbsp;", "&a;", "1&a;2", "<b c='&a;'/>", "&eacute;&a;"])
def test_an_entity_that_nobody_declared_is_never_dropped_in_silence(value: str) -> None:
    stream = stream_of(f"<r><Form><a>{value}</a></Form><Form/></r>")
    list(stream)
    (fault,) = stream.faults
    assert (fault.code, fault.line) == ("102", 1)
    assert "not defined" in fault.detail


def test_bytes_that_are_not_of_the_encoding_get_102() -> None:
    stream = FormStream(BytesIO(b"<r><Form>\xe9t\xe9</Form></r>"), "", "UTF-8", LIMIT)
    assert list(stream) == []
    assert [fault.code for fault in stream.faults] == ["102"]


def test_forms_before_the_fault_may_have_been_seen_but_the_fault_is_kept() -> None:
    padding = "<a/>" * 40_000
    stream = stream_of(f"<r><Form>1{padding}</Form><Form>2{padding}</Form><Form></r>")
    found = [form.text for form in stream]
    assert found == ["1", "2"][: len(found)]
    assert [fault.code for fault in stream.faults] == ["102"]


SMALL = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- é -->\n'
    '<r xmlns:x="urn:x">\n<Form a="&gt;"><a>1<!-- b --><![CDATA[</Form>]]></a></Form>\n'
    "<?do it?><Form>é&#233;&amp;</Form>\n<Form/>\n</r>"
).encode()


@pytest.mark.parametrize("cut", range(len(SMALL)))
def test_a_file_cut_at_any_byte_gets_102_or_an_earlier_code(cut: int) -> None:
    content = SMALL[:cut]
    prolog = read_prolog(BytesIO(content))
    if isinstance(prolog, FileFault):
        assert prolog.code == ("134" if cut == 0 else "102")
        return
    stream = FormStream(BytesIO(content), "", prolog.encoding, LIMIT)
    list(stream)
    assert [fault.code for fault in stream.faults] == ["102"]


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 64])
def test_the_size_of_the_reads_does_not_matter(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "_CHUNK", chunk)
    stream = FormStream(BytesIO(SMALL), "", "UTF-8", LIMIT)
    assert ["".join(form.itertext()) for form in stream] == ["1</Form>", "éé&", ""]
    assert stream.faults == []


@settings(calm, max_examples=400)
@given(place=st.integers(0, len(SMALL) - 1), byte=st.integers(0, 255))
def test_a_file_with_one_wrong_byte_never_raises(place: int, byte: int) -> None:
    content = bytearray(SMALL)
    content[place] = byte
    prolog = read_prolog(BytesIO(bytes(content)))
    if not isinstance(prolog, FileFault):
        for _form in FormStream(BytesIO(bytes(content)), prolog.namespace, prolog.encoding, LIMIT):
            pass
