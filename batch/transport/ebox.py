"""Copies for the e-Box of enterprises, as files: a folder for each enterprise number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from batch.transport.files import write_whole


class EboxFolder:
    """Copies in a folder; the JSON is written last, so whoever sees it finds the PDF whole."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, enterprise: str, name: str, pdf: bytes, told: Mapping[str, Any]) -> None:
        """Lay down one copy and what it is; the same copy again replaces it by the same bytes."""
        folder = self._root / enterprise
        write_whole(folder / f"{name}.pdf", [pdf])
        text = json.dumps({**told, "file": f"{name}.pdf"}, ensure_ascii=False, indent=2)
        write_whole(folder / f"{name}.json", [f"{text}\n".encode()])
