"""The outline: where each element stands, and its text whole."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.model.findings import FileFault
from batch.model.outline import Node, find
from batch.parsers.frame import FormStream
from batch.parsers.outline import read_outline
from batch.parsers.prolog import read_prolog
from batch.parsers.spans import form_spans

calm = settings(deadline=None, derandomize=True)


def outlines(content: bytes) -> list[Node]:
    prolog = read_prolog(BytesIO(content))
    assert not isinstance(prolog, FileFault), prolog
    return [
        read_outline(content[span.start : span.start + span.size], span, index, prolog)
        for index, span in enumerate(form_spans(BytesIO(content)), 1)
    ]


def outline(text: str) -> Node:
    (found,) = outlines(text.encode())
    return found


def walk(node: Node) -> list[Node]:
    return [node, *(below for child in node.children for below in walk(child))]


# -- places ----------------------------------------------------------------------------------------------------


def test_line_and_column_are_those_of_the_file() -> None:
    text = '<?xml version="1.0"?>\n<r>\n  <Form><a>1</a>\n    <b>\n\t<c/></b></Form></r>'
    where = {node.name: (node.line, node.column) for node in walk(outline(text))}
    assert where == {"Form": (3, 3), "a": (3, 9), "b": (4, 5), "c": (5, 2)}


def test_places_hold_for_a_second_form_on_the_same_line() -> None:
    first, second = outlines(b"<r><Form><a/></Form><Form><a/>\n<b/></Form></r>")
    assert [(node.line, node.column) for node in walk(first)] == [(1, 4), (1, 10)]
    assert [(node.line, node.column) for node in walk(second)] == [(1, 21), (1, 27), (2, 1)]


@pytest.mark.parametrize("lines", [65_534, 65_535, 65_536, 70_000, 200_000])
def test_lines_are_right_beyond_65535(lines: int) -> None:
    content = b"<r>" + b"\n" * lines + b"<Form>\n<a/></Form></r>"
    (form,) = outlines(content)
    assert [node.line for node in walk(form)] == [lines + 1, lines + 2]


def test_lines_are_right_inside_a_form_of_many_lines() -> None:
    text = "<r><Form>" + "<a>\n</a>" * 70_000 + "<b/></Form></r>"
    (*_, last) = outline(text).children
    assert (last.name, last.line) == ("b", 70_001)


def test_a_location_is_the_way_down_by_position() -> None:
    first, second = outlines(b"<r><Form/> <!-- x --><Form><a/><a><b/><c/></a></Form></r>")
    assert first.location == "1,1"
    assert [node.location for node in walk(second)] == ["1,2", "1,2,1", "1,2,2", "1,2,2,1", "1,2,2,2"]


def test_nth_counts_siblings_of_one_name() -> None:
    form = outline("<r><Form><a/><b/><a><a/></a><a/></Form></r>")
    assert [(node.name, node.nth) for node in walk(form)[1:]] == [("a", 1), ("b", 1), ("a", 2), ("a", 1), ("a", 3)]
    assert find(form, (("a", 2), ("a", 1))) == (form.children[2].children[0], True)
    assert find(form, (("a", 2), ("z", 1))) == (form.children[2], False)


def test_a_path_finds_its_way_back() -> None:
    form = outline("<r><Form><a/><b><c/><c><d/></c></b></Form></r>")
    for node in walk(form):
        assert find(form, node.path()) == (node, True)


# -- text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("12", "12"),
        ("1<!-- x -->2", "12"),
        ("1<?a b?>2", "12"),
        ("<![CDATA[1]]>2", "12"),
        ("<![CDATA[</Form>&amp;]]>", "</Form>&amp;"),
        ("&#49;&#x32;", "12"),
        ("&lt;&amp;&gt;&quot;&apos;", "<&>\"'"),
        ("a\nb\r\nc\rd", "a\nb\nc\nd"),
        (" 1 ", " 1 "),
        ("é€", "é€"),
        ("", ""),
    ],
)
def test_a_value_is_whole_and_the_one_that_was_validated(inside: str, text: str) -> None:
    content = f"<r><Form><a>{inside}</a></Form></r>"
    (form,) = [form[0].text for form in FormStream(BytesIO(content.encode()), "", "UTF-8", 1 << 20)]
    assert outline(content).children[0].text == text
    assert (form or "") == text


def test_a_text_longer_than_the_parser_s_buffer_is_whole() -> None:
    long = "é" * 300_000
    assert outline(f"<r><Form><a>{long}</a></Form></r>").children[0].text == long


pieces = st.one_of(
    st.text("ab<>&é€\n 1", max_size=4).map(
        lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    ),
    st.sampled_from(("<!-- x -->", "<?a b?>", "<![CDATA[<&>]]>", "&#65;", "&#x20AC;", "<![CDATA[]]>")),
)


@settings(calm, max_examples=300)
@given(inside=st.lists(pieces, max_size=8).map("".join))
def test_both_parsers_read_the_same_value(inside: str) -> None:
    content = f"<r><Form><a>{inside}</a></Form></r>"
    (form,) = [form[0].text for form in FormStream(BytesIO(content.encode()), "", "UTF-8", 1 << 20)]
    assert outline(content).children[0].text == (form or "")


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "ISO-8859-15", "windows-1252", "UTF-8"])
def test_accents_are_read_in_the_encoding_of_the_file(encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?><r><Form><a>ÀÉÿ</a></Form></r>'.encode(encoding)
    (form,) = outlines(content)
    assert form.children[0].text == "ÀÉÿ"


# -- names -----------------------------------------------------------------------------------------------------


def test_prefixes_of_the_root_are_known_inside_a_form() -> None:
    form = outline('<g:r xmlns:g="urn:g" xmlns="urn:d"><g:Form><g:a/><b/><c xmlns=""/></g:Form></g:r>')
    assert [node.tag for node in walk(form)] == ["{urn:g}Form", "{urn:g}a", "{urn:d}b", "c"]
    assert [node.name for node in walk(form)] == ["Form", "a", "b", "c"]


@pytest.mark.parametrize(
    "declared",
    [
        "xmlns:q='urn:a?b&amp;c'",
        "xmlns:q='urn:a&apos;b'",
        "xmlns:é='urn:e'",
        "xmlns:q='urn:é'",
        "xmlns:xml='http://www.w3.org/XML/1998/namespace'",
    ],
)
@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-15"])
def test_any_prefix_and_namespace_of_the_root_can_be_wrapped_again(declared: str, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?><r {declared}><Form><a/></Form></r>'.encode(encoding)
    (form,) = outlines(content)
    assert [node.name for node in walk(form)] == ["Form", "a"]


def test_attributes_are_told_but_schema_locations_are_not() -> None:
    form = outline(
        '<r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<Form b="1" xsi:noNamespaceSchemaLocation="x.xsd" xsi:schemaLocation="a b"><a xsi:nil="true"/></Form></r>'
    )
    assert form.attributes == ("b",)
    assert form.children[0].attributes == ("http://www.w3.org/2001/XMLSchema-instance}nil",)


def test_a_form_named_like_the_wrapping_root_is_still_found_inside() -> None:
    form = outline("<r><Form><root><a/></root></Form></r>")
    assert [node.name for node in walk(form)] == ["Form", "root", "a"]
