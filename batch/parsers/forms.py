"""Turns the XML element of a form into blocks and zones, and reads what every form has."""

from __future__ import annotations

from typing import Any

from batch.model.calendar import read_day
from batch.model.forms import Block, Employer, Header, Reference
from batch.parsers.frame import Element


def read_block(element: Element, zone_tags: frozenset[str], block_tags: frozenset[str]) -> Block:
    """A block and all below it.

    The tags of the release tell blocks from zones where an element is empty; an element that the release
    does not know is a block when it holds elements. On the hot path: the checks stand in order of frequency.
    """
    name: Any = element.tag
    return _read(element, name.rpartition("}")[2], zone_tags, block_tags)


def _read(element: Element, name: str, zone_tags: frozenset[str], block_tags: frozenset[str]) -> Block:
    block = Block(name)
    zones, blocks = block.zones, block.blocks
    for child in element:
        tag: Any = child.tag
        if tag in zone_tags:
            if tag not in zones:
                zones[tag] = child.text
            else:
                _again(block, tag, child.text)
            continue
        if tag[0] == "{":
            tag = tag.rpartition("}")[2]
        if tag in block_tags or len(child):
            if tag in blocks:
                blocks[tag].append(_read(child, tag, zone_tags, block_tags))
            else:
                blocks[tag] = [_read(child, tag, zone_tags, block_tags)]
        elif tag not in zones:
            zones[tag] = child.text
        else:
            _again(block, tag, child.text)
    return block


def _again(block: Block, tag: str, raw: str | None) -> None:
    """Keep one more value of a zone; most zones may stand once, and the structure says so of the others."""
    if block.again is None:
        block.again = {}
    block.again.setdefault(tag, []).append(raw)


def read_header(form: Block) -> Header:
    """The five zones of block 90059, as sent and as they are meant."""
    day = form.text("FormCreationDate") or ""
    return Header(
        identification=form.text("Identification") or "",
        day=day,
        hour=form.text("FormCreationHour") or "",
        status_text=form.text("AttestationStatus") or "",
        kind=form.text("TypeForm") or "",
        created=read_day(day),
        status=form.number("AttestationStatus"),
    )


def read_references(form: Block) -> list[Reference]:
    """All references of a form (block 90082)."""
    return [
        Reference(
            block,
            block.number("ReferenceType"),
            block.number("ReferenceOrigin"),
            block.text("ReferenceNbr"),
        )
        for block in form.every("Reference")
    ]


def read_employer(block: Block | None) -> Employer:
    """The employer's numbers in a block; zero counts as absent."""
    if block is None:
        return Employer(None, None, None)
    return Employer(
        _not_zero(block.text("NOSSRegistrationNbr")),
        _not_zero(block.text("NOSSLPARegistrationNbr")),
        _not_zero(block.text("CompanyID")),
    )


def _not_zero(text: str | None) -> str | None:
    return text if text is not None and text.strip("0") else None
