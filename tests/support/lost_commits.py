"""A proxy before a PostgreSQL that lets one COMMIT through and drops its answer, with the connection."""

from __future__ import annotations

import socket

from cutting_proxy import CuttingProxy, _Pair

_COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
"""The whole query, as the client sends it."""


class LostCommit(CuttingProxy):
    """``nth``: the answer to which COMMIT is lost, from 1; 0: none."""

    def __init__(self, target: int) -> None:
        super().__init__(target)
        self.nth = 0
        self._lost: _Pair | None = None

    def _pass(self, target: socket.socket, block: bytes, pair: _Pair) -> bool:
        if pair is self._lost:
            return False  # the server's answer: it has committed
        if self.nth and _COMMIT in block:
            self.nth -= 1
            self._lost = None if self.nth else pair
        return super()._pass(target, block, pair)
