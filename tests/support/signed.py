"""An installation that wants signatures: an authority it trusts, two senders with certificates, sets they sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pki
from installations import Installation, make_installation
from pki import Party
from signing import World, fresh_lists, world

from batch.transport.credentials import read_certificate

ALICE, BOB = "123456", "234567"


@dataclass
class SignedInstallation(Installation):
    """An installation with signature = "required"; Alice is sender 123456, Bob 234567."""

    @property
    def world(self) -> World:
        return world()

    def register_certificate(self, number: str, who: Party) -> None:
        self.register.directory.rotate(number, read_certificate(who.pem, self.now), self.now, timedelta(0))

    def trust(self, part: str, **files: bytes) -> None:
        folder = self.home / "trust" / part
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / f"{name}.{'crl' if part == 'crl' else 'der'}").write_bytes(content)

    def lay_signed(
        self, stem: str, content: str | bytes, signature: bytes | None, *, folder: str = "IN", sender: str = ALICE
    ) -> None:
        """A set of one part; without a signature none is laid."""
        self.lay_file(f"FI.{stem}.1.1", content, folder=folder, sender=sender, age=62)
        if signature is not None:
            self.lay_file(f"FS.{stem}.1.1", signature, folder=folder, sender=sender, age=61)
        self.lay_file(f"GO.{stem}.1", "", folder=folder, sender=sender, age=60)

    def faults(self, stem: str) -> list[tuple[str, str]]:
        """The codes a set was refused with, and what the operator reads beside each."""
        with self.register.reading() as connection:
            told = "SELECT f.code, f.detail FROM file_faults f JOIN receipts r ON r.id = f.receipt"
            rows = connection.exec_driver_sql(f"{told} WHERE r.stem = ? ORDER BY f.nth", (stem,))
            return [(code, detail) for code, detail in rows]


def make_signed(home: Path, settings: str = "") -> SignedInstallation:
    plain = make_installation(home)
    (home / "onem-batch.toml").write_text(f'signature = "required"\n{settings}', encoding="utf-8")
    made = SignedInstallation(home, plain.register)
    of_root, of_authority = fresh_lists()
    made.trust("anchors", root=made.world.root.der)
    made.trust("crl", root=of_root, authority=of_authority)
    made.register_certificate(ALICE, made.world.alice)
    made.register_certificate(BOB, made.world.bob)
    return made


def signature(who: Party, content: str | bytes, *options: str, **more: object) -> bytes:
    """An FS as ``openssl cms`` makes it, with the signer's authorities in it."""
    raw = content.encode() if isinstance(content, str) else content
    return pki.by_openssl(who, *options, content=raw, **more)
