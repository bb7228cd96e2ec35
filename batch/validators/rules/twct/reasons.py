"""One place for what holds for the reason block of every risk: mandatory for its risk, forbidden for others."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Place
from batch.model.twct import REASON_BLOCKS, Communication


def missing(communication: Communication, risk: str) -> Iterator[Place]:
    """The block of the risk is absent, and this is no simplified cancellation."""
    if communication.risk == risk and communication.reason is None:
        if communication.has_link and not communication.is_simplified:
            yield communication.link.at(REASON_BLOCKS[risk])


def foreign(communication: Communication, risk: str) -> Iterator[Place]:
    """The block of a risk stands in a communication of another risk."""
    if communication.risk and communication.risk != risk:
        for block in communication.link.every(REASON_BLOCKS[risk]):
            yield block.at()
