"""The six local folders of a sender: three to lay sets into, three to fetch answers from."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from batch.model.names import IN_FOLDER, OUT_FOLDER
from batch.settings import Settings
from batch.transport.layout import layout_of

_BOXES: tuple[tuple[Literal["inbox", "outbox"], tuple[str, ...]], ...] = (
    ("inbox", tuple(IN_FOLDER.values())),
    ("outbox", tuple(OUT_FOLDER.values())),
)


def make_folders(settings: Settings, sender: str) -> bool:
    """Make what is missing of a sender's folders on this machine; False when all lie on a server."""
    made = False
    for box, names in _BOXES:
        layout = layout_of(settings, box)
        if layout.server is None:
            made = True
            for name in names:
                Path(layout.folder(sender, name)).mkdir(parents=True, exist_ok=True)
    return made
