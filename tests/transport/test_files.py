"""Files: there whole, or not there at all."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

import batch
from batch.transport.archive import LocalArchive
from batch.transport.files import CHUNK, chunks_of, open_regular, write_whole

CHECKOUT = Path(batch.__file__).parent.parent
KILLED = """
import os, signal, sys
from pathlib import Path
from batch.transport.files import write_whole

def chunks():
    yield b"half"
    print("writing", flush=True)
    sys.stdin.read()
    yield b"whole"

write_whole(Path(sys.argv[1]), chunks())
"""


class Crash(Exception):
    """The chunks could not be made."""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing(*first: bytes):
    yield from first
    raise Crash


# -- writing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chunks", [(), (b"",), (b"a",), (b"a", b"", b"bc"), (b"x" * 3_000_000, b"y")])
def test_a_file_is_written_whole_with_its_size_and_digest(tmp_path: Path, chunks: tuple[bytes, ...]) -> None:
    whole = b"".join(chunks)
    assert write_whole(tmp_path / "a", chunks) == (len(whole), hashlib.sha256(whole).hexdigest())
    assert (tmp_path / "a").read_bytes() == whole
    assert names(tmp_path) == ["a"]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "c", [b"x"])
    assert (tmp_path / "a" / "b" / "c").read_bytes() == b"x"


@pytest.mark.parametrize("first", [(), (b"half",), (b"x" * 2_000_000,)])
def test_a_failure_in_the_chunks_leaves_no_file_and_no_rest(tmp_path: Path, first: tuple[bytes, ...]) -> None:
    with pytest.raises(Crash):
        write_whole(tmp_path / "a", failing(*first))
    assert names(tmp_path) == []


def test_a_failure_in_the_chunks_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", [b"old"])
    with pytest.raises(Crash):
        write_whole(tmp_path / "a", failing(b"new"))
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_an_interrupt_from_the_keyboard_leaves_no_rest_either(tmp_path: Path) -> None:
    def interrupted():
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a", interrupted())
    assert names(tmp_path) == []


def test_the_file_is_not_there_before_it_is_whole(tmp_path: Path) -> None:
    seen = []

    def watching():
        for _ in range(3):
            yield b"part"
            seen.append((tmp_path / "a").exists())

    write_whole(tmp_path / "a", watching())
    assert seen == [False] * 3


def test_writing_again_replaces_the_file_whole(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", [b"a long first version"])
    write_whole(tmp_path / "a", [b"short"])
    assert (tmp_path / "a").read_bytes() == b"short"


def test_a_reader_of_the_old_file_keeps_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", [b"old"])
    with (tmp_path / "a").open("rb") as reader:
        write_whole(tmp_path / "a", [b"new"])
        assert reader.read() == b"old"


def test_a_process_killed_while_it_writes_leaves_no_file_of_that_name(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=CHECKOUT
    ) as process:
        assert process.stdout.readline() == b"writing\n"
        process.kill()
    assert not path.exists()
    assert all(name.startswith(".") for name in names(tmp_path))
    write_whole(path, [b"whole"])
    assert path.read_bytes() == b"whole"


def test_a_link_in_the_place_of_the_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"untouched")
    (tmp_path / "a").symlink_to(tmp_path / "target")
    write_whole(tmp_path / "a", [b"new"])
    assert (tmp_path / "target").read_bytes() == b"untouched"
    assert (tmp_path / "a").read_bytes() == b"new"
    assert not (tmp_path / "a").is_symlink()


# -- opening ---------------------------------------------------------------------------------------------------


def test_a_regular_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * (2 * CHUNK + 1))
    with open_regular(tmp_path / "a") as file:
        assert b"".join(chunks_of(file)) == b"x" * (2 * CHUNK + 1)


def test_a_link_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"x")
    (tmp_path / "link").symlink_to("target")
    with pytest.raises(OSError, match=r"symbolic|link"):
        open_regular(tmp_path / "link")


def test_a_folder_is_not_opened_and_no_handle_is_left_open(tmp_path: Path) -> None:
    handles = Path("/proc/self/fd")
    before = len(list(handles.iterdir())) if handles.is_dir() else 0
    for _ in range(20):
        with pytest.raises(OSError, match=r"."):
            open_regular(tmp_path)
    if handles.is_dir():
        assert len(list(handles.iterdir())) < before + 20


def test_a_pipe_is_not_opened_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match=r"."):
        open_regular(tmp_path / "pipe")


# -- the archive -------------------------------------------------------------------------------------------------


def test_the_archive_keeps_exact_bytes_under_their_place(tmp_path: Path) -> None:
    archive = LocalArchive(tmp_path / "archive")
    content = bytes(range(256)) * 9000
    artifact = archive.keep("in/x/FI.a", BytesIO(content))
    assert (artifact.place, artifact.size) == ("in/x/FI.a", len(content))
    assert artifact.sha256 == hashlib.sha256(content).hexdigest()
    with archive.open("in/x/FI.a") as file:
        assert file.read() == content


def test_the_same_place_again_is_the_same_artifact(tmp_path: Path) -> None:
    archive = LocalArchive(tmp_path)
    assert archive.write("a", [b"x"]) == archive.write("a", [b"x"])
    assert archive.write("a", [b"y"]).sha256 != archive.write("a", [b"x"]).sha256


def test_scratch_is_a_path_in_a_folder_that_is_there(tmp_path: Path) -> None:
    path = LocalArchive(tmp_path / "archive").scratch("7.jsonl")
    path.write_text("x")
    assert path.parent.parent == tmp_path / "archive"
