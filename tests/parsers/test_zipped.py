"""A ZIP is unpacked when it holds one file; nothing in it can make more bytes than a limit, or crash us."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from batch.parsers.zipped import Unpacking, deflated_size, is_zip

MOST = 10_000
METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]


def packed(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", method) as archive:
            for name, content in files:
                archive.writestr(name, content)
            archive.comment = comment
        return file.getvalue()


def unpacked(content: bytes, most: int = MOST) -> tuple[bytes, str]:
    """What comes out, and the code of what was wrong."""
    unpacking = Unpacking(io.BytesIO(content), most)
    found = b"".join(unpacking)
    return found, unpacking.fault.code if unpacking.fault else ""


def poked(content: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """The bytes with something else at an offset behind the last of a signature."""
    place = content.rindex(signature) + offset
    return content[:place] + value + content[place + len(value) :]


LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


# -- what is one -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [(packed(("a", b"x")), True), (packed(), True), (b"PK", False), (b"", False), (b"<?xml?>PK\x03\x04", False)],
)
def test_a_zip_is_known_by_its_first_bytes_and_read_from_its_beginning(content: bytes, expected: bool) -> None:
    file = io.BytesIO(content)
    assert is_zip(file) is expected
    assert file.tell() == 0


@pytest.mark.parametrize("method", METHODS)
@given(st.binary(max_size=MOST))
def test_what_was_packed_comes_out(method: int, content: bytes) -> None:
    assert unpacked(packed(("FI.x", content), method=method)) == (content, "")


def test_the_name_inside_and_a_comment_are_nobodys_business() -> None:
    assert unpacked(packed(("../../etc/passwd", b"x"), comment=b"c" * 1000)) == (b"x", "")


def test_a_zip_written_as_a_stream_is_unpacked() -> None:
    """Sizes stand behind the bytes, as a pipe writes them."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("FI", b"x" * 500)
    assert unpacked(pipe.getvalue()) == (b"x" * 500, "")


# -- faults ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files", [[], [("a", b"x"), ("b", b"y")], [("folder/", b"")], [("folder/", b""), ("folder/a", b"x")]]
)
def test_anything_but_one_file_is_281(files: list[tuple[str, bytes]]) -> None:
    assert unpacked(packed(*files)) == (b"", "281")


SOUND = packed(("FI", b"hello, channel " * 20))


@pytest.mark.parametrize(
    "content",
    [
        SOUND[: len(SOUND) // 2],
        SOUND[:-1],
        b"PK\x03\x04",
        b"PK\x05\x06",
        poked(SOUND, CENTRAL, 16, b"\0\0\0\0"),
        poked(SOUND, CENTRAL, 10, b"\x0c\0"),
        poked(SOUND, CENTRAL, 8, b"\x01\0"),
        poked(SOUND, CENTRAL, 42, b"\xff\xff\0\0"),
        poked(SOUND, LOCAL, 26, b"\x09\0"),
        poked(SOUND, LOCAL, 32, b"\xff\xff"),
        poked(SOUND, END, 16, b"\xff\xff\xff\x7f"),
    ],
    ids=[
        "half", "last byte gone", "four bytes", "an end alone", "crc", "bzip2", "encrypted", "offset of the file",
        "length of the name", "the data", "offset of the directory",
    ],
)  # fmt: skip
def test_a_broken_or_strange_zip_is_280(content: bytes) -> None:
    assert unpacked(content)[1] == "280"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_stored_and_deflated_are_read(method: int) -> None:
    assert unpacked(packed(("FI", b"x"), method=method)) == (b"", "280")


@given(st.binary(max_size=300), st.integers(0, len(SOUND)))
@example(b"", 0)
def test_no_bytes_at_all_can_crash_it(noise: bytes, place: int) -> None:
    content, code = unpacked(SOUND[:place] + noise + SOUND[place + len(noise) :])
    assert code in ("", "184", "280", "281")
    assert len(content) <= MOST


# -- bombs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "code"), [(MOST, ""), (MOST + 1, "184")])
def test_a_file_may_be_as_large_as_the_limit_and_no_larger(size: int, code: str) -> None:
    content, found = unpacked(packed(("FI", b"\0" * size)))
    assert found == code
    assert len(content) == (0 if code else size)


def test_a_bomb_that_tells_its_size_is_not_even_opened() -> None:
    assert unpacked(packed(("FI", b"\0" * (50 << 20)))) == (b"", "184")


def test_a_bomb_that_tells_a_small_size_gives_no_more_than_it_told() -> None:
    bomb = packed(("FI", b"\0" * (50 << 20)))
    small = struct.pack("<I", 1000)
    lying = poked(poked(bomb, CENTRAL, 24, small), LOCAL, 22, small)
    tracemalloc.start()
    content, code = unpacked(lying)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(content) <= 1000, code) == (True, "280")
    assert peak < 8 << 20


def test_a_bomb_that_tells_a_small_size_and_its_crc_gives_only_that() -> None:
    """The first thousand bytes are what it says it holds; nothing behind them is ever read."""
    bomb, small = packed(("FI", b"\0" * (1 << 20))), struct.pack("<I", 1000)
    crc = struct.pack("<I", zlib.crc32(b"\0" * 1000))
    lying = poked(poked(poked(poked(bomb, CENTRAL, 24, small), LOCAL, 22, small), CENTRAL, 16, crc), LOCAL, 14, crc)
    assert unpacked(lying) == (b"\0" * 1000, "")


def test_a_zip_in_a_zip_is_opened_once() -> None:
    inner = packed(("FI", b"x"))
    assert unpacked(packed(("FI", inner))) == (inner, "")


def test_a_directory_of_very_many_files_is_refused_in_little_memory() -> None:
    entry = CENTRAL + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    count = 200_000
    directory = entry * count
    end = END + struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(directory), 30, 0)
    content = LOCAL + b"\0" * 26 + directory + end
    tracemalloc.start()
    found = unpacked(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == (b"", "281")
    assert peak < 1 << 20


# -- how large after compression -------------------------------------------------------------------------------


@given(st.binary(max_size=5000))
def test_the_size_after_compression_is_that_of_zlib(content: bytes) -> None:
    assert deflated_size(io.BytesIO(content)) == len(zlib.compress(content, 1))
