"""The outbox: an answer is laid down whole, its GO last, and never changed."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from boxes import Boxes

from batch.errors import NameTaken
from batch.ports import Shipment, ShippedFile

CONTENT = b"<ACRF/>" * 1000
NAME = "FO.ACRF.999999.20260105.00001.R"
GO = "GO.ACRF.999999.20260105.00001.R"


def shipment(content: bytes = CONTENT, reader: type[BytesIO] = BytesIO) -> Shipment:
    fo = ShippedFile(NAME, hashlib.sha256(content).hexdigest(), len(content), lambda: reader(content))
    return Shipment("123456", "OUT", (fo,), GO)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "123456" / "OUT"


def deliver(boxes: Boxes, root: Path, content: bytes = CONTENT, reader: type[BytesIO] = BytesIO) -> None:
    ((_, error),) = boxes.outbox(root).deliver_all([shipment(content, reader)])
    if error is not None:
        raise error


def test_an_answer_lies_with_its_empty_go(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    deliver(boxes, tmp_path)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {NAME: CONTENT, GO: b""}


def test_the_go_is_written_last(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    """While the content is read, no GO lies there; and not when the reading fails."""

    class Watching(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert not (folder / GO).exists()
            assert not (folder / NAME).exists()
            return super().read(size)

    deliver(boxes, tmp_path, reader=Watching)
    assert (folder / NAME).stat().st_mtime_ns <= (folder / GO).stat().st_mtime_ns


def test_a_reading_that_fails_leaves_no_file_and_no_go(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    class Failing(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(f"the disk is gone before {size} bytes")

    with pytest.raises(OSError, match="disk is gone"):
        deliver(boxes, tmp_path, reader=Failing)
    assert list(folder.iterdir()) == []


def test_the_same_bytes_again_change_nothing(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    deliver(boxes, tmp_path)
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()}
    deliver(boxes, tmp_path)
    assert {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()} == before


def test_other_bytes_under_the_same_name_are_refused(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    deliver(boxes, tmp_path)
    with pytest.raises(NameTaken, match=NAME):
        deliver(boxes, tmp_path, b"other")
    assert (folder / NAME).read_bytes() == CONTENT


def test_a_file_that_somebody_changed_is_refused(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    deliver(boxes, tmp_path)
    (folder / NAME).write_bytes(CONTENT + b" ")
    with pytest.raises(NameTaken):
        deliver(boxes, tmp_path)


def test_other_bytes_get_no_go(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(b"half")
    with pytest.raises(NameTaken):
        deliver(boxes, tmp_path)
    assert not (folder / GO).exists()


def test_a_go_that_is_missing_is_written_again(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    deliver(boxes, tmp_path)
    (folder / GO).unlink()
    deliver(boxes, tmp_path)
    assert (folder / GO).read_bytes() == b""


def test_a_file_that_was_fetched_and_removed_is_written_again_byte_for_byte(
    boxes: Boxes, tmp_path: Path, folder: Path
) -> None:
    deliver(boxes, tmp_path)
    (folder / NAME).unlink()
    deliver(boxes, tmp_path)
    assert (folder / NAME).read_bytes() == CONTENT


def test_a_link_in_the_place_of_an_answer_is_not_followed(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    (tmp_path / "elsewhere").write_bytes(CONTENT)
    (folder / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=r"."):
        deliver(boxes, tmp_path)


def test_a_dangling_link_in_the_place_of_an_answer_is_neither_followed_nor_replaced(
    boxes: Boxes, tmp_path: Path, folder: Path
) -> None:
    folder.mkdir(parents=True)
    (folder / NAME).symlink_to(tmp_path / "nowhere")
    with pytest.raises(OSError, match=r"."):
        deliver(boxes, tmp_path)
    assert not (tmp_path / "nowhere").exists()
    assert not (folder / GO).exists()
