"""Whose certificates count: the trust folder, read again when a file in it has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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

    def is_ready(self) -> bool:
        """Whether at least one authority is trusted."""
        return any(path.startswith("anchors/") for path, _, _ in self._stamp())

    def load(self) -> Trust:
        """The authorities and their lists of revoked certificates.

        Raises:
            SettingsWrong: a file in the folder does not read.
        """
        from batch.validators.trust import trust_of

        stamp = self._stamp()
        if self._known is None or self._known[0] != stamp:
            files = self._read()
            trust = trust_of(files.anchors, files.intermediates, files.crls, self._revocation)
            self._known = (stamp, trust)
        return self._known[1]
