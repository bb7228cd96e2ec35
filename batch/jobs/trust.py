"""Whose certificates count: the trust folder, read again when a file in it has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from batch.model.signature import Revocation
    from batch.validators.trust import Trust

Stamp = tuple[tuple[str, int, int], ...]


class TrustFiles(Protocol):
    """The bytes of every file in the trust folder, by path."""

    @property
    def anchors(self) -> Mapping[str, bytes]: ...
    @property
    def intermediates(self) -> Mapping[str, bytes]: ...
    @property
    def crls(self) -> Mapping[str, bytes]: ...


class TrustRoom:
    """The authorities of one installation; what was read stays until the folder's stamp differs."""

    def __init__(self, read: Callable[[], TrustFiles], stamp: Callable[[], Stamp], revocation: Revocation) -> None:
        self._read = read
        self._stamp = stamp
        self._revocation = revocation
        self._known: tuple[Stamp, Trust] | None = None

    def as_it_is(self) -> TrustRoom:
        """The same authorities, looked at once more when they are first asked for, and not again."""
        return _Held(self, cache(self._stamp))

    def is_ready(self) -> bool:
        """Whether at least one authority is trusted."""
        return any(path.startswith("anchors/") for path, _, _ in self._stamp())

    def load(self) -> Trust:
        """The authorities and their lists of revoked certificates.

        Raises:
            SettingsWrong: a file in the folder does not read.
        """
        return self._loaded(self._stamp())

    def _loaded(self, stamp: Stamp) -> Trust:
        from batch.validators.trust import trust_of

        if self._known is None or self._known[0] != stamp:
            files = self._read()
            trust = trust_of(files.anchors, files.intermediates, files.crls, self._revocation)
            self._known = (stamp, trust)
        return self._known[1]


class _Held(TrustRoom):
    """A room that is looked at once."""

    def __init__(self, room: TrustRoom, stamp: Callable[[], Stamp]) -> None:
        self._room = room
        self._stamp = stamp

    def load(self) -> Trust:
        """The authorities as they were when they were first asked for; what the room has read is not read again."""
        return self._room._loaded(self._stamp())
