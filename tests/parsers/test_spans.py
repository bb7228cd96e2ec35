"""The exact bytes of each form, against an oracle that parses."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from xml.parsers import expat

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from batch.parsers import spans
from batch.parsers.frame import FormStream
from batch.parsers.spans import Span, form_spans


class Oracle:
    """Start, size, line and column of every form under the root, by expat."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.found: list[Span] = []
        self._depth = 0
        self._begun = (0, 0, 0)
        self._empty = True
        parser = self._parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = parser.CommentHandler = self._inside
        parser.ProcessingInstructionHandler = self._inside
        parser.Parse(content, True)

    def _inside(self, *_: object) -> None:
        self._empty = False

    def _start(self, name: str, _attributes: object) -> None:
        self._empty = False
        if self._depth == 1 and name.rpartition(":")[2] == "Form":
            here = self._parser
            self._begun = (here.CurrentByteIndex, here.CurrentLineNumber, here.CurrentColumnNumber + 1)
            self._empty = True
        self._depth += 1

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._depth == 1 and name.rpartition(":")[2] == "Form":
            start, line, column = self._begun
            at = self._parser.CurrentByteIndex
            whole = self._empty and self.content[start:at].endswith(b"/>")
            end = at if whole else self.content.index(b">", at) + 1
            self.found.append(Span(start, end - start, line, column))


# -- random files ----------------------------------------------------------------------------------------------

LURES = (
    "</Form>",
    "<Form>",
    "<Form/>",
    "Form",
    "/Form>",
    "<!--",
    "]]",
    "?",
    ">",
    "<x:Form ",
    "'",
    '"',
    " ",
    "\n",
    "é",
    "€",
    "x",
)
lure = st.lists(st.sampled_from(LURES), max_size=5).map("".join)
comments = lure.map(lambda text: f"<!--{text.replace('--', '==').rstrip('-')}-->")
cdata = lure.map(lambda text: f"<![CDATA[{text.replace(']]>', ']] >')}]]>")
instructions = lure.map(lambda text: f"<?go {text.replace('?>', '')}?>".replace("???>", "? ?>"))
texts = lure.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace("]]", "] ]"))


def quoted(text: str) -> str:
    quote = "'" if '"' in text else '"'
    return quote + text.replace("<", "&lt;").replace(quote, "") + quote


attributes = st.lists(
    st.tuples(st.sampled_from("abcd"), lure.map(quoted)), max_size=2, unique_by=lambda pair: pair[0]
).map(lambda pairs: "".join(f"\n {name} = {value}" for name, value in pairs))
NAMES = ("Form", "x:Form", "Formula", "FormCreationDate", "form", "x:Forms", "DeForm", "a", "x:a", "Form-a", "Form.b")


def element(name: str, inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def wrap(found: tuple[str, str, str, bool]) -> str:
        given_, blank, content, short = found
        if short and not content:
            return f"<{name}{given_}{blank}/>"
        return f"<{name}{given_}{blank}>{content}</{name}{blank}>"

    return st.tuples(attributes, st.sampled_from(("", " ", "\n")), inside, st.booleans()).map(wrap)


def joined(pieces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(pieces, max_size=4).map("".join)


leaves = st.one_of(texts, comments, cdata, instructions)
contents = st.recursive(
    joined(leaves),
    lambda inner: joined(st.one_of(leaves, st.sampled_from(NAMES).flatmap(lambda name: element(name, inner)))),
    max_leaves=6,
)
between = joined(st.one_of(comments, instructions, st.sampled_from((" ", "\n", "\r\n", "\t"))))
forms = st.one_of(element("Form", contents), element("x:Form", contents))
root_starts = st.sampled_from(
    (
        '<r xmlns:x="urn:x">',
        "<r xmlns:x='urn:x' a='>' b=\"/Form>\">",
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- <Form> --><x:r xmlns:x="urn:x"\n>',
        '\ufeff<r xmlns:x="urn:x" Form="Form >">',
    )
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    start = draw(root_starts)
    body = "".join(part for pair in draw(st.lists(st.tuples(between, forms), max_size=5)) for part in pair)
    name = "x:r" if "<x:r" in start else "r"
    return f"{start}{body}{draw(between)}</{name}>{draw(between)}".encode()


def with_chunks(content: bytes, chunk: int) -> list[Span]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spans, "_CHUNK", chunk)
        return list(form_spans(BytesIO(content)))


@settings(deadline=None, derandomize=True, max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(content=files(), chunk=st.one_of(st.integers(1, 40), st.sampled_from((300, 1 << 18))))
@example(content=b"<r><Form a='>'/><Form/></r>", chunk=1)
@example(content=b"<r><Form><![CDATA[<Form>]]]]></Form></r>", chunk=3)
@example(content=b"<r><Form><!--></Form>--></Form></r>", chunk=1 << 18)
@example(content=b"<r/><!--><Form/>-->", chunk=1)
def test_spans_are_those_of_a_real_parser(content: bytes, chunk: int) -> None:
    expected = Oracle(content).found
    found = with_chunks(content, chunk)
    assert [(one.start, one.size, one.line) for one in found] == [(one.start, one.size, one.line) for one in expected]
    for one in found:
        slice_ = content[one.start : one.start + one.size]
        assert slice_[:1] == b"<"
        assert slice_[-1:] == b">"


@settings(deadline=None, derandomize=True, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(content=files(), chunk=st.sampled_from((5, 1 << 18)))
def test_columns_of_plain_files_are_those_of_a_real_parser(content: bytes, chunk: int) -> None:
    plain = content.decode().replace("é", "e").replace("€", "E").replace("\ufeff", "").encode("ascii")
    assert with_chunks(plain, chunk) == Oracle(plain).found


@settings(deadline=None, derandomize=True, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(content=files())
def test_there_are_as_many_spans_as_the_stream_has_forms(content: bytes) -> None:
    content = content.replace(b"x:Form", b"Form").replace(b"\xef\xbb\xbf", b"")
    stream = FormStream(BytesIO(content), "", "UTF-8", 1 << 22)
    assert len(list(stream)) == len(list(form_spans(BytesIO(content))))
    assert stream.faults == []


# -- single cases --------------------------------------------------------------------------------------------------


def slices(content: bytes) -> list[bytes]:
    return [content[one.start : one.start + one.size] for one in form_spans(BytesIO(content))]


@pytest.mark.parametrize(
    "form",
    [
        b"<Form/>",
        b"<Form></Form>",
        b"<Form\n a='>' b=\"'/>\">1</Form\n>",
        b"<Form><Form/><Form></Form></Form>",
        b"<x:Form>1</x:Form>",
        b"<Form><!-- </Form> --></Form>",
        b"<Form><![CDATA[</Form>]]></Form>",
        b"<Form><![CDATA[]]]]></Form>",
        b"<Form><?a </Form>?></Form>",
        b"<Form><!----></Form>",
        b"<Form><a b='Form '/>Form </Form>",
        b"<Form><FormCreationDate/><Formula/></Form>",
        b"<Form>\xe9</Form>",
    ],
)
def test_a_form_is_cut_out_byte_for_byte(form: bytes) -> None:
    content = b"<r>\n " + form + b" <!-- <Form> -->" + form + b"</r>"
    assert slices(content) == [form, form]


def test_a_long_file_is_cut_right_at_the_real_chunk_size() -> None:
    body = [b"<Form>" + b"<a>%d</a>" % number * (number % 700) + b"</Form>" for number in range(1500)]
    assert slices(b"<r>" + b"\n".join(body) + b"</r>") == body


def test_a_comment_longer_than_a_chunk_is_stepped_over() -> None:
    long = b"<!-- " + b"</Form>" * 100_000 + b" -->"
    assert slices(b"<r>" + long + b"<Form>" + long + b"</Form></r>") == [b"<Form>" + long + b"</Form>"]


def test_spans_come_in_order_and_do_not_touch_each_other_wrongly() -> None:
    content = b"<r>" + b"<Form/>" * 1000 + b"</r>"
    found = list(form_spans(BytesIO(content)))
    assert all(one.start + one.size == two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    "ends",
    [
        pytest.param(b"\n", id="LF"),
        pytest.param(b"\r\n", id="CRLF"),
        pytest.param(b"\r", id="CR"),
    ],
)
def test_lines_are_counted_whatever_ends_them(ends: bytes) -> None:
    content = ends.join([b"<r>", b"", b" <Form/>", b"<Form>", b"</Form></r>"])
    assert [(one.line, one.column) for one in form_spans(BytesIO(content))] == [(3, 2), (4, 1)]


def test_columns_count_characters_and_not_bytes() -> None:
    content = "<r><Form>é€</Form><Form/></r>".encode()
    assert [one.column for one in form_spans(BytesIO(content))] == [4, 19]


def test_a_byte_order_mark_is_no_column() -> None:
    assert [one.column for one in form_spans(BytesIO(b"\xef\xbb\xbf<r><Form/></r>"))] == [4]
