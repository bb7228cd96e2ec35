"""A PDF or JPEG is opened by what is in it."""

from __future__ import annotations

import zlib
from io import BytesIO

import pytest
from papers import encrypted, jpeg, pdf
from PIL import Image

from batch.model.attachment import JPEG, PDF
from batch.parsers.documents import MOST_PAGES, flaw_of


def picture(kind: str, mode: str = "RGB") -> bytes:
    file = BytesIO()
    Image.new(mode, (60, 40)).save(file, kind)
    return file.getvalue()


def of_many_scans() -> bytes:
    """A JPEG that asks for the same scan again and again."""
    whole = jpeg(progressive=True)
    start = whole.rindex(b"\xff\xda")
    return whole[:start] + whole[start:-2] * 200 + whole[-2:]


def packed_bomb() -> bytes:
    """A small PDF whose table of objects unpacks to 200 MB."""
    table = zlib.compress(bytes(200_000_000), 9)
    head = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[]>>endobj\n"
    body = b"5 0 obj<</Type/XRef/W[1 2 1]/Size 6/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(table)
    return head + body + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(head)


def looped_pages() -> bytes:
    return pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")


def told_pages(count: int) -> bytes:
    return pdf(pages=1).replace(b"/Count 1>>", f"/Count {count}>>".encode())


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (pdf(), PDF), (pdf(pages=3), PDF), (pdf(pages=MOST_PAGES), PDF), (jpeg(), JPEG),
        (jpeg(progressive=True), JPEG), (jpeg(6000, 4000), JPEG), (picture("JPEG", "L"), JPEG),
        (picture("JPEG", "CMYK"), JPEG),
    ],
)  # fmt: skip
def test_a_whole_file_has_no_flaw(content: bytes, mime: str) -> None:
    assert flaw_of(content, mime) is None


@pytest.mark.parametrize(("content", "mime"), [(pdf(), PDF), (jpeg(), JPEG), (jpeg(progressive=True), JPEG)])
def test_a_file_that_is_cut_anywhere_is_unreadable(content: bytes, mime: str) -> None:
    whole = len(content.rstrip(b"\n"))
    for size in {*range(1, whole, 41), whole - 1, whole - 2}:
        assert flaw_of(content[:size], mime) == "unreadable", size


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (pdf(), JPEG), (jpeg(), PDF), (picture("PNG"), JPEG), (picture("GIF"), JPEG), (b"%PDF-1.7\n%%EOF", PDF),
        (b"\xff\xd8\xff\xe0", JPEG), (b"MZ\x90\x00", PDF), (looped_pages(), PDF), (pdf() + bytes(4000), PDF),
    ],
)  # fmt: skip
def test_first_bytes_or_a_name_make_no_document(content: bytes, mime: str) -> None:
    assert flaw_of(content, mime) in ("unreadable", "empty")


@pytest.mark.parametrize("password", ["secret", ""])
def test_an_encrypted_file_is_locked(password: str) -> None:
    assert flaw_of(encrypted(password), PDF) == "locked"


@pytest.mark.parametrize(("content", "mime"), [(b"", PDF), (b"", JPEG), (pdf(pages=0), PDF)])
def test_a_file_without_bytes_or_pages_is_empty(content: bytes, mime: str) -> None:
    assert flaw_of(content, mime) == "empty"


@pytest.mark.parametrize(
    ("content", "mime"),
    [(pdf(pages=MOST_PAGES + 1), PDF), (pdf(pages=5000), PDF), (jpeg(8000, 6000), JPEG), (of_many_scans(), JPEG)],
)
def test_more_pages_pixels_or_scans_than_are_looked_at_are_too_many(content: bytes, mime: str) -> None:
    assert flaw_of(content, mime) == "too-large"


def test_a_bomb_is_not_unpacked() -> None:
    assert flaw_of(packed_bomb(), PDF) in ("unreadable", "too-large")


def test_pages_that_are_only_told_do_not_count() -> None:
    assert flaw_of(told_pages(2_000_000_000), PDF) in (None, "unreadable", "too-large")


def test_a_file_of_another_kind_is_not_opened() -> None:
    assert flaw_of(b"text", "text/plain") is None
