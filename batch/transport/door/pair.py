"""The two folders behind one IN folder, by descriptor: what has arrived, and what is still being uploaded.

Once the GO of a set has arrived, FI and FS that lie beside it are fixed: the pipeline may take them at any moment.
One that is still missing may come (ours: the channel lets a set wait for its files).
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from batch.model import names
from batch.transport.door.folders import find, open_plain, plain_files
from batch.transport.door.paths import is_temporary
from batch.transport.door.quota import Quota
from batch.transport.door.refusal import denied, failed, missing
from batch.transport.door.uploads import FINISHED, UNFINISHED


@dataclass(frozen=True, slots=True)
class Wish:
    """How a client opens a file to write: make it, cut it to nothing, only if it is new, always at the end."""

    make: bool
    empty: bool
    new: bool
    append: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Descriptors of both folders; names are those that the client sees."""

    arrived: int
    uploads: int

    def home(self, name: str) -> int:
        """Where a whole file of this name lies: under a temporary name it stays out of the pipeline's sight."""
        return self.uploads if is_temporary(name) else self.arrived

    def place(self, name: str) -> int:
        """Where a file lies, if it is there at all; an upload goes before what it is about to replace."""
        return self.uploads if find(self.uploads, name) else self.home(name)

    def has(self, name: str) -> bool:
        """Whether the client sees a file of this name."""
        return bool(find(self.arrived, name) or find(self.uploads, name))

    def files(self) -> dict[str, os.stat_result]:
        """What the client sees."""
        found = {name: one for name, one in plain_files(self.arrived) if not is_temporary(name)}
        return found | dict(plain_files(self.uploads))

    def refuse_if_fixed(self, name: str) -> None:
        """Refuse to touch an FI or FS whose GO lies beside it."""
        if not names.is_of_the_channel(name) or find(self.arrived, name) is None:
            return
        read = names.read(name)
        if read.prefix not in ("FI", "FS"):
            return
        with os.scandir(self.arrived) as entries:
            others = [entry.name for entry in entries if entry.name.startswith("GO.")]
        if any(names.is_of_the_channel(other) and names.read(other).stem == read.stem for other in others):
            raise denied("the GO of this set is there, its files are fixed")

    def refuse_wish(self, name: str, wish: Wish) -> None:
        """Refuse what a file that is there, or is not, does not allow."""
        is_there = self.has(name)
        if wish.new and is_there:
            raise failed("a file of this name is there")
        if not wish.make and not is_there:
            raise missing()
        self.refuse_if_fixed(name)

    def begin(self, name: str, wish: Wish, quota: Quota) -> int:
        """A descriptor to write into: a new file, or what was cut off, or a copy of what has arrived."""
        partial = find(self.uploads, name)
        if partial and not wish.empty:
            handle = open_plain(self.uploads, name, os.O_RDWR)
            os.fchmod(handle, UNFINISHED)
            return handle
        if partial:
            os.unlink(name, dir_fd=self.uploads)
        else:
            quota.take(0, files=1)
        handle = open_plain(self.uploads, name, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        try:
            if not wish.empty and find(self.arrived, name):
                self._copy(name, handle, quota)
        except BaseException:
            os.close(handle)
            os.unlink(name, dir_fd=self.uploads)
            raise
        return handle

    def _copy(self, name: str, to: int, quota: Quota) -> None:
        source = open_plain(self.arrived, name, os.O_RDONLY)
        try:
            size = os.fstat(source).st_size
            quota.take(size)
            offset = 0
            while sent := os.sendfile(to, source, offset, size - offset):
                offset += sent
        finally:
            os.close(source)

    def lay(self, name: str) -> None:
        """Make a finished upload visible where it belongs, for good."""
        self.refuse_if_fixed(name)
        if self.home(name) != self.uploads:
            find(self.arrived, name)  # a link or folder in the way is not written over
            os.rename(name, name, src_dir_fd=self.uploads, dst_dir_fd=self.arrived)
        os.fsync(self.home(name))

    def rename(self, old: str, new: str) -> None:
        """Move a whole file to another name, over whatever has it; its time becomes that of now."""
        source, target = self.place(old), self.home(new)
        if target != self.uploads and find(self.uploads, new):
            os.unlink(new, dir_fd=self.uploads)
        os.utime(old, dir_fd=source, follow_symlinks=False)
        os.rename(old, new, src_dir_fd=source, dst_dir_fd=target)
        os.fsync(target)
        os.fsync(source)

    def refuse_if_partial(self, name: str) -> None:
        """Refuse to rename what its client never closed."""
        found = find(self.place(name), name)
        if found is None:
            raise missing()
        if self.place(name) == self.uploads and found.st_mode & 0o777 != FINISHED:
            raise failed("this upload is not finished")

    def remove(self, name: str) -> None:
        """Remove a file: what has arrived, and what was about to replace it."""
        self.refuse_if_fixed(name)
        if not self.has(name):
            raise missing()
        for folder in (self.uploads, self.arrived):
            if find(folder, name):
                os.unlink(name, dir_fd=folder)
