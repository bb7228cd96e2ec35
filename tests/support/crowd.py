"""Two hundred sets of five senders: good ones and bad ones, and what each must be answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

from batch.model.calendar import BRUSSELS
from batch.writers.cms import Signer, detached, signer_of
from batch.writers.samples import loic, twct

NUMBERS = ("123456", "234567", "345678", "456789", "567890")


@dataclass(frozen=True)
class Lot:
    """One set to be sent, in the order in which its files are sent, and what must come of it."""

    sender: str
    stem: str
    kind: str
    files: tuple[tuple[str, bytes], ...]
    codes: tuple[str, ...] = ()
    accepted: int = 0
    refused: int = 0

    @property
    def environment(self) -> str:
        return self.stem[-1]

    @property
    def go(self) -> str:
        return self.files[-1][0]


class Crowd:
    """Writes the sets; ``keys`` holds a key and a certificate of every sender."""

    def __init__(self, keys: Path, now: datetime) -> None:
        self._now = now
        self._signers: dict[str, Signer] = {}
        for number in NUMBERS:
            pair = [(keys / f"{number}.{part}.pem").read_bytes() for part in ("key", "cert")]
            self._signers[number] = signer_of(*pair)
        self._made = 0

    def first_wave(self, sender: str) -> list[Lot]:
        """Thirty-eight sets of one sender, all kinds mixed."""
        kinds = [(kind, make) for kind, count, make in self._kinds() for _ in range(count)]
        Random(sender).shuffle(kinds)
        return [make(sender, kind, place) for place, (kind, make) in enumerate(kinds, 1)]

    def second_wave(self, lots: Sequence[Lot]) -> list[Lot]:
        """Two names of a sender used again: with the same bytes, and with others."""
        first, other = [lot for lot in lots if lot.kind == "plain"][:2]
        files = self._plain(other.sender, "plain", int(other.stem.split(".")[3])).files
        return [
            Lot(first.sender, first.stem, "used name, same bytes", first.files, codes=("ACRF-133",)),
            Lot(other.sender, other.stem, "used name, other bytes", files, codes=("ACRF-133",)),
        ]

    def _kinds(self) -> Iterator[tuple[str, int, Callable[[str, str, int], Lot]]]:
        yield "plain", 14, self._plain
        yield "career break", 4, self._career_break
        yield "three parts", 3, self._parts
        yield "partly refused", 3, self._partly_refused
        yield "simulation", 5, self._simulation
        yield "circuit test", 3, self._circuit
        yield "no XML", 2, self._no_xml
        yield "wrong signature", 2, self._wrong_signature
        yield "signed by another", 1, self._signed_by_another
        yield "no signature", 1, self._unsigned

    def _plain(self, sender: str, kind: str, place: int) -> Lot:
        count = 1 + place % 3
        return self._lot(sender, kind, place, "R", [self._document(count)], accepted=count)

    def _career_break(self, sender: str, kind: str, place: int) -> Lot:
        seed, now = self._fresh()
        content = b"".join(loic.document(loic.forms(seed, now, 2)))
        return self._lot(sender, kind, place, "R", [content], code="LOIC", accepted=2)

    def _parts(self, sender: str, kind: str, place: int) -> Lot:
        return self._lot(sender, kind, place, "R", [self._document(one) for one in (1, 2, 1)], accepted=4)

    def _partly_refused(self, sender: str, kind: str, place: int) -> Lot:
        content = self._document(2, 1)
        return self._lot(sender, kind, place, "R", [content], accepted=2, refused=1)

    def _simulation(self, sender: str, kind: str, place: int) -> Lot:
        return self._lot(sender, kind, place, "S", [self._document(1)], signs=False, accepted=1)

    def _circuit(self, sender: str, kind: str, place: int) -> Lot:
        return self._lot(sender, kind, place, "T", [self._document(1)], signs=False)

    def _no_xml(self, sender: str, kind: str, place: int) -> Lot:
        return self._lot(sender, kind, place, "R", [self._document(1)[:-20]], codes=("ACRF-102",))

    def _wrong_signature(self, sender: str, kind: str, place: int) -> Lot:
        return self._lot(sender, kind, place, "R", [self._document(1)], over=b"other bytes", codes=("ACRF-125",))

    def _signed_by_another(self, sender: str, kind: str, place: int) -> Lot:
        other = NUMBERS[NUMBERS.index(sender) - 1]
        return self._lot(sender, kind, place, "R", [self._document(1)], signer=other, codes=("ACRF-153",))

    def _unsigned(self, sender: str, kind: str, place: int) -> Lot:
        return self._lot(sender, kind, place, "R", [self._document(1)], signs=False, codes=("ACRF-122",))

    def _document(self, count: int, faulty: int = 0) -> bytes:
        """Good communications, then faulty ones; no two of the crowd have the same header."""
        forms = list(twct.forms(*self._fresh(), count))
        forms += twct.forms(*self._fresh(), faulty, 1.0) if faulty else []
        return b"".join(twct.document(forms))

    def _fresh(self) -> tuple[Random, datetime]:
        self._made += 1
        return Random(self._made), self._now.astimezone(BRUSSELS) - timedelta(seconds=self._made)

    def _lot(
        self,
        sender: str,
        kind: str,
        place: int,
        environment: str,
        parts: Sequence[bytes],
        *,
        code: str = "TWCT",
        signs: bool = True,
        signer: str = "",
        over: bytes | None = None,
        codes: tuple[str, ...] = (),
        accepted: int = 0,
        refused: int = 0,
    ) -> Lot:
        stem = f"{code}.{sender}.{self._now.astimezone(BRUSSELS):%Y%m%d}.{place:05d}.{environment}"
        ends = [f"{stem}.{len(parts)}.{part}" for part in range(1, len(parts) + 1)]
        files = [(f"FI.{end}", content) for end, content in zip(ends, parts, strict=True)]
        if signs:
            by = self._signers[signer or sender]
            files += [
                (f"FS.{end}", detached(by, sha256(content if over is None else over).digest(), self._now))
                for end, content in zip(ends, parts, strict=True)
            ]
        files.append((f"GO.{stem}.{len(parts)}", b""))
        return Lot(sender, stem, kind, tuple(files), codes, accepted, refused)
