"""The files of a form as they are read."""

from __future__ import annotations

from base64 import b64encode

import pytest
from declarations import attached, read_declaration, with_files
from papers import PHOTO, Paper, numbered

from batch.model.attachment import MOST_BYTES, MOST_FILES, Attachments


def files_of(text: str) -> Attachments:
    return read_declaration(text).attachments


def test_announcements_and_files_are_read_apart() -> None:
    found = files_of(with_files(Paper(), PHOTO))
    assert [(one.id, one.kind) for one in found.announced] == [("A000001", "01"), ("A000002", "01")]
    assert [file.content for file in found.files] == [Paper().content, PHOTO.content]


def test_blanks_in_base64_do_not_count() -> None:
    code = b64encode(Paper().content).decode()
    text = attached(Paper()).replace(code, "\n".join(code[at : at + 76] for at in range(0, len(code), 76)))
    assert files_of(text).files[0].content == Paper().content


@pytest.mark.parametrize(("size", "flaw"), [(MOST_BYTES, "unreadable"), (MOST_BYTES + 1, "too-large")])
def test_two_megabytes_are_opened_and_one_byte_more_is_not(size: int, flaw: str) -> None:
    assert files_of(attached(Paper(content=bytes(size)))).files[0].flaw == flaw


def test_files_beyond_the_tenth_stay_closed() -> None:
    found = files_of(attached(*numbered([Paper()] * (MOST_FILES + 2))))
    assert [bool(file.content) for file in found.files] == [True] * MOST_FILES + [False] * 2


def test_what_is_brought_is_what_is_announced_and_whole() -> None:
    text = attached(Paper(), PHOTO).replace("<AttachmentId>A000002</AttachmentId><AttachmentType>", "<AttachmentType>")
    assert [one.id for one in files_of(text).brought("worker")] == ["A000001"]
