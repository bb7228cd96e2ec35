"""Hostile files through the frame pass: CPU seconds and memory of each, over those of a good file of one form.

Each runs in a process of its own, ``attacks.py NAME``; the giant forms are made while they are read, and never kept.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import BinaryIO

from tables import Row

TWCT = (
    '<TWCT001 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:noNamespaceSchemaLocation="TWCT001_20231.xsd">\n'
)
LOIC = (
    '<GenericXmlDocument xmlns="http://www.smals-mvm.be/xml/ns/systemFlux"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation='
    '"http://www.smals-mvm.be/xml/ns/systemFlux GenericXmlDocument_20231.xsd">\n'
)
FORM = "<Form><Identification>TWCT001</Identification>"
MILLION = 1_000_000


class Stream(io.RawIOBase):
    """A file that is made while it is read; it can be read once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # a plain buffer is all that comes
        while not self._left:
            try:
                self._left = next(self._pieces)
            except StopIteration:
                return 0
        number = min(len(buffer), len(self._left))
        buffer[:number] = self._left[:number]
        self._left = self._left[number:]
        return number

    def seek(self, _offset: int, _whence: int = 0, /) -> int:
        """Only asked for the size, which is as large as it may be."""
        return 1 << 30

    def tell(self) -> int:
        return 0


def giant(head: str, form: str, child: str, times: int, tail: str = "") -> Callable[[], Iterator[bytes]]:
    """One form with very many children."""

    def pieces() -> Iterator[bytes]:
        yield f"{head}{form}".encode()
        block = (child * 1000).encode()
        for _ in range(times // 1000):
            yield block
        yield tail.encode()

    return pieces


def text(content: str, encoding: str = "utf-8") -> Callable[[], Iterator[bytes]]:
    return lambda: iter([content.encode(encoding)])


def bombs() -> dict[str, Callable[[], Iterator[bytes]]]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    inside = f"{TWCT}{FORM}<A>&{{}};</A></Form></TWCT001>"

    def doctype(declared: str, entity: str) -> Callable[[], Iterator[bytes]]:
        return text(f"<!DOCTYPE TWCT001 [{declared}]>{inside.format(entity)}")

    return {
        "billion laughs": doctype(f'<!ENTITY l0 "lol">{laughs}', "l9"),
        "quadratic entities": doctype(f'<!ENTITY a "{"a" * 50_000}">', "a;" + "&a;" * 9_999 + "&a"),
        "recursive entities": doctype('<!ENTITY a "&b;"><!ENTITY b "&a;">', "a"),
        "external entity, file": doctype('<!ENTITY a SYSTEM "file:///etc/passwd">', "a"),
        "external entity, network": doctype('<!ENTITY a SYSTEM "http://127.0.0.1:9/a">', "a"),
        "parameter entity": doctype('<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;', "a"),
        "external DOCTYPE": text(f'<!DOCTYPE TWCT001 SYSTEM "http://127.0.0.1:9/a.dtd">{inside.format("amp")}'),
        "attribute defaults of a DOCTYPE": doctype('<!ATTLIST A b CDATA "c">', "amp"),
        "entity nobody declared": text(inside.format("a")),
        "DOCTYPE inside a form": text(f"{TWCT}{FORM}<!DOCTYPE a></Form></TWCT001>"),
    }


def numbered(head: str, pattern: str, many: int, tail: str) -> Callable[[], Iterator[bytes]]:
    """Something that differs by a number, very many times."""

    def pieces() -> Iterator[bytes]:
        yield head.encode()
        for start in range(0, many, 1000):
            yield "".join(pattern.format(n) for n in range(start, start + 1000)).encode()
        yield tail.encode()

    return pieces


def shapes() -> dict[str, Callable[[], Iterator[bytes]]]:
    inside, closed, long = f"{TWCT}{FORM}", "</Form></TWCT001>", "a" * 100
    return {
        "depth of a million": giant(TWCT, FORM, "<A>", MILLION),
        "text of 11 MB": giant(inside, "<A>", long, 110_000, f"</A>{closed}"),
        "attribute of 11 MB": giant(inside, '<A b="', long, 110_000, f'"/>{closed}'),
        "comment of 11 MB": giant(inside, "<!--", long, 110_000, f"-->{closed}"),
        "instruction of 11 MB": giant(inside, "<?a ", long, 110_000, f"?>{closed}"),
        "name of a million letters": giant(inside, "<", long, 10_000, f"/>{closed}"),
        "100,000 attributes": numbered(f"{inside}<A", ' a{}="1"', 100_000, f"/>{closed}"),
        "a million attributes": numbered(f"{inside}<A", ' a{}="1"', MILLION, f"/>{closed}"),
        "100,000 attributes of the root": numbered(TWCT[:-2], ' a{}="1"', 100_000, f">{FORM}{closed}"),
        "20,000 namespaces": numbered(f"{inside}<A", ' xmlns:n{}="u"', 20_000, f"/>{closed}"),
        "90,000 distinct names": numbered(inside, "<n{}/>", 90_000, closed),
        "a million distinct names": numbered(inside, "<n{}/>", MILLION, closed),
        "distinct names in forms of their own": numbered(TWCT, "<Form><n{}/></Form>", 200_000, "</TWCT001>"),
        "blanks before the root, 50 MB": giant("", "", " " * 100, 500_000, f"{inside}{closed}"),
        "no element, 50 MB": giant("<!--", "", long, 500_000),
        "200,000 empty forms": giant(TWCT, "", "<Form/>", 200_000, "</TWCT001>"),
        "a million elements beside the forms": giant(TWCT, "", "<A/>", MILLION, "</TWCT001>"),
        "elements between forms": giant(TWCT, "", f"{'<A/>' * 100}<Form/>", 10_000, "</TWCT001>"),
        "UTF-16": text(f"{inside}{closed}", "utf-16"),
        "UTF-7 declared": text(f'<?xml version="1.0" encoding="UTF-7"?>{inside}{closed}'),
        "gzip": lambda: iter([b"\x1f\x8b\x08" + bytes(100_000)]),
        "a form of 40 million children": giant(TWCT, FORM, "<A/>", 40 * MILLION),
        "a form of the envelope, 40 million children": giant(LOIC, "<Form>", "<A/>", 40 * MILLION),
        "a form of the envelope, 40 MB of texts": giant(LOIC, "<Form>", f"<A>{'a' * 9_000}</A>", 10_000),
    }


ATTACKS = {"good": text(f"{TWCT}{FORM}{'<A>1</A>' * 20}</Form></TWCT001>"), **bombs(), **shapes()}


def attack(name: str) -> tuple[float, float, str]:
    """CPU seconds, peak MB, and the codes that the file gets."""
    from datetime import date

    from batch.lawbook import open_law
    from batch.pipeline import frame_of

    law, pieces = open_law(), ATTACKS[name]

    def opened() -> BinaryIO:
        return io.BufferedReader(Stream(pieces()))  # type: ignore[return-value]  # enough of one

    before = time.process_time()
    frame = frame_of(opened, law, date(2026, 11, 28), "LOIC" if "envelope" in name else "TWCT")
    spent = time.process_time() - before
    return spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, ",".join(one.code for one in frame.faults)


def measured(name: str) -> tuple[float, float, str]:
    told = [sys.executable, __file__, name]
    spent, peak, *codes = subprocess.run(told, capture_output=True, text=True, check=True).stdout.split()
    return float(spent), float(peak), "".join(codes)


def rows() -> Iterator[Row]:
    """The dearest in time and the dearest in memory; every one is printed."""
    found = {}
    for name in ATTACKS:
        found[name] = spent, peak, codes = measured(name)
        print(f"  {name}: {spent:.3f} s, {peak:.0f} MB, {codes or 'taken'}", flush=True)
    for what, place in (("time", 0), ("memory", 1)):
        worst = max(found, key=lambda name: found[name][place])
        row = Row(f"{len(ATTACKS) - 1} attacks, the worst in {what}: {worst}", goal="0.5 s, 96 MB")
        row.ours.append(found[worst][0])
        row.peak = found[worst][1]
        yield row


if __name__ == "__main__":
    if sys.argv[1:]:
        print(*attack(sys.argv[1]))
    else:
        for one in rows():
            print(one.text())
