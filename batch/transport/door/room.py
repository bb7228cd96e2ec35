"""One sender's room behind the door: what it sees, reads, writes, renames and removes.

All connections of a sender share one room, so that two of them cannot trip over each other.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from batch.model.door import DoorSettings
from batch.transport.door.folders import Folders, find, open_plain, plain_files
from batch.transport.door.house import Entry, Log
from batch.transport.door.pair import Pair, Wish
from batch.transport.door.paths import IN_FOLDERS, OUT_FOLDERS, SIX, Place
from batch.transport.door.quota import Quota
from batch.transport.door.refusal import Refused, denied, failed, missing
from batch.transport.door.uploads import Upload

_OVERTAKEN = "another upload of this name has begun, or the file was removed"


class Room:
    """The six folders of one sender."""

    def __init__(self, sender: str, folders: Folders, settings: DoorSettings, log: Log) -> None:
        self.sender = sender
        self._folders = folders
        self._settings = settings
        self._log = log
        self._lock = threading.Lock()
        self._live: dict[Place, Upload] = {}
        self._quota = Quota(self._count, settings.quota_bytes, settings.quota_files)

    def entries(self, place: Place) -> list[Entry]:
        """What lies in the root or in one of the folders, by name."""
        if not place.folder:
            return [self.look(Place(folder)) for folder in SIX]
        if place.name:
            raise missing("this is no folder")
        if place.folder in OUT_FOLDERS:
            with self._folders.answers(self.sender, place.folder) as answers:
                found = {name: one for name, one in plain_files(answers) if not name.startswith(".")}
        else:
            with self._pair(place.folder) as pair:
                found = pair.files()
        return [_entry(name, one) for name, one in sorted(found.items())]

    def look(self, place: Place) -> Entry:
        """Name, size and time of one place."""
        if not place.name:
            return Entry(place.folder, 0, self._changed(place), is_folder=True)
        with self._folder_of(place) as folder:
            found = find(folder, place.name)
        if found is None:
            raise missing()
        return _entry(place.name, found)

    def open_to_read(self, place: Place) -> int:
        """A descriptor of a plain file, to be closed by the caller."""
        if not place.name:
            raise failed("this is a folder")
        with self._folder_of(place) as folder:
            return open_plain(folder, place.name, os.O_RDONLY)

    def open_to_write(self, place: Place, wish: Wish) -> Upload:
        """Begin an upload, or go on with one that was cut off; another of the same name is over."""
        _only_in(place)
        with self._lock, self._pair(place.folder) as pair:
            pair.refuse_wish(place.name, wish)
            self._end(place)
            handle = pair.begin(place.name, wish, self._quota)
            upload = Upload(place, handle, self._quota, self._settings.most_file_bytes, append=wish.append)
            self._live[place] = upload
            return upload

    def finish(self, upload: Upload) -> None:
        """The client closed the file: from now on it lies where it belongs, whole and synced.

        A refused upload is thrown away; the client knows, and has nothing to go on with.
        """
        try:
            size, sha256 = upload.finish()
            with self._lock, self._pair(upload.place.folder) as pair:
                if self._live.get(upload.place) is not upload:
                    raise failed(_OVERTAKEN)
                pair.lay(upload.place.name)
                del self._live[upload.place]
        except (Refused, OSError):
            with self._lock:
                self._drop(upload)
            raise
        finally:
            upload.let_go()
        self._log.info("upload finished", sender=self.sender, file=str(upload.place), size=size, sha256=sha256)

    def abandon(self, upload: Upload) -> None:
        """The line was cut: what came so far waits until the client goes on."""
        with self._lock:
            if self._live.get(upload.place) is upload:
                if upload.is_spoiled or upload.shorten() == 0:
                    self._drop(upload)
                else:
                    del self._live[upload.place]
        upload.let_go()
        self._log.info("upload cut off", sender=self.sender, file=str(upload.place))

    def remove(self, place: Place) -> None:
        """Remove an answer that was fetched, or an upload that is not fixed."""
        if not place.name:
            raise denied("the folders stay")
        if place.folder in OUT_FOLDERS:
            with self._folder_of(place) as folder:
                if find(folder, place.name) is None:
                    raise missing()
                os.unlink(place.name, dir_fd=folder)
        else:
            with self._lock, self._pair(place.folder) as pair:
                pair.remove(place.name)
                self._end(place)
        self._log.info("file removed", sender=self.sender, file=str(place))

    def rename(self, old: Place, new: Place, *, replace: bool) -> None:
        """Give an upload its final name, or another one, in the same folder; replaces only if asked to."""
        _only_in(old)
        _only_in(new)
        if old.folder != new.folder:
            raise denied("a file stays in its folder")
        with self._lock, self._pair(old.folder) as pair:
            pair.refuse_if_partial(old.name)
            pair.refuse_if_fixed(old.name)
            pair.refuse_if_fixed(new.name)
            if old == new:
                return
            if pair.has(new.name) and not replace:
                raise failed("a file of the new name is there")
            self._end(new)
            pair.rename(old.name, new.name)
        self._log.info("file renamed", sender=self.sender, file=str(old), to=str(new))

    @contextmanager
    def _pair(self, folder: str) -> Iterator[Pair]:
        with (
            self._folders.arrived(self.sender, folder) as arrived,
            self._folders.uploads(self.sender, folder) as uploads,
        ):
            yield Pair(arrived, uploads)

    @contextmanager
    def _folder_of(self, place: Place) -> Iterator[int]:
        """The folder in which a file lies, if it is there at all."""
        if place.folder in IN_FOLDERS:
            with self._pair(place.folder) as pair:
                yield pair.place(place.name)
        elif place.name.startswith("."):  # an answer that is being written
            raise missing()
        else:
            with self._folders.answers(self.sender, place.folder) as answers:
                yield answers

    def _changed(self, place: Place) -> int:
        if not place.folder:
            return 0
        way = self._folders.answers if place.folder in OUT_FOLDERS else self._folders.arrived
        with way(self.sender, place.folder) as folder:
            return int(os.fstat(folder).st_mtime)

    def _count(self) -> tuple[int, int]:
        sizes: list[int] = []
        for folder in IN_FOLDERS:
            with self._pair(folder) as pair:
                for one in (pair.arrived, pair.uploads):
                    sizes += [found.st_size for _, found in plain_files(one)]
        return sum(sizes), len(sizes)

    def _end(self, place: Place) -> None:
        live = self._live.pop(place, None)
        if live is not None:
            live.spoil(_OVERTAKEN)

    def _drop(self, upload: Upload) -> None:
        """Remove what came of an upload, unless another one of the same name has taken over."""
        if self._live.get(upload.place) is upload:
            del self._live[upload.place]
            with self._pair(upload.place.folder) as pair, contextlib.suppress(FileNotFoundError):
                os.unlink(upload.place.name, dir_fd=pair.uploads)


def _entry(name: str, found: os.stat_result) -> Entry:
    return Entry(name, found.st_size, int(found.st_mtime))


def _only_in(place: Place) -> None:
    if place.folder not in IN_FOLDERS or not place.name:
        raise denied("files are written in IN, INTEST and INTEST-S only")
