"""The outbox: folders ``{addressee}/{OUT|OUTTEST|OUTTEST-S}`` in a tree; answers lie there whole, the GO last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from io import BytesIO

from batch.errors import AnswerChanged, NameTaken
from batch.ports import Shipment, ShippedFile
from batch.transport.ahead import in_order
from batch.transport.files import chunks_of
from batch.transport.layout import Layout
from batch.transport.tree import Source, Tree


class FolderOutbox:
    """All outbox folders of all addressees."""

    def __init__(self, tree: Tree, layout: Layout) -> None:
        self._tree = tree
        self._layout = layout

    def deliver_all(self, shipments: Iterable[Shipment]) -> Iterator[tuple[Shipment, Exception | None]]:
        """Lay answers down; each comes back in the order given, with the reason when it could not be."""
        yield from in_order(self.deliver, shipments, self._tree.lanes)

    def deliver(self, shipment: Shipment) -> None:
        """Lay down the files, then the empty GO; again is the same files with the same bytes.

        Raises:
            NameTaken: a file of that name stands there with other content.
            AnswerChanged: what was kept is not what was registered.
            OSError: what stands there is no regular file.
        """
        folder = self._layout.folder(shipment.addressee, shipment.folder)
        for file in shipment.files:
            self._lay(folder, file)
        if self._tree.find(f"{folder}/{shipment.go_name}") is None:
            self._write(folder, shipment.go_name, BytesIO)

    def _lay(self, folder: str, file: ShippedFile) -> None:
        if self._lies(folder, file):
            return
        if self._write(folder, file.name, file.open) != (file.size, file.sha256):
            raise AnswerChanged(file.name)

    def _lies(self, folder: str, file: ShippedFile) -> bool:
        """Whether a file lies there already, with the same bytes.

        Raises:
            NameTaken: with others.
            OSError: what stands there is no regular file.
        """
        path = f"{folder}/{file.name}"
        found = self._tree.find(path)
        if found is None:
            return False
        if (found.is_file and found.size != file.size) or self._sha256(path) != file.sha256:
            raise NameTaken(path)
        return True

    def _write(self, folder: str, name: str, source: Source) -> tuple[int, str]:
        try:
            return self._tree.write(f"{folder}/{name}", source)
        except FileNotFoundError:
            # Most likely the folder; when it is the kept file, the second try says so again.
            self._tree.make_folder(folder)
        return self._tree.write(f"{folder}/{name}", source)

    def _sha256(self, path: str) -> str:
        digest = hashlib.sha256()
        with self._tree.open(path) as file:
            for chunk in chunks_of(file):
                digest.update(chunk)
        return digest.hexdigest()
