from __future__ import annotations

import os
from pathlib import Path

from pki import crl
from signing import world

from batch.transport.trust import read_trust_files, trust_stamp
from batch.validators.signature import trust_of


def lay(folder: Path) -> None:
    for part in ("anchors", "intermediates", "crl"):
        (folder / part).mkdir(parents=True)
    (folder / "anchors/root.pem").write_bytes(world().root.pem)
    (folder / "anchors/ROOT.DER").write_bytes(world().root.der)
    (folder / "anchors/README.txt").write_bytes(b"not a certificate")
    (folder / "anchors/.root.pem.12.tmp").write_bytes(b"half")
    (folder / "anchors/.hidden.pem").write_bytes(b"half")
    (folder / "intermediates/authority.crt").write_bytes(world().authority.pem)
    (folder / "crl/root.crl").write_bytes(crl(world().root))


def test_what_the_operator_laid_down_is_read_by_name(tmp_path: Path):
    lay(tmp_path)

    files = read_trust_files(tmp_path)

    assert list(files.anchors) == ["anchors/ROOT.DER", "anchors/root.pem"]
    assert files.intermediates == {"intermediates/authority.crt": world().authority.pem}
    assert list(files.crls) == ["crl/root.crl"]
    by = trust_of(files.anchors, files.intermediates, files.crls, "required")
    assert (len(by.anchors), len(by.intermediates), len(by.crls)) == (2, 1, 1)


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path):
    files = read_trust_files(tmp_path / "nowhere")

    assert (files.anchors, files.intermediates, files.crls, files.stamp) == ({}, {}, {}, ())


def test_the_stamp_tells_every_change(tmp_path: Path):
    lay(tmp_path)
    first = read_trust_files(tmp_path).stamp
    assert trust_stamp(tmp_path) == first

    path = tmp_path / "crl/root.crl"
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1))
    second = trust_stamp(tmp_path)
    path.rename(tmp_path / "crl/other.crl")
    third = trust_stamp(tmp_path)
    (tmp_path / "crl/other.crl").unlink()

    assert len({first, second, third, trust_stamp(tmp_path)}) == 4


def test_a_link_to_a_shared_file_is_followed(tmp_path: Path):
    lay(tmp_path / "trust")
    shared = tmp_path / "shared.pem"
    shared.write_bytes(world().root.pem)
    (tmp_path / "trust/anchors/link.pem").symlink_to(shared)

    assert read_trust_files(tmp_path / "trust").anchors["anchors/link.pem"] == world().root.pem
