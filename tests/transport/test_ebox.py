"""Copies for the e-Box as files: the PDF first, then what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from batch.transport import ebox
from batch.transport.ebox import EboxFolder


def test_a_copy_and_what_it_is_lie_in_the_folder_of_the_enterprise(tmp_path: Path) -> None:
    for _ in range(2):
        EboxFolder(tmp_path / "ebox").put("1245007866", "C61-x", b"%PDF", {"document": "C61"})
    folder = tmp_path / "ebox" / "1245007866"
    assert sorted(path.name for path in folder.iterdir()) == ["C61-x.json", "C61-x.pdf"]
    assert (folder / "C61-x.pdf").read_bytes() == b"%PDF"
    assert json.loads((folder / "C61-x.json").read_text()) == {"document": "C61", "file": "C61-x.pdf"}


def test_who_sees_the_description_finds_the_copy_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    write = ebox.write_whole
    monkeypatch.setattr(ebox, "write_whole", lambda path, chunks: (order.append(path.suffix), write(path, chunks))[1])
    EboxFolder(tmp_path).put("1245007866", "C61-x", b"%PDF", {})
    assert order == [".pdf", ".json"]
