"""Servers that confirm what they did not do, or know less than OpenSSH."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from boxes import one_claim
from lying_server import Lies, lying_server
from sshd import make_key

from batch.errors import UploadShort
from batch.ports import Shipment, ShippedFile
from batch.settings import Settings
from batch.transport.boxes import open_boxes

CONTENT = b"0123456789" * 20_000
LONG = b"0123456789" * 300_000
SURE = 32_768
"""Bytes that every server takes in one request."""


@pytest.fixture
def lies() -> Lies:
    return Lies()


@pytest.fixture
def settings(lies: Lies, tmp_path: Path) -> Iterator[Settings]:
    make_key(tmp_path / "key")
    root = tmp_path / "data"
    root.mkdir()
    with lying_server(lies) as (port, fingerprint):
        address = f"sftp://batch@127.0.0.1:{port}{root}"
        yield Settings(
            tmp_path, inbox=address, outbox=address, sftp_key="key", sftp_host_keys=(fingerprint,), sftp_channels=2
        )


def shipment(name: str, content: bytes = CONTENT) -> Shipment:
    fo = ShippedFile(f"FO.{name}", hashlib.sha256(content).hexdigest(), len(content), lambda: BytesIO(content))
    return Shipment("123456", "OUT", (fo,), f"GO.{name}")


def lay(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "123456" / "IN"
    folder.mkdir(parents=True)
    (folder / "FI.a").write_bytes(CONTENT)
    (folder / "GO.a").write_bytes(b"")
    return folder


@pytest.mark.parametrize("keeps", [0, 1, 150_000, len(CONTENT) - 1])
def test_an_upload_that_is_confirmed_but_short_is_seen_and_leaves_nothing(
    settings: Settings, lies: Lies, tmp_path: Path, keeps: int
) -> None:
    outbox = open_boxes(settings)[1]
    lies.keeps = keeps
    ((_, error),) = outbox.deliver_all([shipment("a")])
    assert isinstance(error, UploadShort)
    folder = tmp_path / "data" / "123456" / "OUT"
    assert list(folder.iterdir()) == []

    lies.keeps = None
    ((_, error),) = outbox.deliver_all([shipment("a")])
    assert error is None
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"FO.a": CONTENT, "GO.a": b""}


@pytest.mark.parametrize("gives", [0, 1, 100_000, len(CONTENT) - 1])
def test_a_file_that_ends_before_its_told_size_is_an_error_and_no_half_file(
    settings: Settings, lies: Lies, tmp_path: Path, gives: int
) -> None:
    lay(tmp_path)
    lies.gives = gives
    claim = one_claim(open_boxes(settings)[0], "123456", "IN", "GO.a", ["FI.a"])
    with pytest.raises(OSError, match="another size"), claim.open("FI.a") as file:
        file.read()
    lies.gives = None
    with claim.open("FI.a") as file:
        assert file.read() == CONTENT


def test_listings_without_attributes_are_completed_file_by_file(settings: Settings, lies: Lies, tmp_path: Path) -> None:
    folder = lay(tmp_path)
    (folder / "FI.link").symlink_to("FI.a")
    lies.no_times_in_listings = True
    found = {one.name: one.size for one in open_boxes(settings)[0].arrivals()}
    assert found == {"FI.a": len(CONTENT), "GO.a": 0}


def test_a_server_without_posix_rename_gets_plain_renames(settings: Settings, lies: Lies, tmp_path: Path) -> None:
    lay(tmp_path)
    lies.knows_posix_rename = False
    claim = one_claim(open_boxes(settings)[0], "123456", "IN", "GO.a", ["FI.a"])
    assert claim.files == ("FI.a", "GO.a")
    assert [line.split()[0] for line in lies.asked if "rename" in line] == ["posix-rename", "rename", "rename"]


def test_answers_are_put_in_place_by_the_rename_that_refuses_to_write_over(settings: Settings, lies: Lies) -> None:
    ((_, error),) = open_boxes(settings)[1].deliver_all([shipment("a")])
    assert error is None
    assert [line.split()[0] for line in lies.asked if "rename" in line] == ["rename", "rename"]


@pytest.mark.parametrize(
    ("limits", "at_once", "largest"),
    [
        (None, None, SURE),
        ((0, 0), None, SURE),
        ((1000, 1000), None, SURE),
        ((65_536, 65_536), None, 65_536),
        ((1 << 40, 1 << 40), None, 131_072),
        ((1 << 40, 1 << 40), 50_000, 131_072),
        ((1 << 40, 1 << 40), 20_000, 131_072),
    ],
)
def test_requests_are_as_large_as_the_server_says_and_sure_when_it_says_nothing(
    settings: Settings, lies: Lies, tmp_path: Path, limits: tuple[int, int] | None, at_once: int | None, largest: int
) -> None:
    (lay(tmp_path) / "FI.a").write_bytes(LONG)
    lies.limits, lies.at_once = limits, at_once
    inbox, outbox = open_boxes(settings)
    claim = one_claim(inbox, "123456", "IN", "GO.a", ["FI.a"])
    with claim.open("FI.a") as file:
        assert file.read() == LONG
    assert max(size for kind, size in lies.requests if kind == "read") == largest
    ((_, error),) = outbox.deliver_all([shipment("a", LONG)])
    assert error is None
    assert (tmp_path / "data" / "123456" / "OUT" / "FO.a").read_bytes() == LONG
    assert max(size for kind, size in lies.requests if kind == "write") == largest


def test_a_server_that_gives_less_than_it_told_is_asked_for_less(
    settings: Settings, lies: Lies, tmp_path: Path
) -> None:
    (lay(tmp_path) / "FI.a").write_bytes(LONG)
    lies.limits, lies.at_once = (1 << 18, 1 << 18), 40_000
    claim = one_claim(open_boxes(settings)[0], "123456", "IN", "GO.a", ["FI.a"])
    with claim.open("FI.a") as file:
        assert file.read() == LONG
    large = [size for _, size in lies.requests if size > lies.at_once]
    assert len(large) <= 1 << 3, "what one short answer made worthless, not one request in two"


def test_a_small_file_is_not_worth_asking_for_limits(settings: Settings, lies: Lies, tmp_path: Path) -> None:
    lay(tmp_path)
    lies.limits = (1 << 18, 1 << 18)
    inbox, outbox = open_boxes(settings)
    claim = one_claim(inbox, "123456", "IN", "GO.a", ["FI.a"])
    with claim.open("FI.a") as file:
        assert file.read() == CONTENT
    outbox.deliver(shipment("a"))
    assert "limits" not in lies.asked
