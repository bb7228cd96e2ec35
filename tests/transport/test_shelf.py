"""The archive for a batch: readable at once, under its names when all of it is synced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from batch.transport import files
from batch.transport.archive import LocalArchive


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_what_is_on_the_shelf_is_read_and_found_and_has_no_name_yet(tmp_path: Path):
    with LocalArchive(tmp_path).shelf() as shelf:
        artifact = shelf.write("out/1/ACRF.xml", [b"<AC", b"RF/>"])
        with shelf.open("out/1/ACRF.xml") as file:
            assert file.read() == b"<ACRF/>"
        assert shelf.find("out/1/ACRF.xml") == artifact
        assert not (tmp_path / "out/1/ACRF.xml").exists()
        shelf.sync()

    assert names(tmp_path) == ["out/1/ACRF.xml"]
    assert LocalArchive(tmp_path).find("out/1/ACRF.xml") == artifact


def test_what_was_not_synced_is_gone(tmp_path: Path):
    with LocalArchive(tmp_path).shelf() as shelf:
        shelf.write("out/1/ACRF.xml", [b"x"])
        shelf.write("in/2/FI", [b"y"])
        shelf.forget("in/2")
        shelf.write("in/3/FI", [b"z"])
        shelf.discard("in/3/FI")

    assert names(tmp_path) == []


def test_bytes_are_synced_before_they_get_their_name_and_names_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    synced: list[Path] = []
    real = os.fsync

    def sync(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if path.is_dir():
            assert not list(path.glob("*.tmp"))
        synced.append(path)
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    with LocalArchive(tmp_path).shelf() as shelf:
        for number in range(20):
            shelf.write(f"in/{number}/FI", [b"x"])
        shelf.write("in/0/GO", [])
        assert synced == []
        shelf.sync()

    assert {path.name for path in synced if path.suffix == ".tmp"} == {f".FI.{os.getpid()}.tmp"}
    folders = [path for path in synced if path.suffix != ".tmp"]
    made = {tmp_path / "in", tmp_path, *(tmp_path / f"in/{number}" for number in range(20))}
    assert sorted(folders) == sorted(made)
    assert len(synced) == 20 + len(made)


def test_a_file_that_cannot_be_synced_takes_no_name_and_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = os.fsync

    def sync(handle: int) -> None:
        if ".bad." in str(Path(f"/proc/self/fd/{handle}").readlink()):
            raise OSError(5, "Input/output error")
        real(handle)

    monkeypatch.setattr(files.os, "fsync", sync)
    with LocalArchive(tmp_path).shelf() as shelf:
        for name in ("a", "bad", "c"):
            shelf.write(f"in/{name}", [b"x"])
        with pytest.raises(OSError, match="Input/output"):
            shelf.sync()

    assert names(tmp_path) == ["in/a", "in/c"]
