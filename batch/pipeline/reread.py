"""Reads one stored form again, out of its bytes."""

from __future__ import annotations

from typing import Any

from batch.model.forms import Block
from batch.model.frame import Frame
from batch.model.law import Law, Release
from batch.model.loic import Request
from batch.model.outline import Node
from batch.model.overview import Wishes
from batch.model.twct import Communication
from batch.parsers import correspondence, loic, overview, twct
from batch.parsers.forms import read_block
from batch.parsers.frame import MOST_MARKS, FormStream
from batch.parsers.outline import read_outline
from batch.parsers.prolog import Prolog
from batch.parsers.spans import Span
from batch.pipeline.excerpt import excerpt
from batch.pipeline.plan import tags_of
from batch.switchboard import BY_IDENTIFICATION


def communication_of(content: bytes, frame: Frame, law: Law) -> Communication:
    """The communication of temporary unemployment in the bytes of a form that was accepted.

    Raises:
        ValueError: the bytes hold no form (ours: they did when they were judged).
    """
    return twct.read(_form_of(content, frame, law))


def request_of(content: bytes, frame: Frame, law: Law) -> Request:
    """The career-break request, new end date or cancellation in the bytes of a form that was accepted.

    The request may stand inside an answer to a worker's notification.

    Raises:
        ValueError: the bytes hold no form (ours: they did when they were judged).
    """
    form = _form_of(content, frame, law)
    return correspondence.read_answer(form).request or loic.read(form)


def wishes_of(content: bytes, frame: Frame, law: Law) -> Wishes:
    """What an accepted request for an overview asks for.

    Raises:
        ValueError: the bytes hold no form (ours: they did when they were judged).
    """
    return overview.read(_form_of(content, frame, law)).wishes()


def declaration_of(content: bytes, frame: Frame, law: Law) -> Any:
    """The declaration in the bytes of a form, accepted or refused, as its rules read it.

    Raises:
        ValueError: the bytes hold no form (ours: they did when they were judged).
    """
    return BY_IDENTIFICATION[frame.message].read(_form_of(content, frame, law))


def outline_of(content: bytes, frame: Frame, index: int) -> Node:
    """The form element by element; ``index`` is its position in its file, lines and columns are those of the bytes."""
    prolog = Prolog(frame.encoding, "", "", (), frame.prefixes)
    return read_outline(content, Span(0, len(content), 1, 1), index, prolog)


def _form_of(content: bytes, frame: Frame, law: Law) -> Block:
    """The form in its bytes; ``frame`` is that of its file."""
    envelope = BY_IDENTIFICATION[frame.message].frame
    release = law.release(envelope or frame.message, frame.release)
    file = excerpt([content], frame, release)
    zones, blocks = _tags_of(frame.message, release, law)
    # It was within the limits once, where they were counted from another byte on.
    limits = len(content) + release.max_form_bytes, 2 * MOST_MARKS
    for form in FormStream(file, release.namespace, frame.encoding, *limits):
        return read_block(form, zones, blocks)
    raise ValueError("the bytes hold no form")


def _tags_of(message: str, release: Release, law: Law) -> tuple[frozenset[str], frozenset[str]]:
    """The tags of zones and of blocks that may stand in a form, its payload included."""
    inside = [release]
    if release.message != message:
        inside += [one for one in law.releases.values() if one.message == message]
    return tags_of(inside)
