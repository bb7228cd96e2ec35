"""A packed answer: one file, the same bytes for the same content, in flat memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from batch.parsers.zipped import Unpacking
from batch.writers.zipped import zipped

NAME = "FO.NOTI.999999.20260316.00001.R"


@given(st.lists(st.binary(max_size=2000), max_size=5))
def test_any_reader_of_zip_gets_the_content_back(chunks: list[bytes]) -> None:
    packed = b"".join(zipped(NAME, chunks))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == [NAME]
        assert archive.testzip() is None
        assert archive.read(NAME) == b"".join(chunks)
    assert b"".join(Unpacking(io.BytesIO(packed), 1 << 20)) == b"".join(chunks)


@given(st.binary(max_size=5000), st.integers(1, 5000))
def test_the_same_content_has_the_same_bytes_whenever_it_is_packed(content: bytes, size: int) -> None:
    assert b"".join(zipped(NAME, [content])) == b"".join(zipped(NAME, [content]))
    whole, cut = (b"".join(zipped(NAME, parts)) for parts in ([content], [content[:size], content[size:]]))
    assert whole == cut


def test_a_large_answer_is_packed_in_flat_memory() -> None:
    line = b"<Form>Peeters</Form>\n" * 5000
    tracemalloc.start()
    size = sum(len(chunk) for chunk in zipped(NAME, (line for _ in range(300))))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size < 300 * len(line) / 20
    assert peak < 4 << 20
