"""The inbox: folders ``{sender}/{IN|INTEST|INTEST-S}`` in a tree, and the sets that are claimed out of them."""

from __future__ import annotations

import re
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from batch.model.names import IN_FOLDER
from batch.ports import Arrival, Claim, Taken, Wanted
from batch.transport.ahead import in_order
from batch.transport.claims import FolderClaim, Later
from batch.transport.layout import Layout
from batch.transport.parting import Parting
from batch.transport.tree import Entry, Tree

_CLAIM = re.compile(f"[0-9a-f]{{32}}~.+~({'|'.join(IN_FOLDER.values())})")
"""Another folder there is nobody's claim: it is left alone."""
_SENDER = re.compile(r"[0-9]{6}")
_YOUNG = timedelta(seconds=10)
_FEW = 4
"""Up to so many files of one folder are looked at one by one; more, and the folder is listed again."""

Place = tuple[str, str]


def _raise(error: Exception) -> None:
    raise error


class FolderInbox:
    """All inbox folders of all senders."""

    def __init__(self, tree: Tree, layout: Layout) -> None:
        self._tree = tree
        self._layout = layout

    def arrivals(self, trouble: Callable[[Exception], None] = _raise) -> list[Arrival]:
        """Every regular file in the folders of the channel; links and the like are never looked at.

        ``trouble`` hears of a folder that cannot be read; the others go on.
        """
        places = [(sender, folder) for sender in self._senders() for folder in IN_FOLDER.values()]
        found = []
        for (sender, folder), result in in_order(self._listing, places, self._tree.lanes):
            if isinstance(result, OSError):
                result.add_note(f"inbox of {sender}, {folder}")
                trouble(result)
            elif isinstance(result, Exception):
                raise result
            else:
                found += [Arrival(sender, folder, one.name, one.size, one.modified) for one in result]
        return found

    def _senders(self) -> list[str]:
        try:
            entries = self._tree.entries(self._layout.root)
        except OSError as error:
            error.add_note(self._layout.root)
            raise
        return sorted(one.name for one in entries if one.is_folder and _SENDER.fullmatch(one.name))

    def _listing(self, place: Place) -> list[Entry]:
        folder = self._layout.folder(*place)
        found = self._tree.find(folder)
        if found is None or not found.is_folder:  # a link is no folder of ours, wherever it points
            return []
        try:
            return [one for one in self._tree.entries(folder) if one.is_file]
        except (FileNotFoundError, NotADirectoryError):
            return []

    def is_growing(self, arrivals: Sequence[Arrival], pause: float, now: datetime) -> set[Arrival]:
        """Those files that change while one looks at them twice, ``pause`` seconds apart.

        Where the files have the time of our clock, only those of the last ten seconds are looked at; a server's
        clock may differ, so there every file that has a body is.
        """
        chosen = [one for one in arrivals if self._may_grow(one, now)]
        if not chosen:
            return set()
        time.sleep(pause)
        by_place: dict[Place, list[Arrival]] = defaultdict(list)
        for one in chosen:
            by_place[one.sender, one.folder].append(one)
        growing = set()
        for place, found in in_order(lambda place: self._now(place, by_place[place]), by_place, self._tree.lanes):
            if isinstance(found, Exception):
                raise found
            growing |= {one for one in by_place[place] if (one.size, one.modified) != found.get(one.name)}
        return growing

    def _may_grow(self, arrival: Arrival, now: datetime) -> bool:
        if self._tree.keeps_our_time:
            return now - arrival.modified < _YOUNG
        return arrival.size > 0

    def _now(self, place: Place, arrivals: Sequence[Arrival]) -> dict[str, tuple[int, datetime]]:
        if len(arrivals) > _FEW:
            entries = self._listing(place)
        else:
            folder = self._layout.folder(*place)
            seen = (self._tree.find(f"{folder}/{one.name}") for one in arrivals)
            entries = [one for one in seen if one is not None]
        return {one.name: (one.size, one.modified) for one in entries}

    def claims(self, wanted: Iterable[Wanted]) -> Iterator[Taken]:
        """Move sets out, in the order asked; far away, working ahead in a bounded window.

        A claim made ahead and never read stays in ``.claims``; the next run finds it unfinished. One whose files
        could not be removed after ``finish`` comes a second time, without its claim and with the error.
        """
        with Parting(self._tree.lanes) as parting:
            for one, result in in_order(lambda one: self._claim(one, parting.later_for(one)), wanted, self._tree.lanes):
                if isinstance(result, Exception):
                    yield Taken(one, None, result)
                else:
                    yield Taken(one, result)
            for one, error in parting.failures():
                yield Taken(one, None, error)

    def _claim(self, wanted: Wanted, later: Later | None) -> FolderClaim | None:
        name = f"{uuid.uuid4().hex}~{wanted.sender}~{wanted.folder}"
        claim = FolderClaim(self._tree, self._layout, name, later)
        if not claim.make(wanted.first, wanted.others):
            return None
        if self._tree.lanes > 1:
            claim.read_ahead()
        return claim

    def unfinished(self) -> list[Claim]:
        """Claims that a crash left behind, oldest first; ask only while holding the run lock."""
        try:
            entries = self._tree.entries(self._layout.claims)
        except (FileNotFoundError, NotADirectoryError):
            return []
        ours = (one for one in entries if one.is_folder and _CLAIM.fullmatch(one.name))
        folders = sorted(ours, key=lambda one: (one.modified, one.name))
        return [FolderClaim(self._tree, self._layout, one.name) for one in folders]

    def holds(self, sender: str, folder: str, name: str) -> bool:
        """Whether a regular file of that name lies in a folder."""
        found = self._tree.find(f"{self._layout.folder(sender, folder)}/{name}")
        return found is not None and found.is_file
