"""Forms through the channel one by one, and what comes back of each."""

from __future__ import annotations

from installations import Installation

DAY = "2026-03-16"


def fresh(text: str) -> str:
    return text.replace("2026-03-09", DAY)


def lay(installation: Installation, code: str, text: str, sender: str = "123456", environment: str = "R") -> None:
    lay.count += 1
    folder = {"R": "IN", "S": "INTEST-S"}[environment]
    stem = f"{code}.{sender}.20260316.{lay.count:05d}.{environment}"
    installation.lay(stem, fresh(text), sender=sender, folder=folder)


lay.count = 0


def sent(installation: Installation, code: str, text: str, sender: str = "123456") -> str:
    """Sends one form; what its notification says: its ticket, or its anomalies."""
    lay(installation, code, text, sender)
    assert installation.run().problems == []
    noti = installation.texts("NOTI", sender)[-1]
    if "<ErrorID>" in noti:
        return " ".join(sorted(part.partition("<")[0] for part in noti.split("<ErrorID>")[1:]))
    return noti.partition("<HandledReference>")[2].partition("<ReferenceNbr>")[2].partition("<")[0]


def told(installation: Installation) -> list[str]:
    """The statuses that the sender was told, in order."""
    return [text.partition("<Status>")[2].partition("<")[0] for text in installation.texts("LONO")]
