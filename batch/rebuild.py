"""Makes answers again from archive and journal and compares them byte for byte; writes nothing anywhere.

What was received must be what the journal says; what was kept must be what was registered; what is made again
must be what was kept. The verdicts themselves are those of the register: a set is not judged again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO, Literal

from batch.app import desk_of, register_of
from batch.errors import NothingToRebuild
from batch.jobs.again import Again
from batch.jobs.decide import letter_bytes
from batch.jobs.desk import Desk
from batch.jobs.handover import Files
from batch.jobs.notify import notification_bytes
from batch.jobs.printing import copies_of
from batch.jobs.proof import Proof
from batch.jobs.receipts import receipt_bytes
from batch.jobs.remind import reminder_bytes
from batch.jobs.tell import change_bytes
from batch.model import places
from batch.model.law import Language
from batch.model.sender import ANSWER_LANGUAGES
from batch.ports import Kept
from batch.settings import read_settings
from batch.store import correspondence, decisions, posted, receipts
from batch.store.posted import Posted
from batch.store.register import SqlRegister
from batch.store.statuses import Statuses, rebuilt
from batch.writers import gxd

Verdict = Literal["equal", "kept", "differs"]
"""equal: made again with the same bytes; kept: as registered, and of a kind that cannot be made again; differs."""
_NUMBER = re.compile(r"\.([0-9]+)(?:\.xml)?$")
"""Which answer of several of a kind about one set, at the end of its place in the archive."""
_MISSING = {
    "DEFI": "the register does not know its decision",
    "LONO": "the register does not know what it tells",
}
_NO_FORM = "in the archive no form stands where the register says"
_SLICE = 500
_COUNTED = re.compile(
    rb"<ApplicationData><Balances>.*?</Balances></ApplicationData>|<Balance>.*?</Balance>"
    rb'|(?<="balances": \[)[^\]]+(?=\])'
)
"""What a worker has used, as a notification, a hand-over in XML and one in JSON Lines tell it."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of one answer; ``why`` it differs, in the operator's words."""

    answer: str
    verdict: Verdict
    why: tuple[str, ...] = ()


def statuses_of(home: Path) -> Statuses:
    """Rebuild where every request of career break stands, from the journal, and compare it with the tables."""
    with register_of(read_settings(home)).reading() as connection:
        return rebuilt(connection)


def answers_of(home: Path, wanted: str) -> Iterator[Rebuilt]:
    """The answer of that name, or every answer about the set or form of that name or ticket, one by one.

    Raises:
        NothingToRebuild: nothing is known under that name, or it is not answered yet.
    """
    settings = read_settings(home)
    register = register_of(settings)
    with register.reading() as connection:
        found = posted.answers_under(connection, wanted)
        known = posted.is_known(connection, wanted)
    if not found:
        why = "it is not answered yet." if known else "no answer, set or declaration has that name or ticket."
        raise NothingToRebuild(f"{wanted}: {why}")
    yield from map(_Rebuilding(desk_of(settings, register), register).one, found)


@dataclass(frozen=True, slots=True)
class _Rebuilding:
    """Answers of one installation, with what was found wrong with the files of their sets so far."""

    desk: Desk
    register: SqlRegister
    wrong: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def one(self, answer: Posted) -> Rebuilt:
        """Make one answer again and compare it."""
        kept = self.desk.archive.find(answer.place)
        if kept is None:
            return Rebuilt(answer.name, "differs", (f"archive/{answer.place} is gone",))
        changed = (kept.size, kept.sha256) != (answer.size, answer.sha256)
        why = [f"archive/{answer.place} is not what was registered"] if changed else []
        proof = self._proof(answer)
        if proof is not None and (wrong := self._files(proof)):
            return Rebuilt(answer.name, "differs", (*why, *wrong))
        if proof is not None:
            why += _told_otherwise(proof, answer)
        try:
            compared = self._compared(answer, proof)
        except ValueError:
            compared = None
            why.append(f"it cannot be made again: {_MISSING.get(answer.code, _NO_FORM)}")
        if compared:
            why.append(f"made again it differs from byte {compared} on")
        return Rebuilt(answer.name, "differs" if why else "kept" if compared is None else "equal", tuple(why))

    def _proof(self, answer: Posted) -> Proof | None:
        """What is known of the set that an answer is made from; a decision and a change of status need none."""
        if answer.receipt is None or answer.code == "DEFI":
            return None
        with self.register.reading() as connection:
            return Proof(
                self.desk,
                receipts.by_number(connection, answer.receipt),
                posted.entries_of(connection, answer.receipt),
                posted.faults_of(connection, answer.receipt),
                posted.accepted_count(connection, answer.receipt),
            )

    def _files(self, proof: Proof) -> tuple[str, ...]:
        number = proof.receipt.id
        if number not in self.wrong:
            self.wrong[number] = tuple(proof.of_the_files())
        return self.wrong[number]

    def _compared(self, answer: Posted, proof: Proof | None) -> int | None:
        """The first byte that differs, from 1; 0 when none does; None when it cannot be made again."""
        first: int | None = None
        for chunks in self._made(answer, proof):
            with self.desk.archive.open(answer.place) as file:
                found = _first_difference(chunks, file)
            if found == 0:
                return 0
            first = first or found
        return first

    def _made(self, answer: Posted, proof: Proof | None) -> Iterator[Iterable[bytes]]:
        """The answer as it may have been: in the language that its reader has now, then in the others."""
        if answer.code in ("DEFI", "LONO"):
            yield from self._single(answer)
        elif proof is None:
            return
        elif answer.code == "ACRF":
            yield [receipt_bytes(proof.receipt, proof.told_in(answer.place), answer.posted_at)]
        elif answer.code == "PRIN":
            with Files(self.desk, proof.receipt) as files:
                forms = [form for form, _, _ in self._slice(answer)]
                yield copies_of(self.desk, proof.receipt, forms, files)
        elif answer.code in ("NOTI", "HAND"):
            reader = proof.receipt.sender if answer.code == "NOTI" else self.desk.settings.back_office
            for language in self._languages(reader):
                with Files(self.desk, proof.receipt) as files:
                    yield self._again(answer, Again(proof.receipt, files, self.desk.open_law(), language))

    def _again(self, answer: Posted, again: Again) -> Iterator[bytes]:
        if answer.code == "NOTI":
            return again.notification(self._forms(again.receipt.id))
        with self.desk.archive.open(answer.place) as file:
            return again.hand_over(self._slice(answer), as_json=file.read(1) == b"{")

    def _single(self, answer: Posted) -> Iterator[Iterable[bytes]]:
        """The answer about one decision, one change of status, one request that waits or one notification."""
        number, moment = places.number_in(answer.place), answer.posted_at
        waits, passed = places.reminded_in(answer.place), places.passed_in(answer.place)
        with self.register.reading() as connection:
            decision = decisions.by_number(connection, number) if number and answer.code == "DEFI" else None
            change = posted.change(connection, number) if number and answer.code == "LONO" else None
            reminder = posted.reminded(connection, waits, moment) if waits else None
            notification = correspondence.by_ticket(connection, passed) if passed else None
        if decision is not None:
            yield [letter_bytes(self.desk, decision, moment)]
        elif change is not None:
            yield [change_bytes(change, moment)]
        elif reminder is not None:
            yield [reminder_bytes(*reminder, moment)]
        elif notification is not None:
            yield [notification_bytes(notification)]
        else:
            raise ValueError(answer.place)

    def _languages(self, number: str) -> list[Language]:
        """Each language of answers, that of the reader first: it may have been another one then."""
        reader = self.register.sender(number)
        own: list[Language] = [reader.language] if reader else []
        return list(dict.fromkeys([*own, *ANSWER_LANGUAGES]))

    def _forms(self, receipt: int) -> Iterator[Kept]:
        """All forms of a set; a slice in a transaction, so that a run beside is not held up."""
        last = 0
        while slice_ := self._after(receipt, last):
            yield from slice_
            last = slice_[-1][0].form

    def _after(self, receipt: int, form: int) -> list[Kept]:
        with self.register.reading() as connection:
            return posted.judged_after(connection, receipt, form, _SLICE)

    def _slice(self, answer: Posted) -> list[Kept]:
        """The accepted forms that one of several answers about a set is about."""
        found, receipt = _NUMBER.search(answer.place), answer.receipt
        if found is None or receipt is None:
            return []
        with self.register.reading() as connection:
            return posted.accepted_slice(connection, receipt, int(found[1]), gxd.MOST_FORMS)


def _told_otherwise(proof: Proof, answer: Posted) -> list[str]:
    if answer.code == "ACRF":
        return list(proof.of_the_acrf(answer.place))
    return list(proof.of_the_noti(answer.name)) if answer.code == "NOTI" else []


def _first_difference(chunks: Iterable[bytes], file: BinaryIO) -> int:
    """The first byte, from 1, where chunks and a file differ; 0 when they are equal.

    What a worker has used is left out: it is written in the answer and kept nowhere else.
    """
    passed = 0
    for made, kept in zip_longest(_lines(chunks), file, fillvalue=b""):
        if _COUNTED.sub(b"", kept) != made:
            same = next((at for at, (one, other) in enumerate(zip(made, kept)) if one != other), None)  # noqa: B905
            return passed + (min(len(made), len(kept)) if same is None else same) + 1
        passed += len(kept)
    return 0


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes line by line, as a file gives them."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line + b"\n" for line in whole)
    if rest:
        yield rest
