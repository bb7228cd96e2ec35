"""A slow line: passes TCP connections on to a port of this machine, each byte so many milliseconds late.

``delay.py PORT MILLISECONDS`` prints its own port and runs until it is stopped; half of the time goes each way.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_BLOCK = 1 << 16
_BLOCKS = 256
"""Blocks on their way at most: so much a real line would hold too."""


async def _pass(source: asyncio.StreamReader, target: asyncio.StreamWriter, latency: float) -> None:
    clock = asyncio.get_running_loop().time
    line: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_BLOCKS)

    async def deliver() -> None:
        while True:
            due, block = await line.get()
            await asyncio.sleep(max(0.0, due - clock()))
            if not block:
                return
            target.write(block)
            await target.drain()

    delivering = asyncio.ensure_future(deliver())
    with contextlib.suppress(OSError):
        while block := await source.read(_BLOCK):
            await line.put((clock() + latency, block))
        await line.put((clock() + latency, b""))
        await delivering
    delivering.cancel()
    target.close()


async def _serve(port: int, latency: float) -> None:
    async def connected(near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, on = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pass(near, on, latency), _pass(far, back, latency))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def slow_line(port: int, milliseconds: int) -> Iterator[int]:
    """The port of a slow line to a port, in a process of its own."""
    told = [sys.executable, __file__, str(port), str(milliseconds)]
    with subprocess.Popen(told, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int((process.stdout or sys.stdin).readline())
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2]) / 2000))
