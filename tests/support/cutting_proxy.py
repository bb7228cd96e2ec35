"""A TCP proxy on loopback that delays, cuts after so many bytes, or falls silent."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from typing import Self


class CuttingProxy:
    """Passes connections on to a port; the orders may be changed while it runs.

    ``latency``: seconds per direction. ``cut_after``: bytes, both directions together, after which a connection is
    cut; ``cuts``: how many connections may still be cut. ``silent_after``: bytes, over all connections, after which
    nothing passes any more, while everything stays open.
    """

    def __init__(self, target: int, latency: float = 0.0) -> None:
        self.latency = latency
        self.cut_after: int | None = None
        self.cuts = 0
        self.silent_after: int | None = None
        self.passed = 0
        self.connections = 0
        self._target = target
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.silent_after = None
        with self._lock:
            for one in self._sockets:
                _close(one)
        for thread in self._threads:
            thread.join(timeout=10)

    def _start(self, work, *args) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                near.close()
                continue
            for one in (near, far):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._sockets += [near, far]
            pair = _Pair(near, far)
            for source, target in ((near, far), (far, near)):
                line: queue.Queue[tuple[float, bytes]] = queue.Queue()
                self._start(self._read, source, line)
                self._start(self._write, target, line, pair)

    def _read(self, source: socket.socket, line: queue.Queue[tuple[float, bytes]]) -> None:
        while True:
            try:
                block = source.recv(16_384)
            except OSError:
                block = b""
            line.put((time.monotonic() + self.latency, block))
            if not block:
                return

    def _write(self, target: socket.socket, line: queue.Queue[tuple[float, bytes]], pair: _Pair) -> None:
        while True:
            due, block = line.get()
            time.sleep(max(0.0, due - time.monotonic()))
            if self.silent_after is not None and self.passed + len(block) > self.silent_after:
                continue
            if not block or not self._pass(target, block, pair):
                pair.close()
                return

    def _pass(self, target: socket.socket, block: bytes, pair: _Pair) -> bool:
        with self._lock:
            cut = self.cut_after is not None and self.cuts > 0 and pair.passed + len(block) > self.cut_after
            if cut:
                block = block[: max(0, self.cut_after - pair.passed)]
                self.cuts -= 1
            pair.passed += len(block)
            self.passed += len(block)
        with contextlib.suppress(OSError):
            target.sendall(block)
            return not cut
        return False


class _Pair:
    """The two ends of one connection."""

    def __init__(self, near: socket.socket, far: socket.socket) -> None:
        self.passed = 0
        self._ends = (near, far)

    def close(self) -> None:
        for one in self._ends:
            _close(one)


def _close(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
