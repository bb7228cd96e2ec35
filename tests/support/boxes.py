"""Inbox and outbox of a test, on a local folder or on the same folder seen through a server."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sshd import Sshd

from batch.ports import Claim, Wanted
from batch.settings import Settings
from batch.transport.boxes import open_boxes
from batch.transport.inbox import FolderInbox
from batch.transport.outbox import FolderOutbox


@dataclass
class Boxes:
    """How to see a folder."""

    sshd: Sshd | None = None

    def settings(self, root: Path) -> Settings:
        if self.sshd is None:
            return Settings(root, inbox=str(root), outbox=str(root))
        address = f"sftp://{getpass.getuser()}@127.0.0.1:{self.sshd.port}{root}"
        pins = (self.sshd.fingerprint,)
        return Settings(root, inbox=address, outbox=address, sftp_key=str(self.sshd.key), sftp_host_keys=pins)

    def inbox(self, root: Path) -> FolderInbox:
        return open_boxes(self.settings(root))[0]

    def outbox(self, root: Path) -> FolderOutbox:
        return open_boxes(self.settings(root))[1]


def one_claim(inbox: FolderInbox, sender: str, folder: str, first: str, others: Sequence[str]) -> Claim | None:
    """Take one set."""
    (taken,) = inbox.claims([Wanted(sender, folder, first, tuple(others))])
    if taken.error is not None:
        raise taken.error
    return taken.claim
