"""Reads a sender's declarations beside the notification about them: what was accepted, and its ticket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from batch import switchboard
from batch.errors import NotAnswered
from batch.model import tickets
from batch.model.findings import FileFault
from batch.model.forms import Block
from batch.model.law import Law, Release
from batch.model.situation import LIFE_AFTER
from batch.parsers.forms import read_block
from batch.parsers.frame import FormStream
from batch.parsers.prolog import Prolog, read_prolog
from batch.pipeline.frame import Open
from batch.switchboard.message import Message
from batch.validators.rules.references import CANCELLATION

_NOTIFICATION = "NOTIFICATION"
_ACCEPTED = 1
_OWN, _GIVEN = "Reference", "HandledReference"
_KNOWN_BY = ("Identification", "FormCreationDate", "FormCreationHour", "AttestationStatus")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A declaration as sent, the ticket that its notification gives it, and the one it acts on."""

    form: Block
    ticket: str
    status: int | None
    target: str


class Answered:
    """The declarations of one or more files, beside the notifications about all of them, in the same order."""

    def __init__(self, message: Message, declared: Sequence[Open], answers: Sequence[Open], law: Law) -> None:
        self._message = message
        self._declared = declared
        self._answers = answers
        self._law = law

    def latest(self) -> Iterator[Accepted]:
        """The accepted ones that none of the others modifies or cancels; two passes, in flat memory.

        Raises:
            NotAnswered: a file does not read, or the notifications are not about these declarations.
        """
        ended = {one.target for one in self._accepted() if one.status in LIFE_AFTER}
        for one in self._accepted():
            if one.status != CANCELLATION and one.ticket not in ended:
                yield one

    def _accepted(self) -> Iterator[Accepted]:
        declared = self._forms(self._declared, self._message.frame or self._message.identification)
        for form, answer in zip_longest(declared, self._forms(self._answers, _NOTIFICATION)):
            if form is None or answer is None:
                raise NotAnswered
            declaration = self._message.read(form)
            if not _is_about(answer, form, self._message.essence(declaration).company):
                raise NotAnswered
            result = answer.first("HandlingResult")
            if result is not None and result.number("ResultCode") == _ACCEPTED:
                target = tickets.compact(switchboard.target_ticket(self._message, declaration))
                status = switchboard.header_of(declaration).status
                yield Accepted(form, _number(answer, _GIVEN), status, target)

    def _forms(self, files: Sequence[Open], message: str) -> Iterator[Block]:
        for open_file in files:
            with open_file() as file:
                prolog = read_prolog(file)
            if isinstance(prolog, FileFault):
                raise NotAnswered(f"A file does not read: {prolog.detail}.")
            release = self._release(prolog, message)
            with open_file() as file:
                most = release.max_form_bytes  # bounds the elements too: an answer names every anomaly of every worker
                stream = FormStream(file, release.namespace, prolog.encoding, most, max_marks=most)
                for form in stream:
                    yield read_block(form, release.zone_tags(), release.block_tags())
            if stream.faults:
                raise NotAnswered(f"A file does not read: {stream.faults[0].detail}.")

    def _release(self, prolog: Prolog, message: str) -> Release:
        for release in self._law.releases.values():
            if release.message == message and release.schema in prolog.schemas:
                return release
        raise NotAnswered(f"A file is no {message}.")


def _is_about(answer: Block, form: Block, company: str) -> bool:
    """Whether an answer tells the header, the own reference and the employer that the form has."""
    original, employer, own = answer.first("HandledOriginalForm"), answer.first("EmployerId"), _number(answer, _OWN)
    told = original.zones if original else {}
    return (
        all(told[tag] == form.text(tag) for tag in _KNOWN_BY if tag in told)
        and (employer is None or employer.text("CompanyID") == company)
        and (not own or own in {one.text("ReferenceNbr") for one in form.every(_OWN)})
    )


def _number(answer: Block, tag: str) -> str:
    block = answer.first(tag)
    return (block.text("ReferenceNbr") or "") if block else ""
