"""Career-break forms sent through the channel, one a set, and what their notification says."""

from __future__ import annotations

from itertools import count

from installations import Installation

FOLDERS = {"R": "IN", "S": "INTEST-S", "T": "INTEST"}
_NUMBERS = count(1)


def lay(installation: Installation, text: str, code: str = "LOIC", sender: str = "123456", kind: str = "R") -> None:
    """A set with one form, created on the day it is."""
    day = f"{installation.now:%Y-%m-%d}"
    stem = f"{code}.{sender}.{day.replace('-', '')}.{next(_NUMBERS):05d}.{kind}"
    installation.lay(stem, text.replace("2026-03-09", day), sender=sender, folder=FOLDERS[kind])


def sent(installation: Installation, text: str, code: str = "LOIC", sender: str = "123456") -> str:
    """Sends one form that is accepted; its ticket."""
    before = set(installation.answers(sender))
    lay(installation, text, code, sender)
    assert installation.run().problems == []
    (name,) = (one for one in installation.answers(sender) if one.startswith("FO.NOTI") and one not in before)
    noti = installation.answers(sender)[name].decode()
    assert "<ResultCode>1</ResultCode>" in noti, noti
    return noti.partition("<HandledReference>")[2].partition("<ReferenceNbr>")[2].partition("<")[0]
