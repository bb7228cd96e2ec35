"""For which employers a sound file speaks, and for which staff, without judging its forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from batch.model.frame import Frame
from batch.model.law import Law
from batch.model.sender import Keys, Permission
from batch.parsers.forms import read_block
from batch.parsers.frame import FormStream
from batch.pipeline.frame import Open
from batch.pipeline.plan import tags_of
from batch.switchboard import BY_IDENTIFICATION


class Claim(NamedTuple):
    """What a form claims a right to."""

    employer: Keys
    """To speak for the employer with these numbers."""
    permission: Permission | None
    """To ask leave for staff that needs this permission; None when it asks none."""


def claims_of(open_file: Open, frame: Frame, law: Law) -> Iterator[Claim]:
    """What every form claims, in the order of the file."""
    message = BY_IDENTIFICATION[frame.message]
    release = law.release(message.frame or frame.message, frame.release)
    inside = [release]
    if message.frame:
        inside += [one for one in law.releases.values() if one.message == message.identification]
    zones, blocks = tags_of(inside)
    with open_file() as file:
        for form in FormStream(file, release.namespace, frame.encoding, release.max_form_bytes):
            declaration = message.read(read_block(form, zones, blocks))
            yield Claim(message.essence(declaration).employer, message.permission(declaration))
